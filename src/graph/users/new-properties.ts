import type { AuditedProperty } from '../../directory/audit-entry.ts'
import { proxyAddressesAfter } from '../../directory/mail-addresses.ts'
import { changeSecurityAttributes } from '../../directory/security-attributes.ts'
import type { UserProperties } from '../../model/user.ts'
import { changedNames } from '../../std/changed-names.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { mergeOpenChanges } from '../extension-values.ts'
import { invalid } from './refuse-properties.ts'
import type { UserBody } from './user-body.ts'

type Changes = Pick<UserBody, 'properties' | 'securityAttributes'>

/** The properties of a new user. */
export function toNewProperties(changes: Changes, now: number): UserProperties {
  return applyChanges({ createdDateTime: new Date(now).toISOString(), userType: 'Member' }, changes)
}

/**
 * What an update makes of the stored properties: complex values are merged, what is cleared goes away. Refuses with
 * `invalidValue` custom security attributes that do not fit.
 */
export function applyChanges(stored: JsonObject, { properties, securityAttributes }: Changes): UserProperties {
  const merged: Record<string, unknown> = { ...mergeOpenChanges(stored, properties) }
  if (securityAttributes !== undefined) {
    const outcome = changeSecurityAttributes({ ...securityAttributes, stored: stored.customSecurityAttributes })
    if (outcome.kind === 'refused') throw invalid(outcome.path, outcome.reason)
    merged.customSecurityAttributes = outcome.values
  }
  const { mail } = properties
  if (mail !== undefined && mail !== stored.mail) {
    merged.proxyAddresses = proxyAddressesAfter(typeof mail === 'string' ? mail : null, stored.proxyAddresses)
  }
  const left = Object.entries(merged).filter(
    ([, value]) => value !== null && value !== undefined && !isEmptyList(value),
  )
  // A body has what is required, and an update cannot clear it.
  return Object.fromEntries(left) as UserProperties
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

/** Audited without its value. */
const concealed: ReadonlySet<string> = new Set(['passwordProfile', 'customSecurityAttributes'])

/** What differs, for the audit log. */
export function differencesOf(before: JsonObject, after: JsonObject): readonly AuditedProperty[] {
  return changedNames(before, after).map((name) =>
    concealed.has(name)
      ? { name, oldValue: null, newValue: null }
      : { name, oldValue: before[name] ?? null, newValue: after[name] ?? null },
  )
}
