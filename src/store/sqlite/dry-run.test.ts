import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sampleEntry } from '../../contracts/provisioning-samples.conformance.ts'
import {
  createSampleTenant,
  sampleJob,
  sampleLogEntry,
  sampleTenant,
  sampleUser,
} from '../../contracts/sample-data.conformance.ts'
import type { Store, TenantStore } from '../../contracts/store.ts'
import type { AuditsWriter } from '../../contracts/store-audits.ts'
import type { DeletedUsersWriter } from '../../contracts/store-deleted-users.ts'
import type { ChangesWriter, ObjectsWriter } from '../../contracts/store-objects.ts'
import { provisioningConformance } from '../../contracts/store-provisioning.conformance.ts'
import type { NewUser, ProvisioningStore } from '../../contracts/store-provisioning.ts'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import type { User } from '../../model/user.ts'
import { type Episode, histories } from '../dry-run/metamorphic.conformance.ts'
import { type DryRun, openDryRun } from './dry-run.ts'
import { decodeLogRow } from './log-decoding.ts'
import { openSqliteStore } from './open.ts'
import { createProvisioningStore } from './provisioning-store.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()
const openReal = (file: string): Promise<Store> =>
  openSqliteStore({ file, createProvisioning: createProvisioningStore, decodeLogRow })
const refuse = () => Promise.reject(new Error('a simulation does not write this'))
// Stands for every part that must not be reached.
const unwritten = new Proxy({}, { get: () => refuse }) as ObjectsWriter &
  AuditsWriter &
  DeletedUsersWriter &
  ChangesWriter

const ignoreLog = (): void => {}

describe('a dry run, within a transaction', () => {
  provisioningConformance(openSimulated)
})

/** A store whose engine's side is a dry run that begins with the first transaction. */
async function openSimulated(): Promise<Store> {
  const file = newFile()
  const store = await openReal(file)
  const opened: DryRun[] = []
  const simulate = (tenant: TenantStore): TenantStore => {
    let run: Promise<DryRun> | undefined
    return {
      ...tenant,
      provisioning: {
        async transaction(work) {
          run ??= openDryRun({ file, tenantId: tenant.tenantId, onLog: ignoreLog })
          const { provisioning, close } = await run
          opened.push({ provisioning, close })
          // A simulation provisions people; nothing of it writes other objects.
          return provisioning.transaction((transaction) =>
            work({
              ...transaction,
              objects: unwritten,
              deletedUsers: unwritten,
              changes: unwritten,
              audits: unwritten,
            }),
          )
        },
      },
    }
  }
  return {
    ...store,
    forTenant: (tenantId) => simulate(store.forTenant(tenantId)),
    async close() {
      for (const { close } of opened) close()
      await store.close()
    },
  }
}

