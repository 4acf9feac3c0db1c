import { bindsMax, type GroupRefusal, groupMailNicknameMax } from '../directory/group-rules.ts'
import { EntrainError } from '../model/error.ts'
import type { EntityBody, WritableProperty, WritableType } from './parse-entity-body.ts'
import { idOfReference } from './references.ts'

const string = 'Edm.String'

const properties: readonly WritableProperty[] = [
  { name: 'id', type: string, write: 'never' },
  { name: 'classification', type: string },
  { name: 'createdDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  { name: 'description', type: string, lengthMax: 1_024 },
  { name: 'displayName', type: string, nullable: false, lengthMax: 256 },
  { name: 'groupTypes', type: string, collection: true, write: 'create', itemsMax: 2 },
  { name: 'isAssignableToRole', type: 'Edm.Boolean', write: 'create' },
  { name: 'mail', type: string, write: 'never' },
  { name: 'mailEnabled', type: 'Edm.Boolean', nullable: false, write: 'restricted' },
  { name: 'mailNickname', type: string, nullable: false, lengthMax: groupMailNicknameMax },
  { name: 'membershipRule', type: string },
  { name: 'membershipRuleProcessingState', type: string },
  { name: 'onPremisesLastSyncDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  { name: 'onPremisesSamAccountName', type: string, write: 'never' },
  { name: 'onPremisesSecurityIdentifier', type: string, write: 'never' },
  { name: 'onPremisesSyncEnabled', type: 'Edm.Boolean', write: 'never' },
  { name: 'preferredDataLocation', type: string },
  { name: 'preferredLanguage', type: string },
  { name: 'proxyAddresses', type: string, collection: true, write: 'never' },
  { name: 'renewedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  { name: 'securityEnabled', type: 'Edm.Boolean', nullable: false },
  { name: 'securityIdentifier', type: string, write: 'never' },
  { name: 'theme', type: string },
  { name: 'uniqueName', type: string, write: 'create', lengthMax: 128 },
  { name: 'visibility', type: 'groupVisibility' },
]

const enums = new Map([['groupVisibility', ['Private', 'Public', 'HiddenMembership']]])

/** What a request may say about a group (graph-resources 4.1). */
export const groupWritable: WritableType = {
  name: 'Group',
  properties,
  required: ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'],
  findComplex: () => undefined,
  findEnum: (type) => enums.get(type),
}

/** Ids that a request binds, by relationship. Refuses other relationships and more than 20 references. */
export function readBinds({ binds }: EntityBody): {
  readonly members: readonly string[]
  readonly owners: readonly string[]
} {
  const unknown = Object.keys(binds).find((name) => name !== 'members' && name !== 'owners')
  if (unknown !== undefined) throw refused({ property: unknown, reason: 'Only members and owners can be bound.' })
  const { members = [], owners = [] } = binds
  const count = members.length + owners.length
  if (count > bindsMax) {
    const property = members.length > 0 ? 'members' : 'owners'
    throw refused({ property, reason: `The request binds ${count} objects, at most ${bindsMax}.` })
  }
  return { members: members.map(idOfReference), owners: owners.map(idOfReference) }
}

/** A refusal of the directory's rules, in the words of Graph. */
export function refused({ property, reason }: GroupRefusal): EntrainError {
  const message = `Invalid value specified for property '${property}' of resource 'Group'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target: property }] })
}
