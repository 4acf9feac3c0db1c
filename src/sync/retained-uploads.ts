import type { JobsStore } from '../contracts/store-jobs.ts'
import type { Evaluation } from '../model/synchronization-job.ts'
import type { RetainedUploads } from './evaluation.ts'

/** People whose place is read at a time. */
const peoplePerPageMax = 5_000

export interface RetainedUploadsReader {
  /** Read once for each evaluation: what becomes the latest record meanwhile is newer, and takes no part. */
  read(evaluation: Evaluation): Promise<RetainedUploads>
}

/** Remembers, as long as an evaluation runs, which uploads hold somebody's latest record. */
export function createRetainedUploads(jobsOf: () => JobsStore, jobId: string): RetainedUploadsReader {
  let known: { readonly through: number; readonly retained: RetainedUploads } | null = null
  return {
    async read({ after, through }) {
      if (known !== null && through === known.through && after > 0) return known.retained
      const retained = await readRetainedUploads(jobsOf(), jobId)
      known = through === null ? null : { through, retained }
      return retained
    },
  }
}

/** Which uploads hold somebody's latest record. */
export async function readRetainedUploads(
  jobs: Pick<JobsStore, 'listRetainedUploads'>,
  jobId: string,
): Promise<RetainedUploads> {
  const found = new Set<number>()
  let people = 0
  let after: string | null = null
  do {
    const page: { sequences: readonly number[]; last: string | null } = await jobs.listRetainedUploads(
      jobId,
      peoplePerPageMax,
      after,
    )
    for (const sequence of page.sequences) found.add(sequence)
    people += page.sequences.length
    after = page.last
  } while (after !== null)
  return { sequences: [...found].sort((a, b) => a - b), people }
}
