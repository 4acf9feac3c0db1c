import { createHash } from 'node:crypto'
import type { NewObject, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { insertObject } from './application-object.ts'

/** Access to a resource without a role of it. */
export const noRoleId = '00000000-0000-0000-0000-000000000000'

/** The opaque id of what is granted: the same ends give the same 43 characters. */
export function grantId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join(' ').toLowerCase()).digest('base64url')
}

export interface NewAppRoleAssignment {
  readonly principalId: string
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal'
  /** Object id of the service principal whose role is assigned. */
  readonly resourceId: string
  readonly appRoleId: string
  readonly createdDateTime: string
}

/** Refuses with `invalidValue` what is assigned already. */
export async function insertAppRoleAssignment(writer: ObjectsWriter, wanted: NewAppRoleAssignment): Promise<NewObject> {
  const { principalId, resourceId, appRoleId } = wanted
  const grant = `${principalId} ${resourceId} ${appRoleId}`.toLowerCase()
  const assignment: NewObject = {
    id: grantId(grant),
    type: 'appRoleAssignment',
    properties: { ...wanted },
    keys: [{ name: 'grant', value: grant }],
  }
  await insertObject(writer, assignment)
  await writer.link('principal', assignment.id, principalId)
  await writer.link('resource', assignment.id, resourceId)
  return assignment
}

export interface NewPermissionGrant {
  readonly clientId: string
  readonly consentType: string
  readonly principalId: string | null
  readonly resourceId: string
  readonly properties: JsonObject
}

export function grantKeyOf({
  clientId,
  resourceId,
  consentType,
  principalId,
}: Omit<NewPermissionGrant, 'properties'>): string {
  return `${clientId} ${resourceId} ${consentType} ${principalId ?? '-'}`.toLowerCase()
}

/** Refuses with `invalidValue` what is granted already; callers look before. */
export async function insertPermissionGrant(writer: ObjectsWriter, wanted: NewPermissionGrant): Promise<NewObject> {
  const { clientId, consentType, principalId, resourceId, properties } = wanted
  const key = grantKeyOf(wanted)
  const grant: NewObject = {
    id: grantId(key),
    type: 'oAuth2PermissionGrant',
    properties: { ...properties, clientId, consentType, principalId, resourceId },
    keys: [{ name: 'grant', value: key }],
  }
  await insertObject(writer, grant)
  await writer.link('client', grant.id, clientId)
  await writer.link('resource', grant.id, resourceId)
  if (principalId !== null) await writer.link('principal', grant.id, principalId)
  return grant
}
