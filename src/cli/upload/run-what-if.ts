import type { SimulatedRecord, SimulationReport } from '../../model/simulation.ts'
import { createGraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { exitCodes } from '../command-error.ts'
import { readConnectionSettings } from '../connection-settings.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import { fillSession, openSession } from './fill-session.ts'
import { findLines } from './find-lines.ts'
import { findJob } from './job-target.ts'
import { renderSimulation } from './render-simulation.ts'
import type { UploadTask } from './run-upload.ts'
import { abandonSession, previewSession, type SessionPlace } from './upload-session.ts'

/** Records per list: for people as many as they read, for programs as many as the server gives. */
const detailsShown = 20
const detailsMax = 1_000

/** Asks the server what an upload would do, tells it, and leaves nothing behind. Exit code 1 when a row would fail. */
export async function runWhatIf(task: UploadTask, context: CommandContext): Promise<void> {
  const { terminal, signal, setExitCode } = context
  const { flags, requests } = task
  const settings = readConnectionSettings(flags, context.env)
  const client = createGraphClient(settings)
  try {
    const job = await findJob(client, settings, signal)
    const place: SessionPlace = { client, path: job.path, signal }
    const report = await simulate(task, { place, context })
    if (flags.json === true) terminal.out.write(`${JSON.stringify(toJson(task, report))}\n`)
    else terminal.out.write(renderSimulation(report, requests, terminal.out))
    if (report.failures.length > 0 || report.threshold.exceeded) setExitCode(exitCodes.failed)
  } finally {
    client.close()
  }
}

async function simulate(
  task: UploadTask,
  { place, context }: { readonly place: SessionPlace; readonly context: CommandContext },
): Promise<SimulationReport> {
  const { flags, requests } = task
  const session = await openSession(task, flags.snapshot === true ? 'snapshot' : 'delta', place)
  try {
    await fillSession(session, task, { place, context })
    const detailMax = flags.json === true ? detailsMax : detailsShown
    return await previewSession(place, session.id, { chunkCount: requests.length, detailMax })
  } finally {
    // One that stays behind changes nothing and is gone in a day.
    await abandonSession(place, session.id).catch(() => undefined)
  }
}

function toJson({ file, requests, flags }: UploadTask, report: SimulationReport) {
  const withLine = (record: SimulatedRecord) => ({ line: findLine(record), ...record })
  const findLine = findLines(requests)
  return {
    file,
    people: countPeople(requests),
    mode: flags.snapshot === true ? 'snapshot' : 'delta',
    ...report,
    failures: report.failures.map((failure) => ({ ...failure, examples: failure.examples.map(withLine) })),
    details: Object.fromEntries(Object.entries(report.details).map(([kind, records]) => [kind, records.map(withLine)])),
  }
}

function countPeople(requests: readonly BulkRequest[]): number {
  return requests.reduce((sum, { operations }) => sum + operations.length, 0)
}
