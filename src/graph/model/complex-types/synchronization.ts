import type { ComplexDefinition } from '../definition.ts'

export const keyValuePair: ComplexDefinition = {
  kind: 'complex',
  name: 'keyValuePair',
  properties: [
    { name: 'name', type: 'Edm.String', nullable: false },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const stringKeyLongValuePair: ComplexDefinition = {
  kind: 'complex',
  name: 'stringKeyLongValuePair',
  properties: [
    { name: 'key', type: 'Edm.String' },
    { name: 'value', type: 'Edm.Int64', nullable: false },
  ],
}

export const stringKeyStringValuePair: ComplexDefinition = {
  kind: 'complex',
  name: 'stringKeyStringValuePair',
  properties: [
    { name: 'key', type: 'Edm.String' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const synchronizationError: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationError',
  properties: [
    { name: 'code', type: 'Edm.String' },
    { name: 'message', type: 'Edm.String' },
    { name: 'tenantActionable', type: 'Edm.Boolean', nullable: false },
  ],
}

export const synchronizationJobApplicationParameters: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationJobApplicationParameters',
  properties: [
    { name: 'ruleId', type: 'Edm.String' },
    { name: 'subjects', type: 'synchronizationJobSubject', collection: true },
  ],
}

export const synchronizationJobRestartCriteria: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationJobRestartCriteria',
  properties: [{ name: 'resetScope', type: 'synchronizationJobRestartScope' }],
}

export const synchronizationJobSubject: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationJobSubject',
  properties: [
    { name: 'links', type: 'synchronizationLinkedObjects' },
    { name: 'objectId', type: 'Edm.String' },
    { name: 'objectTypeName', type: 'Edm.String' },
  ],
}

export const synchronizationLinkedObjects: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationLinkedObjects',
  properties: [
    { name: 'manager', type: 'synchronizationJobSubject' },
    { name: 'members', type: 'synchronizationJobSubject', collection: true },
    { name: 'owners', type: 'synchronizationJobSubject', collection: true },
  ],
}

export const synchronizationMetadataEntry: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationMetadataEntry',
  properties: [
    { name: 'key', type: 'synchronizationMetadata' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const synchronizationProgress: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationProgress',
  properties: [
    { name: 'completedUnits', type: 'Edm.Int64', nullable: false },
    { name: 'progressObservationDateTime', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'totalUnits', type: 'Edm.Int64', nullable: false },
    { name: 'units', type: 'Edm.String' },
  ],
}

export const synchronizationQuarantine: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationQuarantine',
  properties: [
    { name: 'currentBegan', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'error', type: 'synchronizationError' },
    { name: 'nextAttempt', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'reason', type: 'quarantineReason', nullable: false },
    { name: 'seriesBegan', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'seriesCount', type: 'Edm.Int64', nullable: false },
  ],
}

export const synchronizationSchedule: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationSchedule',
  properties: [
    { name: 'expiration', type: 'Edm.DateTimeOffset' },
    { name: 'interval', type: 'Edm.Duration', nullable: false },
    { name: 'state', type: 'synchronizationScheduleState', nullable: false },
  ],
}

export const synchronizationSecretKeyStringValuePair: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationSecretKeyStringValuePair',
  properties: [
    { name: 'key', type: 'synchronizationSecret', nullable: false },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const synchronizationStatus: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationStatus',
  properties: [
    { name: 'code', type: 'synchronizationStatusCode', nullable: false },
    { name: 'countSuccessiveCompleteFailures', type: 'Edm.Int64', nullable: false },
    { name: 'escrowsPruned', type: 'Edm.Boolean', nullable: false },
    { name: 'lastExecution', type: 'synchronizationTaskExecution' },
    { name: 'lastSuccessfulExecution', type: 'synchronizationTaskExecution' },
    { name: 'lastSuccessfulExecutionWithExports', type: 'synchronizationTaskExecution' },
    { name: 'progress', type: 'synchronizationProgress', collection: true },
    { name: 'quarantine', type: 'synchronizationQuarantine' },
    { name: 'steadyStateFirstAchievedTime', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'steadyStateLastAchievedTime', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'synchronizedEntryCountByType', type: 'stringKeyLongValuePair', collection: true },
    { name: 'troubleshootingUrl', type: 'Edm.String' },
  ],
}

export const synchronizationTaskExecution: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationTaskExecution',
  properties: [
    { name: 'activityIdentifier', type: 'Edm.String' },
    { name: 'countEntitled', type: 'Edm.Int64', nullable: false },
    { name: 'countEntitledForProvisioning', type: 'Edm.Int64', nullable: false },
    { name: 'countEscrowed', type: 'Edm.Int64', nullable: false },
    { name: 'countEscrowedRaw', type: 'Edm.Int64', nullable: false },
    { name: 'countExported', type: 'Edm.Int64', nullable: false },
    { name: 'countExports', type: 'Edm.Int64', nullable: false },
    { name: 'countImported', type: 'Edm.Int64', nullable: false },
    { name: 'countImportedDeltas', type: 'Edm.Int64', nullable: false },
    { name: 'countImportedReferenceDeltas', type: 'Edm.Int64', nullable: false },
    { name: 'error', type: 'synchronizationError' },
    { name: 'state', type: 'synchronizationTaskExecutionResult', nullable: false },
    { name: 'timeBegan', type: 'Edm.DateTimeOffset', nullable: false },
    { name: 'timeEnded', type: 'Edm.DateTimeOffset', nullable: false },
  ],
}
