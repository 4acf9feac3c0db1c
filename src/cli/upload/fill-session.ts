import type { SessionMode } from '../../model/upload-session.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { createProgressBar } from '../progress-bar.ts'
import { createPacer } from './pacer.ts'
import type { UploadTask } from './run-upload.ts'
import { chunksToSend, sendChunks } from './send-chunks.ts'
import { beginSession, type OpenSession, readSession, type SessionPlace, toLabel } from './upload-session.ts'

const now = () => performance.now()

/** Begins a session for a file, or takes up the one that is named. */
export async function openSession(
  { file, requests, flags }: UploadTask,
  mode: SessionMode,
  place: SessionPlace,
): Promise<OpenSession> {
  const label = toLabel(file, requests)
  if (flags.resume === undefined) return beginSession(place, { mode, label })
  const session = await readSession(place, flags.resume)
  if (session.state === 'abandoned' || session.mode !== mode) {
    throw new CommandError('usage', `Upload session ${session.id} is ${session.state}, mode ${session.mode}.`)
  }
  if (hashOf(session.label) === hashOf(label)) return session
  const hint = 'Take the same file with the same mapping and --batch, or begin anew without --resume.'
  throw new CommandError('usage', `Upload session ${session.id} was begun with other contents than ${file}.`, hint)
}

/** The file may have been moved meanwhile; its contents count. */
function hashOf(label: string): string | undefined {
  return label.split(' ').at(-1)
}

/** Sends what the session lacks, with a progress bar. */
export async function fillSession(
  session: OpenSession,
  { requests, rate, flags }: UploadTask,
  { place, context }: { readonly place: SessionPlace; readonly context: CommandContext },
): Promise<void> {
  const { terminal, signal } = context
  const chunks = chunksToSend(session, requests.length).flatMap((number) => {
    const request = requests[number]
    return request === undefined ? [] : [[number, request] as const]
  })
  const total = requests.reduce((sum, { operations }) => sum + operations.length, 0)
  let people = total - chunks.reduce((sum, [, { operations }]) => sum + operations.length, 0)
  const bar = createProgressBar(terminal.err, { title: 'Uploading ', total, now })
  bar.update(people)
  try {
    await sendChunks(session, chunks, {
      ...place,
      signal,
      pacer: createPacer(rate, now),
      inFlightMax: flags.inFlight,
      onSent(count) {
        people += count
        bar.update(people)
      },
    })
  } finally {
    bar.finish()
  }
}
