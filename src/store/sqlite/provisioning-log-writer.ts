import type { ProvisioningLogEntry } from '../../model/provisioning-log.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { actionCodes, resultCodes } from '../sql/log-codes.ts'
import type { SqliteDriver } from './driver.ts'
import { type AttributeDictionary, attributeNames, encodeTrail, toDictionary } from './log-encoding.ts'

export interface LogWriter {
  append(entries: readonly ProvisioningLogEntry[]): Promise<void>
  /** The transaction was rolled back: what it inserted is no more. */
  forget(): void
}

/** Hot statements: appending log entries in compact form. */
export function createLogWriter(driver: SqliteDriver, tenant: number, jobKeyOf: (jobId: string) => number): LogWriter {
  const insert = driver.prepare(
    `INSERT INTO provisioning_log (tenant, job, cycle, at, action, result, source_anchor, target_id, upload, operation, schema_version, trail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const upload = driver.prepare(
    'INSERT INTO settled_uploads (tenant, sequence, job, id, request_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const cycles = createCycleKeys(driver, tenant)
  const dictionaryOf = createDictionaries(driver, tenant)
  const append = async (entries: readonly ProvisioningLogEntry[]): Promise<void> => {
    let lastUpload = -1
    for (const entry of entries) {
      const job = jobKeyOf(entry.jobId)
      const { origin } = entry
      if (origin !== null && origin.uploadSequence !== lastUpload) {
        lastUpload = origin.uploadSequence
        upload.run(tenant, lastUpload, job, origin.uploadId, origin.requestId)
      }
      insert.run(
        tenant,
        job,
        cycles.keyOf(job, entry.cycleId),
        entry.at,
        actionCodes[entry.action],
        resultCodes[entry.result],
        entry.sourceAnchor,
        entry.targetId,
        origin?.uploadSequence ?? null,
        origin?.operationIndex ?? null,
        entry.schemaVersion,
        encodeTrail(entry, dictionaryOf(job, entry.schemaVersion)),
      )
    }
  }
  return { append, forget: () => cycles.forget() }
}

/** One cycle is written at a time, so remembering the last one is enough; `forget` after a rollback. */
interface CycleKeys {
  keyOf(job: number, cycleId: string): number
  forget(): void
}

function createCycleKeys(driver: SqliteDriver, tenant: number): CycleKeys {
  const insert = driver.prepare(
    'INSERT INTO cycles (tenant, job, id) VALUES (?, ?, ?) ON CONFLICT (tenant, id) DO NOTHING',
  )
  const select = driver.prepare<{ key: number }>('SELECT key FROM cycles WHERE tenant = ? AND id = ?')
  let last: { readonly id: string; readonly key: number } | null = null
  return {
    keyOf(job, cycleId) {
      if (last?.id === cycleId) return last.key
      insert.run(tenant, job, cycleId)
      last = { id: cycleId, key: select.get(tenant, cycleId)?.key ?? 0 }
      return last.key
    },
    forget() {
      last = null
    },
  }
}

function createDictionaries(
  driver: SqliteDriver,
  tenant: number,
): (job: number, version: number) => AttributeDictionary {
  const select = driver.prepare<{ schema: string }>(
    'SELECT schema FROM schema_versions WHERE tenant = ? AND job = ? AND version = ?',
  )
  const known = new Map<string, AttributeDictionary>()
  return (job, version) => {
    const key = `${job}:${version}`
    const cached = known.get(key)
    if (cached !== undefined) return cached
    const row = select.get(tenant, job, version)
    const dictionary = toDictionary(
      row === undefined ? [] : attributeNames(JSON.parse(row.schema) as SynchronizationSchema),
    )
    known.set(key, dictionary)
    return dictionary
  }
}
