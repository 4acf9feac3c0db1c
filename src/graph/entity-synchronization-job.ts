import { defineEntity } from './entity.ts'

const inDefaultSet = true

/** Graph's `synchronizationJob` (graph-resources 10.2); `options` and `waiting` are ours. */
export const synchronizationJobEntity = defineEntity('synchronizationJob', [
  { name: 'id', type: 'String', inDefaultSet },
  { name: 'templateId', type: 'String', inDefaultSet, filter: ['eq', 'ne', 'in'], basic: ['eq', 'ne', 'in'] },
  { name: 'schedule', inDefaultSet },
  { name: 'status', inDefaultSet },
  { name: 'status/code', type: 'String', filter: ['eq', 'ne', 'in'], basic: ['eq', 'ne', 'in'] },
  { name: 'synchronizationJobSettings', inDefaultSet },
  { name: 'options', inDefaultSet },
  { name: 'waiting', inDefaultSet },
])