describe('a dry run over what is stored', () => {
  const file = newFile()
  let store: Store
  before(async () => {
    store = await openReal(file)
  })
  after(() => store.close())

  test('answers as the real store does, whatever was written before and during it, and taken back', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ([earlier, later]) => {
        const [real, base] = [await createSampleTenant(store), await createSampleTenant(store)]
        const job = sampleJob()
        for (const tenant of [real, base]) {
          await tenant.jobs.create(job)
          await play(earlier, tenant.provisioning, job.id)
        }
        const run = await openDryRun({ file, tenantId: base.tenantId, onLog: ignoreLog })
        try {
          const simulated = await play(later, run.provisioning, job.id)
          assert.deepEqual(simulated, await play(later, real.provisioning, job.id))
        } finally {
          run.close()
        }
      }),
      { numRuns: 60 },
    )
  })

  test('sees neither what others write meanwhile nor keeps them from writing', async () => {
    const tenant = await createSampleTenant(store)
    const job = sampleJob()
    await tenant.jobs.create(job)
    const [ann, bo] = [sampleUser({ employeeId: 'E-1' }), sampleUser({ employeeId: 'E-1' })]
    await tenant.provisioning.transaction(({ users }) => users.insert([ann]))
    const run = await openDryRun({ file, tenantId: tenant.tenantId.toUpperCase(), onLog: ignoreLog })
    await tenant.provisioning.transaction(async ({ users, advance }) => {
      await users.insert([bo])
      await users.remove([ann], 1_000)
      await advance(job.id, (progress) => ({ ...progress, cursor: 9 }))
    })
    await run.provisioning.transaction(async ({ users, advance }) => {
      assert.deepEqual(await users.findBy('employeeId', ['e-1']), [[{ ...ann, version: 1 }]])
      assert.equal((await advance(job.id, (progress) => ({ ...progress, cursor: progress.cursor + 1 }))).cursor, 1)
    })
    run.close()
    assert.equal((await tenant.jobs.find(job.id))?.progress.cursor, 9)
    assert.equal(await tenant.directory.countUsers(null), 1)
  })

  test('finds an unchanged user behind many who were changed', async () => {
    const tenant = await createSampleTenant(store)
    const people = Array.from({ length: 20 }, () => sampleUser({ jobTitle: 'Clerk' }))
    await tenant.provisioning.transaction(({ users }) => users.insert(people))
    const run = await openDryRun({ file, tenantId: tenant.tenantId, onLog: ignoreLog })
    for (const [index, person] of people.entries()) {
      await run.provisioning.transaction(async ({ users }) => {
        const [clerks] = await users.findBy('jobTitle', ['clerk'])
        assert.equal(clerks?.length, Math.min(2, people.length - index))
        await users.replace([promote(person)])
      })
    }
    await run.provisioning.transaction(async ({ users }) => {
      assert.deepEqual(await users.findBy('jobTitle', ['clerk']), [[]])
    })
    run.close()
  })

  test('finds users again whose change was taken back', async () => {
    const tenant = await createSampleTenant(store)
    const people = Array.from({ length: 3 }, () => sampleUser({ jobTitle: 'Clerk' }))
    await tenant.provisioning.transaction(({ users }) => users.insert(people))
    for (const last of people) {
      const run = await openDryRun({ file, tenantId: tenant.tenantId, onLog: ignoreLog })
      const others = people.filter((person) => person !== last)
      const failing = run.provisioning.transaction(async ({ users }) => {
        await users.replace(others.map(promote))
        assert.deepEqual(await users.findBy('jobTitle', ['clerk']), [[{ ...last, version: 1 }]])
        throw new Error('power cut')
      })
      await assert.rejects(failing, /power cut/)
      await run.provisioning.transaction(async ({ users }) => {
        await users.replace([promote(last)])
        assert.equal((await users.findBy('jobTitle', ['clerk']))[0]?.length, 2)
      })
      run.close()
    }
  })
})

function promote({ id, managerId, properties }: NewUser): User {
  return { id, managerId, version: 1, properties: { ...properties, jobTitle: 'Head' } }
}

/** What each step answers, transaction by transaction. */
async function play(episodes: readonly Episode[], provisioning: ProvisioningStore, jobId: string): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const { steps, fails } of episodes) {
    const running = provisioning.transaction(async (transaction) => {
      for (const { name, run } of steps) answers.push([name, await run(transaction, jobId)])
      if (fails) throw new Error('power cut')
    })
    await (fails ? assert.rejects(running, /power cut/) : running)
  }
  return answers
}

