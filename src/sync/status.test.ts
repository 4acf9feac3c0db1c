import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  defaultJobOptions,
  initialProgress,
  type SynchronizationJob,
  type TaskExecution,
} from '../model/synchronization-job.ts'
import { toStatus } from './status.ts'

const execution: TaskExecution = {
  activityIdentifier: '0d5a6a7e-6b52-4d3c-9f39-6b0a5c9b7f10',
  state: 'Succeeded',
  timeBegan: '2026-02-03T08:00:00Z',
  timeEnded: '2026-02-03T08:00:01Z',
  countImportedDeltas: 1,
  countImportedReferenceDeltas: 0,
  countEscrowedRaw: 0,
  countImported: 3,
  countEntitled: 3,
  countExported: 3,
  countExports: 3,
  countEscrowed: 0,
}
const job: SynchronizationJob = {
  id: 'API2AAD.1',
  servicePrincipalId: 'sp',
  templateId: 'API2AAD',
  scheduleState: 'Disabled',
  createdDateTime: '2026-02-03T08:00:00Z',
  settings: [],
  options: defaultJobOptions,
  schema: { id: '', version: '', synchronizationRules: [], directories: [] },
  schemaVersion: 1,
  progress: initialProgress,
}

describe('toStatus', () => {
  test('calls a job that was never started NotConfigured', () => {
    assert.equal(toStatus(job).code, 'NotConfigured')
  })

  test('calls a started job NotRun until its first cycle ended, then Active', () => {
    assert.equal(toStatus({ ...job, scheduleState: 'Active' }).code, 'NotRun')
    const progress = { ...initialProgress, lastExecution: execution }
    assert.equal(toStatus({ ...job, scheduleState: 'Active', progress }).code, 'Active')
  })

  test('calls a paused job Paused, whether it ever ran or not', () => {
    assert.equal(toStatus({ ...job, scheduleState: 'Paused' }).code, 'Paused')
  })

  test('counts linked entries per object mapping', () => {
    const mapping = {
      name: 'Users',
      enabled: true,
      flowTypes: 'Add',
      sourceObjectName: 'user',
      targetObjectName: 'User',
      scope: null,
      attributeMappings: [],
      metadata: [],
    }
    const rule = {
      id: 'r',
      name: 'r',
      priority: 1,
      editable: true,
      sourceDirectoryName: 'API',
      targetDirectoryName: 'T',
    }
    const schema = { ...job.schema, synchronizationRules: [{ ...rule, objectMappings: [mapping], metadata: [] }] }
    const progress = { ...initialProgress, synchronizedEntries: 7 }
    assert.deepEqual(toStatus({ ...job, schema, progress }).synchronizedEntryCountByType, [
      { key: 'user to User', value: 7 },
    ])
    assert.deepEqual(toStatus({ ...job, schema }).synchronizedEntryCountByType, [])
  })
})
