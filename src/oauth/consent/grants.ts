import { randomUUID } from 'node:crypto'
import type { ObjectsReader, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { text } from '../client-registration.ts'

/** Who allowed a client what on a resource: ends are object ids of service principals and of a user. */
export interface GrantEnds {
  readonly clientId: string
  readonly resourceId: string
  /** null: for everybody in the organization. */
  readonly principalId: string | null
}

/** Scopes that were granted to a client on a resource, for everybody or for this user. */
export async function grantedScopes(
  objects: Pick<ObjectsReader, 'findByKey'>,
  ends: GrantEnds,
): Promise<ReadonlySet<string>> {
  const everybody = await findGrant(objects, { ...ends, principalId: null })
  const own = ends.principalId === null ? undefined : await findGrant(objects, ends)
  return new Set([everybody, own].flatMap(scopesOf))
}

/** Adds scopes to a grant, or makes it. */
export async function addToGrant(
  objects: Pick<ObjectsWriter, 'findByKey' | 'insert' | 'replace' | 'link'>,
  ends: GrantEnds,
  scopes: readonly string[],
): Promise<DirectoryObject['id']> {
  const known = await findGrant(objects, ends)
  const scope = [...new Set([...scopesOf(known), ...scopes])].join(' ')
  if (known !== undefined) {
    await objects.replace({ id: known.id, properties: { ...known.properties, scope }, keys: [grantKey(ends)] })
    return known.id
  }
  // Ids of grants are opaque in Graph; a GUID is as good as any.
  const id = randomUUID()
  const { clientId, resourceId, principalId } = ends
  const consentType = principalId === null ? 'AllPrincipals' : 'Principal'
  const properties = { clientId, consentType, principalId, resourceId, scope }
  await objects.insert({ id, type: 'oAuth2PermissionGrant', properties, keys: [grantKey(ends)] })
  await objects.link('client', id, clientId)
  await objects.link('resource', id, resourceId)
  if (principalId !== null) await objects.link('principal', id, principalId)
  return id
}

function findGrant(objects: Pick<ObjectsReader, 'findByKey'>, ends: GrantEnds): Promise<DirectoryObject | undefined> {
  return objects.findByKey('oAuth2PermissionGrant', grantKey(ends))
}

function grantKey({ clientId, resourceId, principalId }: GrantEnds) {
  const consentType = principalId === null ? 'AllPrincipals' : 'Principal'
  return { name: 'grant', value: `${clientId} ${resourceId} ${consentType} ${principalId ?? '-'}` }
}

function scopesOf(grant: DirectoryObject | undefined): readonly string[] {
  return text(grant?.properties.scope)
    .split(/\s+/)
    .filter((scope) => scope !== '')
}
