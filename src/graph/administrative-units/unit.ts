import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { AuditTarget } from '../../directory/audit-entry.ts'
import { hidesMembers, type UnitRefusal } from '../../directory/unit-rules.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { holdsAny } from '../caller.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { toObjectJson } from '../object-json.ts'
import { requireByPathKey } from '../objects-of-type.ts'

/** The unit that a path names. Refuses with `notFound`. */
export function findUnit(
  call: Pick<Call, 'params'>,
  objects: Pick<ObjectsReader, 'find' | 'findByKey'>,
): Promise<DirectoryObject> {
  return requireByPathKey(objects, 'administrativeUnit', call)
}

export function toUnitJson(unit: DirectoryObject, { version }: Pick<Call, 'version'>): EntityJson {
  return toObjectJson(unit, entityOf('administrativeUnit', version))
}

/** How the audit log names a unit. */
export function unitTarget({ id, properties }: Pick<DirectoryObject, 'id' | 'properties'>): AuditTarget {
  const { displayName } = properties
  return { id, type: 'AdministrativeUnit', displayName: typeof displayName === 'string' ? displayName : null }
}

/** A refusal of the directory's rules, in the words of Graph. */
export function refusedUnit({ property, reason }: UnitRefusal): EntrainError {
  const message = `Invalid value specified for property '${property}' of resource 'AdministrativeUnit'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target: property }] })
}

/**
 * Whether a caller may know who is in a unit: with `visibility` HiddenMembership only with the permission
 * `Member.Read.Hidden`, and the members themselves (Graph page "administrativeUnit resource type").
 */
export async function seesMembers(
  { principal }: Pick<Call, 'principal'>,
  unit: { readonly id: string; readonly properties: JsonObject },
  objects: Pick<ObjectsReader, 'isLinked'>,
): Promise<boolean> {
  if (!hidesMembers(unit.properties) || holdsAny(principal, ['Member.Read.Hidden'])) return true
  return principal.kind === 'user' && objects.isLinked('members', unit.id, principal.userId.toLowerCase())
}

/** Refuses with `accessDenied` who may not know the members. */
export async function requireSeeingMembers(
  call: Pick<Call, 'principal'>,
  unit: DirectoryObject,
  objects: Pick<ObjectsReader, 'isLinked'>,
): Promise<void> {
  if (await seesMembers(call, unit, objects)) return
  const message = 'The members of this administrative unit are hidden: the token needs Member.Read.Hidden as well.'
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message }],
  })
}
