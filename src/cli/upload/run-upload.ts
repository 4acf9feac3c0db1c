import { createGraphClient, type GraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { readConnectionSettings } from '../connection-settings.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import { createProgressBar } from '../progress-bar.ts'
import { awaitOutcomes, notAwaited } from './await-outcomes.ts'
import { findJob, type JobTarget } from './job-target.ts'
import type { RowOutcome } from './outcome.ts'
import { createPacer, type Rate } from './pacer.ts'
import { reportUpload } from './report-upload.ts'
import { type SendResult, sendRequests } from './send-requests.ts'
import type { UploadFlags } from './upload-flags.ts'

export interface UploadTask {
  readonly file: string
  readonly requests: readonly BulkRequest[]
  readonly rate: Rate
  readonly flags: UploadFlags
}

const now = () => performance.now()

/** Sends everything, waits for the outcomes, tells them and sets the exit code. */
export async function runUpload(task: UploadTask, context: CommandContext): Promise<readonly RowOutcome[]> {
  const settings = readConnectionSettings(task.flags, context.env)
  const client = createGraphClient(settings)
  try {
    const startedAt = now()
    const job = await findJob(client, settings, context.signal)
    const { sent, failure } = await sendAll(task, { client, job }, context)
    if (sent.length === 0 && failure !== null) throw failure
    const isAwaited = task.flags.wait && (job.state === null || job.state === 'Active')
    const awaited = isAwaited
      ? await awaitOutcomes(sent, { client, job, flags: task.flags }, context)
      : notAwaited(sent)
    reportUpload({ task, job, sent, failure, ...awaited, isAwaited, seconds: (now() - startedAt) / 1000 }, context)
    return awaited.outcomes
  } finally {
    client.close()
  }
}

async function sendAll(
  { requests, rate, flags }: UploadTask,
  { client, job }: { readonly client: GraphClient; readonly job: JobTarget },
  { terminal, signal }: CommandContext,
): Promise<SendResult> {
  const total = requests.reduce((sum, { operations }) => sum + operations.length, 0)
  const bar = createProgressBar(terminal.err, { title: 'Uploading ', total, now })
  let people = 0
  bar.update(0)
  const result = await sendRequests(requests, {
    client,
    path: job.path,
    pacer: createPacer(rate, now),
    inFlightMax: flags.inFlight,
    onSent(count) {
      people += count
      bar.update(people)
    },
    signal,
  })
  bar.finish()
  return result
}
