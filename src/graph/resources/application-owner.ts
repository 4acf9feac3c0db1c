import { addOwner, listOwners, removeOwner } from '../applications/owners.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import type { Handlers } from '../handlers.ts'

/** Who may change an app registration or a service principal, beside administrators. */
export function applicationOwnerRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /applications/{id}/owners': (call) => listOwners(call, parts, 'application'),
    'POST /applications/{id}/owners/$ref': (call) => addOwner(call, parts, 'application'),
    'DELETE /applications/{id}/owners/{ownerId}/$ref': (call) => removeOwner(call, parts, 'application'),
    'GET /servicePrincipals/{id}/owners': (call) => listOwners(call, parts, 'servicePrincipal'),
    'POST /servicePrincipals/{id}/owners/$ref': (call) => addOwner(call, parts, 'servicePrincipal'),
    'DELETE /servicePrincipals/{id}/owners/{ownerId}/$ref': (call) => removeOwner(call, parts, 'servicePrincipal'),
  }
}
