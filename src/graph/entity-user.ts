import type { FilterOperator } from '../odata/filterable.ts'
import { defineEntity, type Entity, type EntityProperty } from './entity.ts'

type Extras = Partial<EntityProperty>

const equality: readonly FilterOperator[] = ['eq', 'ne', 'not', 'in']
const ordered: readonly FilterOperator[] = [...equality, 'ge', 'le']
const searched: readonly FilterOperator[] = [...ordered, 'startsWith']
const nullable: readonly FilterOperator[] = [...searched, 'eq null']
const listed: readonly FilterOperator[] = ['eq', 'not', 'ge', 'le', 'startsWith']
const counted: readonly FilterOperator[] = ['endsWith', '/$count eq 0', '/$count ne 0']
const byValue: readonly FilterOperator[] = ['eq', 'in']
const byPrefix: readonly FilterOperator[] = ['eq', 'in', 'startsWith']

function text(name: string, filter: readonly FilterOperator[], basic: readonly FilterOperator[] = [], extras?: Extras) {
  return { name, type: 'String', filter, basic, ...extras } as const
}

function texts(name: string, filter: readonly FilterOperator[], extras?: Extras): EntityProperty {
  return { name, type: 'String', collection: true, filter, basic: byPrefix, ...extras }
}

function time(name: string, filter: readonly FilterOperator[], extras?: Extras): EntityProperty {
  return { name, type: 'DateTimeOffset', filter, ...extras }
}

const inDefaultSet = true

const extensionAttributes = Array.from({ length: 15 }, (_, index) =>
  text(`onPremisesExtensionAttributes/extensionAttribute${index + 1}`, [...equality, 'eq null']),
)

const properties: readonly EntityProperty[] = [
  texts('businessPhones', listed, { basic: [], inDefaultSet }),
  text('displayName', nullable, byPrefix, { inDefaultSet, orderby: 'basic' }),
  text('givenName', nullable, byPrefix, { inDefaultSet }),
  text('jobTitle', nullable, byPrefix, { inDefaultSet }),
  text('mail', [...nullable, 'endsWith'], byPrefix, { inDefaultSet }),
  text('mobilePhone', nullable, [], { inDefaultSet }),
  text('officeLocation', nullable, [], { inDefaultSet }),
  text('preferredLanguage', nullable, [], { inDefaultSet }),
  text('surname', nullable, byPrefix, { inDefaultSet }),
  text('userPrincipalName', [...searched, 'endsWith'], byPrefix, { inDefaultSet, orderby: 'basic' }),
  text('id', equality, byValue, { inDefaultSet }),
  { name: 'accountEnabled', type: 'Boolean', filter: equality, basic: byValue },
  text('city', nullable, byPrefix),
  text('companyName', nullable),
  text('country', nullable, byPrefix),
  time('createdDateTime', ordered, { basic: [...byValue, 'ge', 'le'] }),
  text('creationType', equality, byValue),
  { name: 'customSecurityAttributes' },
  time('deletedDateTime', ordered),
  text('department', nullable, byPrefix),
  time('employeeHireDate', ordered),
  text('employeeId', nullable, byValue),
  time('employeeLeaveDateTime', ordered),
  { name: 'employeeOrgData' },
  text('employeeOrgData/costCenter', ordered),
  text('employeeOrgData/division', ordered),
  text('employeeType', searched),
  text('externalUserState', equality, byValue),
  text('faxNumber', nullable),
  { name: 'identities' },
  texts('imAddresses', listed),
  text('mailNickname', nullable, byPrefix),
  { name: 'onPremisesExtensionAttributes' },
  ...extensionAttributes,
  text('onPremisesImmutableId', ordered, byValue),
  time('onPremisesLastSyncDateTime', ordered, { basic: [...byValue, 'ge', 'le'] }),
  text('onPremisesSamAccountName', searched),
  { name: 'onPremisesSyncEnabled', type: 'Boolean', filter: [...equality, 'eq null'], basic: byValue },
  texts('otherMails', [...listed, 'in', ...counted]),
  text('passwordPolicies', ['ne', 'not', 'eq null']),
  { name: 'passwordProfile' },
  text('postalCode', nullable),
  text('preferredDataLocation', []),
  texts('proxyAddresses', [...listed, ...counted]),
  { name: 'showInAddressList', type: 'Boolean' },
  text('state', nullable, byValue),
  text('streetAddress', nullable),
  text('usageLocation', nullable, byPrefix),
  text('userType', [...equality, 'eq null'], byValue),
  text('manager/id', ['eq', 'in'], byValue, { link: true }),
]

/** Graph's `user`, as far as a provisioning job can write it (graph-resources 3.1, graph-conventions 6.1). */
export const userEntity = defineEntity('user', properties)

const extensionNames = /\bextension_[0-9a-f]{32}_\w{1,64}\b/gi
const extensionNamesMax = 50

/** The same type with the directory extensions that a query names: tenants add such properties as they like. */
export function userEntityFor({ searchParams }: URL): Entity {
  const names = [...new Set([...searchParams.values()].flatMap((value) => value.match(extensionNames) ?? []))]
  if (names.length === 0) return userEntity
  const extensions = names.slice(0, extensionNamesMax).map((name) => text(name, nullable, byValue))
  return defineEntity('user', [...properties, ...extensions])
}
