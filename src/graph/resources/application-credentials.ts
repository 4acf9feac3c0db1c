import { addPassword, removePassword } from '../applications/credentials.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import { addKey, removeKey } from '../applications/rolling-keys.ts'
import type { Handlers } from '../handlers.ts'

/** Client secrets and certificates of app registrations (graph-resources section 2). */
export function applicationCredentialsRoutes(parts: ApplicationParts): Handlers {
  return {
    'POST /applications/{id}/addPassword': (call) => addPassword(call, parts, 'application'),
    'POST /applications/{id}/removePassword': (call) => removePassword(call, parts, 'application'),
    'POST /applications/{id}/addKey': (call) => addKey(call, parts, 'application'),
    'POST /applications/{id}/removeKey': (call) => removeKey(call, parts, 'application'),
  }
}
