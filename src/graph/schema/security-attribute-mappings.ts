import { isDeepStrictEqual } from 'node:util'
import { holdsRole } from '../../auth/directory-roles.ts'
import type { Permission } from '../../auth/permissions.ts'
import type { RoleName } from '../../auth/role-templates.ts'
import { EntrainError } from '../../model/error.ts'
import type { Principal } from '../../model/principal.ts'
import type { AttributeMapping, ObjectMapping, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { isCustomSecurityAttribute } from '../../model/user-attributes.ts'
import { holdsAny } from '../caller.ts'

const readers: readonly Permission[] = [
  'CustomSecAttributeProvisioning.Read.All',
  'CustomSecAttributeProvisioning.ReadWrite.All',
]
const writers: readonly Permission[] = ['CustomSecAttributeProvisioning.ReadWrite.All']
const readerRoles: readonly RoleName[] = ['Attribute Provisioning Administrator', 'Attribute Provisioning Reader']
const writerRoles: readonly RoleName[] = ['Attribute Provisioning Administrator']

/** The schema as the caller may see it: mappings to custom security attributes need a permission (graph-resources 10.3). */
export function showMappings(principal: Principal, schema: SynchronizationSchema): SynchronizationSchema {
  return may(principal, readers, readerRoles) ? schema : withoutSecurityAttributes(schema)
}

/** An older or other schema that the caller did not write itself: what it may not change is left out of it. */
export function offerMappings(principal: Principal, schema: SynchronizationSchema): SynchronizationSchema {
  return may(principal, writers, writerRoles) ? schema : withoutSecurityAttributes(schema)
}

/**
 * What the caller's schema comes to: mappings to custom security attributes stay as they are unless it may change them.
 * Refuses with `accessDenied` when it tries to.
 */
export function keepMappings(
  principal: Principal,
  current: SynchronizationSchema,
  wanted: SynchronizationSchema,
): SynchronizationSchema {
  if (may(principal, writers, writerRoles)) return wanted
  return replaceMappings(wanted, (mapping, ruleId) => {
    const before = findMapping(current, ruleId, mapping.name)?.attributeMappings ?? []
    const changed = mapping.attributeMappings
      .filter(isProtected)
      .find((each) => !before.some((known) => isDeepStrictEqual(known, each)))
    if (changed !== undefined) throw mayNotChange(changed.targetAttributeName)
    return putBack(
      mapping.attributeMappings.filter((each) => !isProtected(each)),
      before,
    )
  })
}

/** At the places where they were, so that writing back what was read changes nothing. */
function putBack(open: readonly AttributeMapping[], before: readonly AttributeMapping[]): readonly AttributeMapping[] {
  const merged = [...open]
  for (const [index, mapping] of before.entries()) if (isProtected(mapping)) merged.splice(index, 0, mapping)
  return merged
}

function may(principal: Principal, permissions: readonly Permission[], roles: readonly RoleName[]): boolean {
  if (!holdsAny(principal, permissions)) return false
  return principal.kind === 'application' || holdsRole(principal.directoryRoles, roles)
}

function isProtected({ targetAttributeName }: AttributeMapping): boolean {
  return isCustomSecurityAttribute(targetAttributeName)
}

function withoutSecurityAttributes(schema: SynchronizationSchema): SynchronizationSchema {
  return replaceMappings(schema, ({ attributeMappings }) => attributeMappings.filter((each) => !isProtected(each)))
}

function replaceMappings(
  schema: SynchronizationSchema,
  replace: (mapping: ObjectMapping, ruleId: string) => readonly AttributeMapping[],
): SynchronizationSchema {
  const synchronizationRules = schema.synchronizationRules.map((rule) => ({
    ...rule,
    objectMappings: rule.objectMappings.map((each) => ({ ...each, attributeMappings: replace(each, rule.id) })),
  }))
  return { ...schema, synchronizationRules }
}

/** A mapping without a name of its own is the only one of its rule. */
function findMapping(schema: SynchronizationSchema, ruleId: string, name: string): ObjectMapping | undefined {
  const mappings = schema.synchronizationRules.filter(({ id }) => id === ruleId).flatMap((rule) => rule.objectMappings)
  return mappings.find((each) => each.name === name) ?? (mappings.length === 1 ? mappings[0] : undefined)
}

function mayNotChange(target: string): EntrainError {
  const message = `Mapping '${target}' needs ${writers.join(' or ')}, and of a signed-in user the role ${writerRoles.join(' or ')}.`
  const details = [{ code: 'PermissionMissing', message, target }]
  return new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', { details })
}
