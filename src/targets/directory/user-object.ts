import type { AttributeChange, TargetObject } from '../../contracts/target.ts'
import { proxyAddressesAfter } from '../../directory/mail-addresses.ts'
import { propertyPathOf } from '../../directory/property-path.ts'
import type { AttributeValue } from '../../model/attribute-value.ts'
import type { User, UserProperties } from '../../model/user.ts'
import { findUserAttribute } from '../../model/user-attributes.ts'

/** A user as the engine sees it. */
export class UserObject implements TargetObject {
  readonly user: User

  constructor(user: User) {
    this.user = user
  }

  get id(): string {
    return this.user.id
  }

  get displayName(): string {
    return this.user.properties.userPrincipalName
  }

  value(attribute: string): AttributeValue {
    if (attribute === 'manager') return this.user.managerId
    const definition = findUserAttribute(attribute)
    return definition === undefined ? null : propertyPathOf(definition).read(this.user.properties)
  }
}

/** Properties after the changes; a new record, the old one stays. */
export function withChanges(
  properties: Readonly<Record<string, unknown>>,
  changes: readonly AttributeChange[],
): UserProperties {
  const changed: Record<string, unknown> = { ...properties }
  for (const { attribute, value } of changes) {
    if (attribute === 'manager') continue
    const definition = findUserAttribute(attribute)
    if (definition !== undefined && definition.mutability !== 'WriteOnly')
      propertyPathOf(definition).write(changed, value)
    if (attribute === 'mail') {
      changed.proxyAddresses = proxyAddressesAfter(typeof value === 'string' ? value : null, properties.proxyAddresses)
    }
  }
  // What is required was there before, or `refuseMissing` looks for it.
  return changed as UserProperties
}

const changedBy = new Map<string, readonly string[]>()

/** Names of the Graph properties that the changes are about, each once: what `withChanges` and `managerAfter` change. */
export function namesChangedBy(changes: readonly AttributeChange[]): readonly string[] {
  const names: string[] = []
  for (const { attribute } of changes) {
    let own = changedBy.get(attribute)
    if (own === undefined) {
      own = propertiesChangedBy(attribute)
      changedBy.set(attribute, own)
    }
    for (const name of own) if (!names.includes(name)) names.push(name)
  }
  return names
}

function propertiesChangedBy(attribute: string): readonly string[] {
  if (attribute === 'manager') return ['manager']
  const definition = findUserAttribute(attribute)
  if (definition === undefined || definition.mutability === 'WriteOnly') return []
  const [name = definition.property] = definition.property.split(/[.[]/, 1)
  return attribute === 'mail' ? [name, 'proxyAddresses'] : [name]
}

export function managerAfter(managerId: string | null, changes: readonly AttributeChange[]): string | null {
  const change = changes.findLast(({ attribute }) => attribute === 'manager')
  if (change === undefined) return managerId
  return typeof change.value === 'string' ? change.value : null
}
