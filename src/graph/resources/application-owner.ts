import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { addOwner, type OwnedType, ownersOf, removeOwner } from '../applications/owners.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import type { Handlers } from '../handlers.ts'
import {
  countCast,
  countLinkedObjects,
  type Linked,
  listCast,
  listLinkedObjects,
  listReferences,
} from '../linked-collection.ts'

/** Who may change an app registration or a service principal, beside administrators. */
export function applicationOwnerRoutes(parts: ApplicationParts): Handlers {
  return {
    ...ownerHandlers('/applications', 'application', parts),
    ...ownerHandlers('/servicePrincipals', 'servicePrincipal', parts),
  }
}

type Answer = (call: Call, linked: Linked) => Promise<HttpResponse>

function ownerHandlers(
  set: '/applications' | '/servicePrincipals',
  type: OwnedType,
  parts: ApplicationParts,
): Handlers {
  const path = `${set}/{id}/owners` as const
  const reading = (answer: Answer) => (call: Call) => answer(call, ownersOf(call, parts, type))
  return {
    [`GET ${path}`]: reading(listLinkedObjects),
    [`GET ${path}/$count`]: reading(countLinkedObjects),
    [`GET ${path}/$ref`]: reading(listReferences),
    [`GET ${path}/{type}`]: reading(listCast),
    [`GET ${path}/{type}/$count`]: reading(countCast),
    [`POST ${path}/$ref`]: (call: Call) => addOwner(call, parts, type),
    [`DELETE ${path}/{ownerId}/$ref`]: (call: Call) => removeOwner(call, parts, type),
  }
}
