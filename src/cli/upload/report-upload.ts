import type { CommandContext } from '../command.ts'
import { CommandError, exitCodes } from '../command-error.ts'
import { countOf, toCount } from '../count-text.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import type { Terminal } from '../terminal.ts'
import { toPrintable } from '../text-width.ts'
import type { AwaitedOutcomes } from './await-uploads.ts'
import type { JobTarget } from './job-target.ts'
import { countStates } from './outcome.ts'
import { renderOutcomes } from './render-outcomes.ts'
import type { SendResult } from './send-requests.ts'
import type { UploadFlags } from './upload-flags.ts'

/** What an upload has come to. */
export interface Findings extends SendResult, AwaitedOutcomes {
  readonly task: UploadedFile
  readonly job: JobTarget
  readonly isAwaited: boolean
  readonly seconds: number
  /** Of a snapshot: what became of the people who were absent. */
  readonly absent?: Readonly<Record<string, number>>
}

/** What was to be uploaded. */
interface UploadedFile {
  readonly file: string
  readonly requests: readonly BulkRequest[]
  readonly flags: Pick<UploadFlags, 'json' | 'wait'>
}

/** Tells the outcomes and sets the exit code; throws what stopped the sending. */
export function reportUpload(findings: Findings, { terminal, setExitCode }: CommandContext): void {
  const { task, job, failure, outcomes, isAwaited } = findings
  const { staged, failed } = countStates(outcomes)
  if (task.flags.json === true) terminal.out.write(`${JSON.stringify(toJson(findings))}\n`)
  else
    terminal.out.write(`${renderOutcomes(outcomes, terminal.out)}${renderAbsent(findings)}${renderClosing(findings)}`)
  if (task.flags.json !== true) showWarnings(findings, terminal)
  if (failed > 0 || (findings.absent?.failed ?? 0) > 0) setExitCode(exitCodes.failed)
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

function renderAbsent({ absent }: Findings): string {
  const states = Object.entries(absent ?? {}).filter(([, count]) => count > 0)
  if (states.length === 0) return ''
  return `\nAbsent from the file: ${states.map(([state, count]) => `${toCount(count)} ${state}`).join(', ')}\n`
}

function renderClosing({ task, sent, outcomes, seconds }: Findings): string {
  const uploads = sent.flatMap(({ uploadId }) => uploadId ?? [])
  const which = uploads.length === 1 ? `, upload ${uploads[0]}` : ''
  const all = `${toCount(sent.length)} of ${countOf(task.requests.length, 'request')}`
  return `\n${countOf(outcomes.length, 'person', 'people')} in ${all}, ${seconds.toFixed(1)} s${which}\n`
}

function toJson({ task, sent, failure, outcomes, warnings, absent }: Findings) {
  const counts = countStates(outcomes)
  return {
    file: task.file,
    people: task.requests.reduce((sum, { operations }) => sum + operations.length, 0),
    requests: task.requests.length,
    sent: { people: outcomes.length, requests: sent.length },
    complete: failure === null && counts.staged === 0,
    counts,
    ...(absent === undefined ? {} : { absent }),
    uploads: sent.flatMap(({ uploadId }) => uploadId ?? []),
    warnings,
    rows: outcomes.filter(({ state, problems }) => state === 'failed' || problems.length > 0),
  }
}
