import type { AuditEntry } from '../contracts/store-audits.ts'

/** Entries wait this long for company, so that a busy endpoint pays for one transaction and not for each token. */
const flushMs = 500
/** As many fit into one transaction; more are written at once and not after the wait. */
const batchEntriesMax = 500
/** Entries of all tenants that may wait; the store is then far behind, and what comes is counted only. */
const pendingEntriesMax = 20_000
/** Refusals per wait: whoever guesses secrets must not fill the disk. */
const refusalsPerFlushMax = 200

export interface SignInLog {
  /** Takes an entry and writes it soon. Never refuses and never waits. */
  record(tenantId: string, entry: AuditEntry, outcome: 'granted' | 'refused'): void
  /** Writes everything that waits. */
  flush(): Promise<void>
  /** Writes everything that waits; entries that come later are lost. */
  close(): Promise<void>
}

export interface SignInLogDeps {
  /** Writes in one transaction. */
  readonly append: (tenantId: string, entries: readonly AuditEntry[]) => Promise<void>
  /** Entries were not written, because too many came at once or the store refused them. */
  readonly onLost: (count: number, error?: unknown) => void
  readonly limits?: Partial<SignInLogLimits>
}

export interface SignInLogLimits {
  readonly flushMs: number
  readonly pendingEntriesMax: number
  readonly refusalsPerFlushMax: number
}

export function createSignInLog({ append, onLost, limits: given }: SignInLogDeps): SignInLog {
  const limits: SignInLogLimits = { flushMs, pendingEntriesMax, refusalsPerFlushMax, ...given }
  const pending = new Map<string, AuditEntry[]>()
  let count = 0
  let refusals = 0
  let lost = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const batches = [...pending]
    if (lost > 0) onLost(lost)
    pending.clear()
    refusals = 0
    lost = 0
    writing = writing.then(() => writeBatches(batches))
    return writing
  }

  async function writeBatches(batches: readonly (readonly [string, AuditEntry[]])[]): Promise<void> {
    for (const [tenantId, entries] of batches) {
      for (let start = 0; start < entries.length; start += batchEntriesMax) {
        const batch = entries.slice(start, start + batchEntriesMax)
        await append(tenantId, batch).catch((error: unknown) => onLost(batch.length, error))
        count -= batch.length
      }
    }
  }

  function schedule(entriesOfTenant: number): void {
    if (entriesOfTenant >= batchEntriesMax) void write()
    else timer ??= setTimeout(() => void write(), limits.flushMs).unref()
  }

  return {
    record(tenantId, entry, outcome) {
      if (outcome === 'refused') refusals += 1
      const isGuessing = outcome === 'refused' && refusals > limits.refusalsPerFlushMax
      const isTooMuch = count >= limits.pendingEntriesMax || isGuessing
      if (isClosed) return
      if (isTooMuch) lost += 1
      else count += 1
      const entries = pending.get(tenantId) ?? []
      pending.set(tenantId, entries)
      if (!isTooMuch) entries.push(entry)
      schedule(entries.length)
    },
    flush: write,
    async close() {
      isClosed = true
      await write()
    },
  }
}
