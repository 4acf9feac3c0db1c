import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { AuditTarget } from '../../directory/audit-entry.ts'
import type { UnitRefusal } from '../../directory/unit-rules.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
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
