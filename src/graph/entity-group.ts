import type { FilterOperator } from '../odata/filterable.ts'
import { defineEntity, type EntityProperty } from './entity.ts'

const identity: readonly FilterOperator[] = ['eq', 'ne', 'not', 'in']
const prefixed: readonly FilterOperator[] = [...identity, 'ge', 'le', 'startsWith']
const nullable: readonly FilterOperator[] = [...prefixed, 'eq null']
const byValue: readonly FilterOperator[] = ['eq', 'in']
const byPrefix: readonly FilterOperator[] = ['eq', 'in', 'startsWith']
const counted: readonly FilterOperator[] = ['/$count eq 0', '/$count ne 0']

function text(name: string, filter: readonly FilterOperator[] = [], basic: readonly FilterOperator[] = []) {
  return { name, type: 'String', filter, basic } as const satisfies EntityProperty
}

function truth(name: string, filter: readonly FilterOperator[]): EntityProperty {
  return { name, type: 'Boolean', filter, basic: byValue }
}

function time(name: string, filter: readonly FilterOperator[] = []): EntityProperty {
  return { name, type: 'DateTimeOffset', filter }
}

/** Graph's `group`, as far as one is kept here (graph-resources 4.1, graph-conventions 6.1). */
export const groupEntity = defineEntity('group', [
  text('id', identity, byValue),
  { ...time('deletedDateTime'), orderby: 'advanced' },
  text('classification', prefixed),
  time('createdDateTime'),
  text('description', nullable),
  { ...text('displayName', nullable, byPrefix), orderby: 'basic' },
  { ...text('groupTypes', ['eq', 'not'], ['eq']), collection: true },
  truth('isAssignableToRole', identity),
  text('mail', nullable, byPrefix),
  truth('mailEnabled', identity),
  text('mailNickname', nullable, byPrefix),
  text('membershipRule', prefixed),
  text('membershipRuleProcessingState', identity),
  time('onPremisesLastSyncDateTime', [...identity, 'ge', 'le']),
  text('onPremisesSamAccountName', prefixed),
  text('onPremisesSecurityIdentifier', ['eq', 'eq null']),
  truth('onPremisesSyncEnabled', [...identity, 'eq null']),
  text('preferredDataLocation'),
  text('preferredLanguage', nullable),
  {
    ...text('proxyAddresses', ['eq', 'not', 'ge', 'le', 'startsWith', 'endsWith', ...counted], ['eq', 'startsWith']),
    collection: true,
  },
  time('renewedDateTime', [...identity, 'ge', 'le']),
  truth('securityEnabled', identity),
  text('securityIdentifier'),
  text('theme'),
  text('uniqueName'),
  text('visibility'),
  { name: 'owners', filter: [...counted, '/$count eq 1', '/$count ne 1'], link: true },
])

/** Properties that `$search` knows. */
export const groupSearchable = ['displayName', 'description', 'mail', 'mailNickname'] as const
