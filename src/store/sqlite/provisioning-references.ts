import type { PendingReference, PendingReferencesStore } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqliteDriver } from './driver.ts'

type ReferenceRow = [subject: string, attribute: string, wanted: string]

/** Hot statements: references that wait for a person who is not known yet. */
export function createReferences(
  driver: SqliteDriver,
  tenant: number,
  jobKeyOf: (jobId: string) => number,
): PendingReferencesStore {
  const any = driver.prepare('SELECT 1 FROM pending_references WHERE tenant = ? AND job = ? LIMIT 1')
  const select = driver.prepare<[wantedKey: string]>(
    'SELECT wanted_key FROM pending_references WHERE tenant = ? AND job = ? AND subject_key = ? AND attribute = ?',
    'arrays',
  )
  const upsert = driver.prepare(
    `INSERT INTO pending_references (tenant, job, subject_key, attribute, subject, wanted_key, wanted) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant, job, subject_key, attribute) DO UPDATE SET wanted_key = excluded.wanted_key, wanted = excluded.wanted`,
  )
  const remove = driver.prepare(
    'DELETE FROM pending_references WHERE tenant = ? AND job = ? AND subject_key = ? AND attribute = ?',
  )
  const waiting = driver.prepare<ReferenceRow>(
    'SELECT subject, attribute, wanted FROM pending_references WHERE tenant = ? AND job = ? AND wanted_key = ? ORDER BY subject_key, attribute',
    'arrays',
  )
  return {
    async isEmpty(jobId) {
      return any.get(tenant, jobKeyOf(jobId)) === undefined
    },
    async put(jobId, { subjectAnchor, attribute, wantedAnchor }) {
      const job = jobKeyOf(jobId)
      const subject = foldCase(subjectAnchor)
      const wanted = foldCase(wantedAnchor)
      const known = select.get(tenant, job, subject, attribute)
      if (known?.[0] === wanted) return true
      upsert.run(tenant, job, subject, attribute, subjectAnchor, wanted, wantedAnchor)
      return false
    },
    async remove(jobId, subjectAnchor, attribute) {
      remove.run(tenant, jobKeyOf(jobId), foldCase(subjectAnchor), attribute)
    },
    async listWaitingFor(jobId, anchors) {
      const job = jobKeyOf(jobId)
      return anchors.flatMap((anchor) => waiting.all(tenant, job, foldCase(anchor)).map(toReference))
    },
  }
}

/** Everything that waits in a job. */
export function createReferenceLists(
  driver: SqliteDriver,
  tenant: number,
  jobKeyOf: (jobId: string) => number,
): (jobId: string) => PendingReference[] {
  const all = driver.prepare<ReferenceRow>(
    'SELECT subject, attribute, wanted FROM pending_references WHERE tenant = ? AND job = ?',
    'arrays',
  )
  return (jobId) => all.all(tenant, jobKeyOf(jobId)).map(toReference)
}

function toReference([subjectAnchor, attribute, wantedAnchor]: ReferenceRow): PendingReference {
  return { subjectAnchor, attribute, wantedAnchor }
}
