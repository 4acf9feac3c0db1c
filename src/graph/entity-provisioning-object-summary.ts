import type { FilterOperator } from '../odata/filterable.ts'
import { defineEntity, type EntityProperty } from './entity.ts'

const id: readonly FilterOperator[] = ['eq', 'ne', 'not', 'in']
const text: readonly FilterOperator[] = [...id, 'contains', 'startsWith', 'endsWith', 'gt', 'ge', 'lt', 'le']
const ordered: readonly FilterOperator[] = [...id, 'gt', 'ge', 'lt', 'le']
const nullable: readonly FilterOperator[] = [...text, 'eq null']

function texts(names: readonly string[], filter = text, extras?: Partial<EntityProperty>): readonly EntityProperty[] {
  return names.map((name) => ({ name, type: 'String', caseExact: true, filter, ...extras }))
}

function top(...names: readonly string[]): readonly EntityProperty[] {
  return names.map((name) => ({ name, inDefaultSet: true }))
}

/**
 * Graph's `provisioningObjectSummary`: what can be filtered by (provisioning-logs section 1; values tell letter case
 * apart, names do not). Far more than the reference promises works without any header.
 */
export const provisioningObjectSummaryEntity = defineEntity('provisioningObjectSummary', [
  ...texts(['id', 'changeId'], id, { inDefaultSet: true }),
  ...texts(['tenantId', 'jobId', 'cycleId', 'provisioningAction', 'cause'], text, { inDefaultSet: true }),
  { name: 'activityDateTime', type: 'DateTimeOffset', inDefaultSet: true, filter: ordered, orderby: 'basic' },
  { name: 'durationInMilliseconds', type: 'Int32', inDefaultSet: true, filter: ordered },
  ...top('initiatedBy', 'servicePrincipal', 'sourceSystem', 'targetSystem', 'sourceIdentity', 'targetIdentity'),
  ...top('provisioningStatusInfo', 'provisioningSteps', 'modifiedProperties', 'upload'),
  ...texts(['action']),
  { name: 'statusInfo' },
  ...texts(['initiatedBy/id', 'initiatedBy/displayName', 'initiatedBy/initiatorType']),
  ...texts(['servicePrincipal/id', 'servicePrincipal/displayName']),
  ...texts(['sourceSystem/id', 'sourceSystem/displayName', 'targetSystem/id', 'targetSystem/displayName']),
  ...texts(['sourceIdentity/id', 'sourceIdentity/displayName', 'sourceIdentity/identityType']),
  ...texts(['targetIdentity/id', 'targetIdentity/displayName', 'targetIdentity/identityType']),
  ...texts(['provisioningStatusInfo/status', 'statusInfo/status']),
  ...texts(
    ['errorCode', 'reason', 'additionalDetails', 'errorCategory'].map(
      (name) => `provisioningStatusInfo/errorInformation/${name}`,
    ),
    nullable,
  ),
  ...texts(['upload/uploadId', 'upload/requestId', 'upload/bulkId'], nullable),
  { name: 'upload/operationIndex', type: 'Int32', filter: ordered },
])
