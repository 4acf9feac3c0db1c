import type { FilterOperator } from '../odata/filterable.ts'
import { defineEntity } from './entity.ts'

const identity: readonly FilterOperator[] = ['eq', 'ne', 'not', 'in']
const byValue: readonly FilterOperator[] = ['eq', 'in']

/** Graph's `directoryRole` (graph-resources 4.2, graph-conventions 6.1). */
export const directoryRoleEntity = defineEntity('directoryRole', [
  { name: 'id', type: 'String', filter: ['eq'], basic: ['eq'] },
  { name: 'deletedDateTime', type: 'DateTimeOffset' },
  { name: 'description', type: 'String', filter: identity },
  { name: 'displayName', type: 'String', filter: [...identity, 'startsWith'], basic: byValue },
  { name: 'roleTemplateId', type: 'String', filter: identity, basic: byValue },
])
