/** Which rows have which value. Most values have one holder, which then costs no set of its own. */
export interface ValueIndex {
  add(value: string, key: string): void
  remove(value: string, key: string): void
  /** The holders of a value, at most `limit`. */
  find(value: string, limit: number): string[]
}

export function createValueIndex(): ValueIndex {
  const holders = new Map<string, string | Set<string>>()
  return {
    add(value, key) {
      const known = holders.get(value)
      if (known === undefined) holders.set(value, key)
      else if (typeof known !== 'string') known.add(key)
      else if (known !== key) holders.set(value, new Set([known, key]))
    },
    remove(value, key) {
      const known = holders.get(value)
      if (known === key) holders.delete(value)
      if (!(known instanceof Set)) return
      known.delete(key)
      if (known.size === 0) holders.delete(value)
    },
    find(value, limit) {
      const known = holders.get(value)
      if (known === undefined) return []
      if (typeof known === 'string') return limit > 0 ? [known] : []
      const found: string[] = []
      for (const key of known) {
        if (found.length >= limit) break
        found.push(key)
      }
      return found
    },
  }
}