describe('openDryRun', () => {
  /** A file with one person, and who writes to it no more. */
  async function prepare(): Promise<{ file: string; tenantId: string; jobId: string; store: Store }> {
    const file = newFile()
    const store = await openReal(file)
    const { provisioning, tenantId, jobs } = await createSampleTenant(store)
    const job = sampleJob()
    await jobs.create(job)
    await provisioning.transaction(({ users }) => users.insert([sampleUser({ employeeId: 'E-1' })]))
    return { file, tenantId, jobId: job.id, store }
  }
  const fingerprint = (file: string): string =>
    existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'none'

  async function writeAll({ provisioning }: DryRun, jobId: string): Promise<void> {
    await provisioning.transaction(async (transaction) => {
      const people = Array.from({ length: 100 }, () => sampleUser())
      await transaction.users.insert(people)
      const [known] = await transaction.users.findBy('employeeId', ['E-1'])
      await transaction.users.remove(known ?? [], 1_000)
      await transaction.entries.put(
        jobId,
        people.map(({ id }) => sampleEntry(id)),
      )
      await transaction.references.put(jobId, { subjectAnchor: 'E-1', attribute: 'manager', wantedAnchor: 'E-2' })
      await transaction.appendLog([sampleLogEntry({ jobId })])
      await transaction.advance(jobId, (progress) => ({ ...progress, cursor: 1 }))
    })
  }

  test('leaves every byte of the database and of its write-ahead log as it was, beside a running service', async () => {
    const { file, tenantId, jobId, store } = await prepare()
    const before = [fingerprint(file), fingerprint(`${file}-wal`)]
    const run = await openDryRun({ file, tenantId, onLog: ignoreLog })
    await writeAll(run, jobId)
    run.close()
    assert.deepEqual([fingerprint(file), fingerprint(`${file}-wal`)], before)
    await store.close()
  })

  test('leaves every byte of the database as it was when nobody else has it open', async () => {
    const { file, tenantId, jobId, store } = await prepare()
    await store.close()
    const before = fingerprint(file)
    const run = await openDryRun({ file, tenantId, onLog: ignoreLog })
    await writeAll(run, jobId)
    run.close()
    assert.equal(fingerprint(file), before)
    assert.equal(existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`).length : 0, 0)
  })

  test('hands out the log entries of what succeeded, numbered through the whole dry run', async () => {
    const { file, tenantId, jobId, store } = await prepare()
    const log: StoredLogEntry[] = []
    const run = await openDryRun({ file, tenantId, onLog: (entries) => log.push(...entries) })
    const append = (...sourceAnchors: string[]) =>
      run.provisioning.transaction(async ({ appendLog }) => {
        await appendLog(sourceAnchors.map((sourceAnchor) => sampleLogEntry({ jobId, sourceAnchor })))
        if (sourceAnchors.includes('fails')) throw new Error('power cut')
      })
    await append('E-1', 'E-2')
    await assert.rejects(append('E-3', 'fails'), /power cut/)
    await append('E-4')
    assert.deepEqual(
      log.map(({ sequence, sourceAnchor }) => `${sequence} ${sourceAnchor}`),
      ['1 E-1', '2 E-2', '3 E-4'],
    )
    await assert.rejects(
      run.provisioning.transaction(({ appendLog }) => appendLog([sampleLogEntry({ jobId: 'unknown' })])),
      { code: 'notFound' },
    )
    run.close()
    await store.close()
  })

  test('runs one transaction after the other, in the order asked for', async () => {
    const { file, tenantId, jobId, store } = await prepare()
    const run = await openDryRun({ file, tenantId, onLog: ignoreLog })
    const cursors = await Promise.all(
      [1, 2, 3].map(() =>
        run.provisioning.transaction(async ({ advance }) => {
          const { cursor } = await advance(jobId, (progress) => progress)
          return (await advance(jobId, (progress) => ({ ...progress, cursor: cursor + 1 }))).cursor
        }),
      ),
    )
    assert.deepEqual(cursors, [1, 2, 3])
    run.close()
    await store.close()
  })

  test('refuses an unknown tenant, and says so when there is no database', async () => {
    const { file, store } = await prepare()
    const { id } = sampleTenant()
    await assert.rejects(openDryRun({ file, tenantId: id, onLog: ignoreLog }), { code: 'notFound' })
    await assert.rejects(openDryRun({ file: newFile(), tenantId: id, onLog: ignoreLog }), { code: 'unavailable' })
    await store.close()
  })
})
