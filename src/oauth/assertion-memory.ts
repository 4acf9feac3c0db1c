/** Assertions that one process remembers. Whoever fills it has valid credentials, so the oldest may go. */
const rememberedMax = 100_000

/** Remembers which assertions were used (RFC 7523 section 3, `jti`), until they end. */
export interface AssertionMemory {
  /** Answers whether the assertion is new. `until`: milliseconds since 1970. */
  use(clientId: string, id: string, until: number, now: number): boolean
}

export function createAssertionMemory(limit = rememberedMax): AssertionMemory {
  const used = new Map<string, number>()
  return {
    use(clientId, id, until, now) {
      const key = `${clientId} ${id}`
      const known = used.get(key)
      if (known !== undefined && now < known) return false
      used.delete(key)
      used.set(key, until)
      if (used.size > limit) makeRoom(used, now, limit)
      return true
    },
  }
}

function makeRoom(used: Map<string, number>, now: number, limit: number): void {
  for (const [key, until] of used) if (until <= now) used.delete(key)
  for (const key of used.keys()) {
    if (used.size <= limit) return
    used.delete(key)
  }
}
