import type { Link, NewUser, ProvisioningStore, ProvisioningTransaction } from '../../contracts/store-provisioning.ts'
import type { ProvisioningLogEntry } from '../../model/provisioning-log.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { actionCodes, resultCodes } from '../sql/log-codes.ts'
import type { DecodeLogRow } from '../sql/log-row.ts'
import type { LinkRow } from '../sql/tables.ts'
import type { TenantKey } from '../sql/tenant-key.ts'
import type { SqliteDatabase } from './database.ts'
import type { SqliteDriver } from './driver.ts'

/** Writes rows in the plainest way, so that reading can be tested by itself. The trail is the whole entry as JSON. */
export function createPlainProvisioning(database: SqliteDatabase, tenantKey: TenantKey): ProvisioningStore {
  return {
    async transaction(work) {
      const tenant = await tenantKey.forWriting()
      return database.lock.run(() => work(openTransaction(database.writer, tenant)))
    },
  }
}

export const decodePlainRow: DecodeLogRow = (row) => ({
  ...JSON.parse(row.trail),
  sequence: row.sequence,
  jobId: row.job_id,
  cycleId: row.cycle_id,
})

function openTransaction(driver: SqliteDriver, tenant: number): ProvisioningTransaction {
  const jobKey = (jobId: string) => numberOf(driver, 'SELECT key FROM jobs WHERE tenant = ? AND id = ?', tenant, jobId)
  return {
    links: {
      find: async (jobId, anchors) =>
        anchors.map((anchor) => findLink(driver, [tenant, jobKey(jobId), foldCase(anchor)])),
      put: async (jobId, links) => {
        for (const link of links) insertLink(driver, [tenant, jobKey(jobId)], link)
      },
      remove: unused,
    },
    references: {
      isEmpty: async (jobId) =>
        numberOf(
          driver,
          'SELECT COUNT(*) FROM pending_references WHERE tenant = ? AND job = ?',
          tenant,
          jobKey(jobId),
        ) === 0,
      put: async (jobId, { subjectAnchor, attribute, wantedAnchor }) => {
        driver
          .prepare('INSERT INTO pending_references VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(
            tenant,
            jobKey(jobId),
            foldCase(subjectAnchor),
            attribute,
            subjectAnchor,
            foldCase(wantedAnchor),
            wantedAnchor,
          )
        return false
      },
      remove: unused,
      listWaitingFor: unused,
    },
    users: {
      findBy: unused,
      findByIds: unused,
      insert: async (users) => {
        for (const user of users) insertUser(driver, tenant, user)
        return users.map(() => ({ kind: 'written' }) as const)
      },
      replace: unused,
    },
    appendLog: async (entries) => {
      for (const entry of entries) appendEntry(driver, [tenant, jobKey(entry.jobId)], entry)
    },
    saveProgress: unused,
  }
}

function unused(): Promise<never> {
  return Promise.reject(new Error('reading tests do not need this'))
}

function numberOf(driver: SqliteDriver, sql: string, ...parameters: (string | number)[]): number {
  const [value] = driver.prepare<[number]>(sql, 'arrays').get(...parameters) ?? []
  if (value === undefined) throw new Error(`no row: ${sql}`)
  return value
}

type JobKeys = readonly [tenant: number, job: number]

function insertLink(
  driver: SqliteDriver,
  keys: JobKeys,
  { anchor, targetId, uploadSequence, operationIndex }: Link,
): void {
  driver
    .prepare('INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(...keys, foldCase(anchor), anchor, targetId, uploadSequence, operationIndex)
}

function findLink(driver: SqliteDriver, key: readonly [number, number, string]): Link | undefined {
  const sql = 'SELECT * FROM links WHERE tenant = ? AND job = ? AND anchor_key = ?'
  const row = driver.prepare<LinkRow>(sql).get(...key)
  return (
    row && { anchor: row.anchor, targetId: row.target_id, uploadSequence: row.upload, operationIndex: row.operation }
  )
}

function insertUser(driver: SqliteDriver, tenant: number, { id, managerId, properties }: NewUser): void {
  const key = (name: string) => {
    const value = properties[name]
    return typeof value === 'string' ? foldCase(value) : null
  }
  driver
    .prepare(
      `INSERT INTO users (tenant, id, upn_key, employee_id_key, mail_key, display_name_key, manager_id, version, properties)
       VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)`,
    )
    .run(
      tenant,
      id,
      key('userPrincipalName'),
      key('employeeId'),
      key('mail'),
      key('displayName'),
      managerId,
      JSON.stringify(properties),
    )
}

function appendEntry(driver: SqliteDriver, [tenant, job]: JobKeys, entry: ProvisioningLogEntry): void {
  driver
    .prepare('INSERT INTO cycles (tenant, job, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(tenant, job, entry.cycleId)
  const cycle = numberOf(driver, 'SELECT key FROM cycles WHERE tenant = ? AND id = ?', tenant, entry.cycleId)
  driver
    .prepare(
      `INSERT INTO provisioning_log (tenant, job, cycle, at, action, result, source_anchor, target_id, upload, operation,
         schema_version, trail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      tenant,
      job,
      cycle,
      entry.at,
      actionCodes[entry.action],
      resultCodes[entry.result],
      entry.sourceAnchor,
      entry.targetId,
      entry.origin?.uploadSequence ?? null,
      entry.origin?.operationIndex ?? null,
      entry.schemaVersion,
      JSON.stringify(entry),
    )
}
