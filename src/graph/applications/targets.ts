import type { AuditedProperty, AuditTarget, AuditTargetType } from '../../directory/audit-entry.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { JsonObject } from '../../std/json-object.ts'

const targetTypes: Readonly<Record<string, AuditTargetType>> = {
  application: 'Application',
  servicePrincipal: 'ServicePrincipal',
  group: 'Group',
}

/** An object as the audit log names it. */
export function targetOf({ id, type, properties }: Pick<DirectoryObject, 'id' | 'type' | 'properties'>): AuditTarget {
  const { displayName } = properties
  return { id, type: targetTypes[type] ?? 'Other', displayName: typeof displayName === 'string' ? displayName : null }
}

/** Values that the audit log never shows. */
const secret: readonly string[] = ['passwordCredentials', 'keyCredentials', 'customSecurityAttributes']

/** What an update changed, for the audit log. */
export function changesBetween(before: JsonObject, after: JsonObject): readonly AuditedProperty[] {
  return Object.keys(after).flatMap((name): readonly AuditedProperty[] => {
    const [oldValue, newValue] = [before[name] ?? null, after[name] ?? null]
    if (JSON.stringify(oldValue) === JSON.stringify(newValue)) return []
    return [secret.includes(name) ? { name, oldValue: '…', newValue: '…' } : { name, oldValue, newValue }]
  })
}
