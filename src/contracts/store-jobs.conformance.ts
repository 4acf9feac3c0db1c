import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { defaultJobOptions, evaluationOfAll, type JobProgress, type OpenCycle } from '../model/synchronization-job.ts'
import { createSampleTenant, type OpenStore, sampleJob, sampleSchema, sampleTenant } from './sample-data.conformance.ts'

export function jobsConformance(open: OpenStore): void {
  describe('JobsStore', () => {
    test('answers with the job as it was created; ids compare exactly', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const job = sampleJob({
        options: { ...defaultJobOptions, skipMappingWhenAllInputsAbsent: false },
        schemaVersion: 3,
      })
      await jobs.create(job)
      assert.deepEqual(await jobs.find(job.id), job)
      assert.equal(await jobs.find(job.id.toLowerCase()), undefined)
      await assert.rejects(jobs.create(job), { code: 'conflict' })
      await store.close()
    })

    test('lists in order of creation, of one service principal or of all', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const servicePrincipalId = randomUUID()
      const all = [sampleJob({ servicePrincipalId }), sampleJob(), sampleJob({ servicePrincipalId })]
      for (const job of all) await jobs.create(job)
      assert.deepEqual(await jobs.list(), all)
      assert.deepEqual(await jobs.list(servicePrincipalId.toUpperCase()), [all[0], all[2]])
      assert.deepEqual(await jobs.list(randomUUID()), [])
      await store.close()
    })

    test('changes the schedule state', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const job = sampleJob()
      await jobs.create(job)
      await jobs.setScheduleState(job.id, 'Paused')
      assert.deepEqual(await jobs.find(job.id), { ...job, scheduleState: 'Paused' })
      await store.close()
    })

    test('counts the versions of a schema and keeps the old ones', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const job = sampleJob()
      await jobs.create(job)
      assert.equal(await jobs.saveSchema(job.id, sampleSchema('second')), 2)
      assert.equal(await jobs.saveSchema(job.id, sampleSchema('third')), 3)
      const found = await jobs.find(job.id)
      assert.equal(found?.schemaVersion, 3)
      assert.deepEqual(found?.schema, sampleSchema('third'))
      assert.deepEqual(await jobs.findSchemaVersion(job.id, 1), sampleSchema('first'))
      assert.deepEqual(await jobs.findSchemaVersion(job.id, 2), sampleSchema('second'))
      assert.equal(await jobs.findSchemaVersion(job.id, 4), undefined)
      assert.equal(await jobs.findSchemaVersion('unknown', 1), undefined)
      await store.close()
    })

    test('tells who changed a schema, when and what, newest first, and refuses a change of another version', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const job = sampleJob()
      await jobs.create(job)
      const changedBy = { appId: randomUUID(), servicePrincipalId: null, userId: randomUUID() }
      const change = { changedBy, summary: '1 mapping added (mail)', basedOn: 1, evaluates: false }
      assert.equal(await jobs.saveSchema(job.id, sampleSchema('second'), change), 2)
      await assert.rejects(jobs.saveSchema(job.id, sampleSchema('third'), change), { code: 'preconditionFailed' })
      assert.equal((await jobs.find(job.id))?.progress.evaluation, null)
      assert.equal(
        await jobs.saveSchema(job.id, sampleSchema('third'), { ...change, basedOn: null, evaluates: true }),
        3,
      )
      assert.deepEqual((await jobs.find(job.id))?.progress.evaluation, evaluationOfAll)
      const versions = await jobs.listSchemaVersions(job.id, 10, null)
      assert.deepEqual(
        versions.map(({ version, summary, changedBy }) => ({ version, summary, changedBy })),
        [
          { version: 3, summary: change.summary, changedBy },
          { version: 2, summary: change.summary, changedBy },
          { version: 1, summary: null, changedBy: null },
        ],
      )
      assert.equal(Date.parse(versions[2]?.createdDateTime ?? ''), Date.parse(job.createdDateTime))
      assert.deepEqual(await jobs.listSchemaVersions(job.id, 1, 3), versions.slice(1, 2))
      assert.deepEqual(await jobs.listSchemaVersions('unknown', 10, null), [])
      await store.close()
    })

    test('gives every version its own number when schemas are saved at once', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const job = sampleJob()
      await jobs.create(job)
      const saved = await Promise.all(['a', 'b', 'c', 'd'].map((name) => jobs.saveSchema(job.id, sampleSchema(name))))
      assert.deepEqual(
        saved.sort((a, b) => a - b),
        [2, 3, 4, 5],
      )
      await store.close()
    })

    test('changes the named parts of the progress and leaves the rest', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const progress: JobProgress = { ...sampleJob().progress, cursor: 7, openCycle: sampleCycle() }
      const job = sampleJob({ progress })
      await jobs.create(job)
      await Promise.all([
        jobs.patchProgress(job.id, { purgedThrough: 5 }),
        jobs.patchProgress(job.id, { openCycle: null }),
        jobs.patchProgress(job.id, { steadyStateFirstAchievedTime: '2026-01-06T00:00:00Z' }),
      ])
      const expected = {
        ...progress,
        purgedThrough: 5,
        openCycle: null,
        steadyStateFirstAchievedTime: '2026-01-06T00:00:00Z',
      }
      assert.deepEqual((await jobs.find(job.id))?.progress, expected)
      await store.close()
    })

    test('refuses to change a job that is not there', async () => {
      const store = await open()
      const { jobs } = await createSampleTenant(store)
      const refused = { code: 'notFound' }
      await assert.rejects(jobs.setScheduleState('unknown', 'Active'), refused)
      await assert.rejects(jobs.saveSchema('unknown', sampleSchema('first')), refused)
      await assert.rejects(jobs.patchProgress('unknown', { cursor: 1 }), refused)
      await assert.rejects(jobs.dropLinks('unknown'), refused)
      await store.close()
    })

    test('keeps tenants apart, the same job id included', async () => {
      const store = await open()
      const [fabrikam, contoso] = [await createSampleTenant(store), await createSampleTenant(store)]
      const job = sampleJob()
      await fabrikam.jobs.create(job)
      assert.equal(await contoso.jobs.find(job.id), undefined)
      await contoso.jobs.create({ ...job, schema: sampleSchema('other') })
      await contoso.jobs.setScheduleState(job.id, 'Disabled')
      await contoso.jobs.dropLinks(job.id)
      assert.deepEqual(await fabrikam.jobs.list(), [job])
      await store.close()
    })

    test('is empty for a tenant that does not exist, and refuses to write until it does', async () => {
      const store = await open()
      const tenant = sampleTenant()
      const { jobs } = store.forTenant(tenant.id.toUpperCase())
      const job = sampleJob()
      assert.deepEqual(await jobs.list(), [])
      assert.equal(await jobs.find(job.id), undefined)
      await assert.rejects(jobs.create(job), { code: 'notFound' })
      await store.tenants.create(tenant)
      await jobs.create(job)
      assert.deepEqual(await jobs.list(), [job])
      await store.close()
    })
  })
}

function sampleCycle(): OpenCycle {
  return {
    id: randomUUID(),
    timeBegan: '2026-01-05T08:00:00.000Z',
    countImported: 3,
    countImportedDeltas: 3,
    countImportedReferenceDeltas: 1,
    countEntitled: 3,
    countExports: 3,
    countExported: 2,
    countEscrowed: 1,
    countEscrowedRaw: 1,
    countUnresolved: 0,
  }
}
