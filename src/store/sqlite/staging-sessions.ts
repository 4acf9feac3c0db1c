import type { UploadSessions, UploadSessionsReader } from '../../contracts/upload-sessions.ts'
import type { SessionCall, SessionResults } from './staging-protocol.ts'

/** Asks the writing thread; `body` may be moved away. */
export type AskSession = <Kind extends SessionCall['kind']>(
  call: Extract<SessionCall, { readonly kind: Kind }>,
  body?: Uint8Array,
) => Promise<SessionResults[Kind]>

/** Sessions in the staging file: written by its one thread, read on the caller's connection. */
export function createSessions(ask: AskSession, reader: UploadSessionsReader): UploadSessions {
  return {
    ...reader,
    begin: (session) => ask<'begin'>({ kind: 'begin', session }),
    putChunk: (chunk) => ask<'putChunk'>({ kind: 'putChunk', chunk }, chunk.body),
    commit: (request) => ask<'commit'>({ kind: 'commit', request }),
    abandon: (request) => ask<'abandon'>({ kind: 'abandon', request }),
    sweep: (now, chunksMax) => ask<'sweep'>({ kind: 'sweep', now, chunksMax }),
  }
}
