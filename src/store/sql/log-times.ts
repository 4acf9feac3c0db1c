import type { Queries } from './database.ts'
import type { SequenceBounds } from './log-scan.ts'

/**
 * Entries are written in the order of their times, except that a clock may be set back. As long as it is not set back by
 * more than this, the bounds miss nothing.
 */
const clockStepMsMax = 60 * 60 * 1000

/** Between which sequences a job's entries of a span of time lie, found by halving. Milliseconds since 1970, inclusive. */
export async function findTimeBounds(
  queries: Queries,
  job: { readonly tenant: number; readonly key: number },
  span: { readonly fromMs: number; readonly throughMs: number },
): Promise<SequenceBounds> {
  const last = await queries
    .selectFrom('provisioning_log')
    .select('sequence')
    .where('tenant', '=', job.tenant)
    .where('job', '=', job.key)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const end = (last?.sequence ?? 0) + 1

  /** The first sequence, by halving, whose entry is not earlier than this time; `end` when there is none. */
  const halve = async (atMs: number): Promise<number> => {
    let [low, high] = [1, end]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const row = await queries
        .selectFrom('provisioning_log')
        .select(['sequence', 'at'])
        .where('tenant', '=', job.tenant)
        .where('job', '=', job.key)
        .where('sequence', '>=', middle)
        .orderBy('sequence')
        .limit(1)
        .executeTakeFirst()
      if (row === undefined || row.at >= atMs) high = middle
      else low = row.sequence + 1
    }
    return low
  }

  return {
    from: Number.isFinite(span.fromMs) ? await halve(span.fromMs - clockStepMsMax) : 1,
    through: Number.isFinite(span.throughMs) ? await halve(span.throughMs + clockStepMsMax) : end,
  }
}
