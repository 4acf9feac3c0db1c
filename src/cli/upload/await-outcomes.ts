import type { GraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { createProgressBar } from '../progress-bar.ts'
import { awaitLog } from './await-log.ts'
import { type AwaitedOutcomes, type AwaitOptions, awaitUploads } from './await-uploads.ts'
import type { JobTarget } from './job-target.ts'
import { unknownOutcome } from './outcome.ts'
import type { SentRequest } from './send-requests.ts'
import type { UploadFlags } from './upload-flags.ts'

const logIntervalMs = 15_000
/** Microsoft's log appears five to ten minutes late, so waiting for it needs more patience than a status resource. */
const logPatienceMsMin = 30 * 60_000

const now = () => performance.now()

interface Awaiting {
  readonly client: GraphClient
  readonly job: JobTarget
  readonly flags: Pick<UploadFlags, 'timeout'>
}

/** Waits until the server has settled what was sent, with a progress bar. */
export async function awaitOutcomes(
  sent: readonly SentRequest[],
  { client, job, flags }: Awaiting,
  { terminal, signal }: CommandContext,
): Promise<AwaitedOutcomes> {
  const total = sent.reduce((sum, { request }) => sum + request.operations.length, 0)
  const bar = createProgressBar(terminal.err, { title: 'Processing', total, now })
  const hasStatus = sent.every(({ uploadId }) => uploadId !== null)
  const patienceMs = flags.timeout * 1000
  const options: AwaitOptions = { client, path: job.path, patienceMs, onProgress: (done) => bar.update(done), signal }
  bar.update(0)
  if (!hasStatus)
    terminal.err.write(
      'This server has no upload status: reading its provisioning log, which may lag minutes behind.\n',
    )
  try {
    if (hasStatus) return await awaitUploads(sent, options)
    const patienceOfLogMs = Math.max(patienceMs, logPatienceMsMin)
    return await awaitLog(sent, {
      ...options,
      jobId: job.jobId,
      intervalMs: logIntervalMs,
      patienceMs: patienceOfLogMs,
    })
  } catch (error) {
    if (signal.aborted) return notAwaited(sent)
    throw error
  } finally {
    bar.finish()
  }
}

/** Nobody waits: every row has the state `staged`. */
export function notAwaited(sent: readonly SentRequest[]): AwaitedOutcomes {
  const outcomes = sent.flatMap(({ request, uploadId }) =>
    request.operations.map((operation) => unknownOutcome(operation, uploadId)),
  )
  return { outcomes, warnings: [] }
}
