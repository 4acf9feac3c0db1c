import { createGraphClient, type GraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError, exitCodes } from '../command-error.ts'
import { readConnectionSettings } from '../connection-settings.ts'
import { countOf, toCount } from '../count-text.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import { createProgressBar } from '../progress-bar.ts'
import type { Terminal } from '../terminal.ts'
import { toPrintable } from '../text-width.ts'
import { awaitLog } from './await-log.ts'
import { type AwaitedOutcomes, type AwaitOptions, awaitUploads } from './await-uploads.ts'
import { findJob, type JobTarget } from './job-target.ts'
import type { RowOutcome } from './outcome.ts'
import { countStates, unknownOutcome } from './outcome.ts'
import { createPacer, type Rate } from './pacer.ts'
import { renderOutcomes } from './render-outcomes.ts'
import { type SendResult, type SentRequest, sendRequests } from './send-requests.ts'
import type { UploadFlags } from './upload-flags.ts'

export interface UploadTask {
  readonly file: string
  readonly requests: readonly BulkRequest[]
  readonly rate: Rate
  readonly flags: UploadFlags
}

const logIntervalMs = 15_000
/** Microsoft's log appears five to ten minutes late, so waiting for it needs more patience than a status resource. */
const logPatienceMsMin = 30 * 60_000

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
    const awaited = isAwaited ? await awaitOutcomes(sent, { client, job, task }, context) : notAwaited(sent)
    report({ task, job, sent, failure, ...awaited, isAwaited, seconds: (now() - startedAt) / 1000 }, context)
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

async function awaitOutcomes(
  sent: readonly SentRequest[],
  { client, job, task }: { readonly client: GraphClient; readonly job: JobTarget; readonly task: UploadTask },
  { terminal, signal }: CommandContext,
): Promise<AwaitedOutcomes> {
  const total = sent.reduce((sum, { request }) => sum + request.operations.length, 0)
  const bar = createProgressBar(terminal.err, { title: 'Processing', total, now })
  const hasStatus = sent.every(({ uploadId }) => uploadId !== null)
  const patienceMs = task.flags.timeout * 1000
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

function notAwaited(sent: readonly SentRequest[]): AwaitedOutcomes {
  const outcomes = sent.flatMap(({ request, uploadId }) =>
    request.operations.map((operation) => unknownOutcome(operation, uploadId)),
  )
  return { outcomes, warnings: [] }
}

interface Findings extends SendResult, AwaitedOutcomes {
  readonly task: UploadTask
  readonly job: JobTarget
  readonly isAwaited: boolean
  readonly seconds: number
}

function report(findings: Findings, { terminal, setExitCode }: CommandContext): void {
  const { task, job, failure, outcomes, isAwaited } = findings
  const { staged, failed } = countStates(outcomes)
  if (task.flags.json === true) terminal.out.write(`${JSON.stringify(toJson(findings))}\n`)
  else terminal.out.write(`${renderOutcomes(outcomes, terminal.out)}${renderClosing(findings)}`)
  if (task.flags.json !== true) showWarnings(findings, terminal)
  if (failed > 0) setExitCode(exitCodes.failed)
  if (failure !== null) throw failure
  if (isAwaited && staged > 0) throw unfinished(staged)
  if (!isAwaited && task.flags.wait) {
    terminal.err.write(`! The job is ${job.state?.toLowerCase()}: what was uploaded waits until the job is started.\n`)
  }
}

const warningsMax = 20

function showWarnings({ warnings }: Findings, { err }: Terminal): void {
  for (const warning of warnings.slice(0, warningsMax)) err.write(`${err.paint.yellow(`! ${toPrintable(warning)}`)}\n`)
  if (warnings.length > warningsMax)
    err.write(`! ${countOf(warnings.length - warningsMax, 'more remark')}; --json lists all.\n`)
}

function unfinished(staged: number): CommandError {
  return new CommandError(
    'server',
    `${countOf(staged, 'person is', 'people are')} still waiting to be processed.`,
    '"entrain status" shows the backlog; "entrain logs --upload ID" shows the outcomes later.',
  )
}

function renderClosing({ task, sent, outcomes, seconds }: Findings): string {
  const uploads = sent.flatMap(({ uploadId }) => uploadId ?? [])
  const which = uploads.length === 1 ? `, upload ${uploads[0]}` : ''
  const all = `${toCount(sent.length)} of ${countOf(task.requests.length, 'request')}`
  return `\n${countOf(outcomes.length, 'person', 'people')} in ${all}, ${seconds.toFixed(1)} s${which}\n`
}

function toJson({ task, sent, failure, outcomes, warnings }: Findings) {
  const counts = countStates(outcomes)
  return {
    file: task.file,
    people: task.requests.reduce((sum, { operations }) => sum + operations.length, 0),
    requests: task.requests.length,
    sent: { people: outcomes.length, requests: sent.length },
    complete: failure === null && counts.staged === 0,
    counts,
    uploads: sent.flatMap(({ uploadId }) => uploadId ?? []),
    warnings,
    rows: outcomes.filter(({ state, problems }) => state === 'failed' || problems.length > 0),
  }
}
