import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { findLinked, type LinkedObject, toObjectJson } from '../object-json.ts'
import { shortTime } from './application-json.ts'
import type { ApplicationTenant } from './parts.ts'

type Version = Call['version']

/** Assignments whose both ends exist; those of deleted ones come back when they are restored. */
export async function showAssignments(
  tenant: ApplicationTenant,
  assignments: readonly DirectoryObject[],
  version: Version,
): Promise<readonly EntityJson[]> {
  const ends = await findEnds(tenant, assignments, ['principalId', 'resourceId'])
  return assignments.flatMap((assignment) => {
    const principal = ends.get(String(assignment.properties.principalId))
    const resource = ends.get(String(assignment.properties.resourceId))
    if (principal === undefined || resource === undefined) return []
    const { principalType, createdDateTime } = assignment.properties
    const time = shortTime(createdDateTime)
    return {
      ...toObjectJson(assignment, entityOf('appRoleAssignment', version)),
      ...(version === 'beta' ? { creationTimestamp: time } : { createdDateTime: time }),
      principalDisplayName: nameOf(principal),
      principalType: principalType ?? typeOf(principal),
      resourceDisplayName: nameOf(resource),
    }
  })
}

/** Grants of which client, resource and, for a single user's consent, the user exist. */
export async function showPermissionGrants(
  tenant: ApplicationTenant,
  grants: readonly DirectoryObject[],
  version: Version,
): Promise<readonly EntityJson[]> {
  const ends = await findEnds(tenant, grants, ['clientId', 'resourceId', 'principalId'])
  return grants.flatMap((grant) => {
    const { clientId, resourceId, principalId } = grant.properties
    const wanted = [clientId, resourceId, principalId].filter((id) => typeof id === 'string')
    if (!wanted.every((id) => ends.has(id))) return []
    const { deletedDateTime: _, ...json } = toObjectJson(grant, entityOf('oAuth2PermissionGrant', version))
    return [{ ...json, id: grant.id }]
  })
}

async function findEnds(
  tenant: ApplicationTenant,
  grants: readonly DirectoryObject[],
  names: readonly string[],
): Promise<ReadonlyMap<string, LinkedObject>> {
  const ids = grants.flatMap(({ properties }) => names.map((name) => properties[name]))
  const distinct = [...new Set(ids.filter((id) => typeof id === 'string'))]
  const found = await findLinked(tenant, distinct)
  return new Map(found.map((linked) => [idOf(linked), linked]))
}

function idOf(linked: LinkedObject): string {
  return linked.kind === 'user' ? linked.user.id : linked.object.id
}

export function nameOf(linked: LinkedObject): string | null {
  const { displayName } = linked.kind === 'user' ? linked.user.properties : linked.object.properties
  return typeof displayName === 'string' ? displayName : null
}

function typeOf(linked: LinkedObject): 'User' | 'Group' | 'ServicePrincipal' {
  if (linked.kind === 'user') return 'User'
  return linked.object.type === 'group' ? 'Group' : 'ServicePrincipal'
}
