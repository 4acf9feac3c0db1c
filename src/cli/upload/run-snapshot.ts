import { createGraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { readConnectionSettings } from '../connection-settings.ts'
import { countOf } from '../count-text.ts'
import { GraphError } from '../graph-error.ts'
import { awaitOutcomes, notAwaited } from './await-outcomes.ts'
import { awaitStatus } from './await-uploads.ts'
import { fillSession, openSession } from './fill-session.ts'
import { findJob } from './job-target.ts'
import type { RowOutcome } from './outcome.ts'
import { renderSummary } from './render-simulation.ts'
import { reportUpload } from './report-upload.ts'
import type { UploadTask } from './run-upload.ts'
import { resumable } from './send-chunks.ts'
import type { SentRequest } from './send-requests.ts'
import { abandonSession, commitSession, type OpenSession, previewSession, type SessionPlace } from './upload-session.ts'

const now = () => performance.now()

/**
 * Uploads a file as everybody there is: who is absent has left. Shows first what would happen, and asks. Answers with
 * what became of each row, or null when it was declined.
 */
export async function runSnapshot(task: UploadTask, context: CommandContext): Promise<readonly RowOutcome[] | null> {
  const { requests, flags } = task
  if (flags.yes !== true && (context.terminal.confirm === null || flags.json === true)) throw needsYes()
  const startedAt = now()
  const settings = readConnectionSettings(flags, context.env)
  const client = createGraphClient(settings)
  try {
    const job = await findJob(client, settings, context.signal)
    const place: SessionPlace = { client, path: job.path, signal: context.signal }
    const session = await openSession(task, 'snapshot', place)
    const uploadIds = await fillAndCommit(session, task, { place, context })
    if (uploadIds === null) return null
    const sent = requests.map((request, number): SentRequest => {
      return { request, uploadId: uploadIds[number] ?? null, acceptedAt: Date.now() }
    })
    const isAwaited = flags.wait && (job.state === null || job.state === 'Active')
    const awaited = isAwaited ? await awaitOutcomes(sent, { client, job, flags }, context) : notAwaited(sent)
    const patienceMs = flags.timeout * 1000
    const absent = isAwaited ? await awaitStatus(uploadIds.at(-1) ?? '', { ...place, patienceMs }) : null
    const found = { task, job, sent, failure: null, ...awaited, isAwaited, seconds: (now() - startedAt) / 1000 }
    reportUpload({ ...found, ...(absent === null || isEmpty(absent) ? {} : { absent }) }, context)
    return awaited.outcomes
  } finally {
    client.close()
  }
}

/** Either nobody was absent, or the server does not tell it of an upload: nothing is claimed. */
function isEmpty(counts: Readonly<Record<string, number>>): boolean {
  return Object.values(counts).every((count) => count === 0)
}

function needsYes(): CommandError {
  return new CommandError(
    'usage',
    'A snapshot makes leavers of everybody who is absent, and nobody is there to confirm.',
    'Look at it with --what-if --snapshot, then pass --yes.',
  )
}

interface Surroundings {
  readonly place: SessionPlace
  readonly context: CommandContext
}

/** Answers with the ids of the uploads, or null when it was declined. Whatever stops it says how to go on. */
async function fillAndCommit(
  session: OpenSession,
  task: UploadTask,
  surroundings: Surroundings,
): Promise<readonly string[] | null> {
  const { place, context } = surroundings
  const { file, requests, flags } = task
  try {
    // Of a committed one only the answer was lost: asking again brings it.
    if (session.state === 'open') {
      await fillSession(session, task, surroundings)
      if (flags.yes !== true && !(await mayCommit(session, task, surroundings))) {
        await abandonSession(place, session.id)
        context.terminal.err.write('Nothing was changed.\n')
        return null
      }
    }
    return await commitSession(place, session.id, requests.length)
  } catch (error) {
    throw resumable(error, session, file)
  }
}

async function mayCommit(session: OpenSession, task: UploadTask, { place, context }: Surroundings): Promise<boolean> {
  const { confirm, err } = context.terminal
  const { requests } = task
  try {
    const report = await previewSession(place, session.id, { chunkCount: requests.length, detailMax: 0 })
    err.write(`${renderSummary(report, err)}\n`)
  } catch (error) {
    if (!(error instanceof GraphError) || error.status >= 500) throw error
    err.write(`${err.paint.yellow(`! There is no preview: ${error.message}`)}\n`)
  }
  const people = requests.reduce((sum, { operations }) => sum + operations.length, 0)
  const question = `Are these ${countOf(people, 'person', 'people')} everybody? Who is absent has left.`
  return (await confirm?.(question)) === true
}
