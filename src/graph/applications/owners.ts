import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { listLinkedIds } from '../../directory/membership.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { Linked } from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { findByPathKey, requireByPathKey } from '../objects-of-type.ts'
import { alreadyLinked, idOfReference, readReference } from '../references.ts'
import { type Writing, writeAs } from '../write-as.ts'
import { type ApplicationParts, tenantOf } from './parts.ts'
import { targetOf } from './targets.ts'

export type OwnedType = 'application' | 'servicePrincipal'

const bindsMax = 20
const activities = { application: 'application', servicePrincipal: 'service principal' } as const

/** The owners of what the path names. */
export function ownersOf(call: Call, parts: ApplicationParts, type: OwnedType): Linked {
  const tenant = tenantOf(call, parts)
  return {
    tenant,
    listIds: async () =>
      listLinkedIds(tenant.objects, 'owners', (await requireByPathKey(tenant.objects, type, call)).id),
  }
}

/** Owners are users and service principals (Graph page "Add owner"). */
export async function addOwner(call: Call, parts: ApplicationParts, type: OwnedType): Promise<HttpResponse> {
  const ownerId = await readReference(call)
  await writeAs(call, parts, async (writing) => {
    const owned = await requireByPathKey(writing.objects, type, call)
    const owner = await requireOwner(writing, ownerId)
    if (!(await writing.objects.link('owners', owned.id, owner.id))) throw alreadyLinked('owners')
    await writing.audit({
      activity: `Add owner to ${activities[type]}`,
      category: 'ApplicationManagement',
      operationType: 'Assign',
      targets: [targetOf(owned), owner],
    })
  })
  return noContent()
}

export async function removeOwner(call: Call, parts: ApplicationParts, type: OwnedType): Promise<HttpResponse> {
  const { ownerId = '' } = call.params
  await writeAs(call, parts, async (writing) => {
    const owned = await requireByPathKey(writing.objects, type, call)
    if (!(await writing.objects.unlink('owners', owned.id, ownerId))) throw resourceNotFound(ownerId)
    await writing.audit({
      activity: `Remove owner from ${activities[type]}`,
      category: 'ApplicationManagement',
      operationType: 'Unassign',
      targets: [targetOf(owned), { id: ownerId, type: 'Other' }],
    })
  })
  return noContent()
}

/** Links what `owners@odata.bind` names, all or nothing. */
export async function bindOwners(writing: Writing, owned: string, urls: readonly string[] = []): Promise<void> {
  if (urls.length > bindsMax) {
    const message = `At most ${bindsMax} owners can be named in one request.`
    throw invalidProperty({ target: 'owners', message })
  }
  for (const url of urls) {
    const { id } = await requireOwner(writing, idOfReference(url))
    await writing.objects.link('owners', owned, id)
  }
}

async function requireOwner({ objects, users }: Writing, id: string) {
  const [user] = await users.findByIds([id])
  if (user !== undefined) {
    const { displayName, userPrincipalName } = user.properties
    return { id: user.id, type: 'User' as const, displayName, userPrincipalName }
  }
  const found: DirectoryObject | undefined = await findByPathKey(objects, 'servicePrincipal', id)
  if (found !== undefined) return targetOf(found)
  if ((await objects.find(id)) === undefined) throw resourceNotFound(id)
  const message = `The object '${id}' cannot be an owner. Owners are users and service principals.`
  throw invalidProperty({ target: 'owners', message, code: 'InvalidReference' })
}
