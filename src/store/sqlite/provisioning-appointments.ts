import type { Appointment, AppointmentKind, AppointmentsStore } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { appointmentCodes, toAppointmentKind } from '../sql/appointment-codes.ts'
import type { SqliteDriver } from './driver.ts'

type AppointmentRow = [anchor: string, kind: number, dueAt: number, attempts: number, since: number]

const columns = 'anchor, kind, due_at, attempts, since'

/** Statements for what the engine comes back to by itself. */
export function createAppointments(
  driver: SqliteDriver,
  tenant: number,
  jobKeyOf: (jobId: string) => number,
): AppointmentsStore {
  const any = driver.prepare('SELECT 1 FROM appointments WHERE tenant = ? AND job = ? LIMIT 1')
  const select = driver.prepare<AppointmentRow>(
    `SELECT ${columns} FROM appointments WHERE tenant = ? AND job = ? AND kind = ? AND anchor_key = ?`,
    'arrays',
  )
  const upsert = driver.prepare(
    `INSERT INTO appointments (tenant, job, kind, anchor_key, anchor, due_at, attempts, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant, job, kind, anchor_key) DO UPDATE SET anchor = excluded.anchor, due_at = excluded.due_at,
       attempts = excluded.attempts, since = excluded.since`,
  )
  const remove = driver.prepare('DELETE FROM appointments WHERE tenant = ? AND job = ? AND kind = ? AND anchor_key = ?')
  const clear = driver.prepare('DELETE FROM appointments WHERE tenant = ? AND job = ? AND kind = ?')
  const due = driver.prepare<AppointmentRow>(
    `SELECT ${columns} FROM appointments WHERE tenant = ? AND job = ? AND due_at <= ?
     ORDER BY due_at, anchor_key, kind LIMIT ?`,
    'arrays',
  )
  const next = driver.prepare<{ at: number | null }>(
    'SELECT min(due_at) AS at FROM appointments WHERE tenant = ? AND job = ?',
  )
  return {
    async isEmpty(jobId) {
      return any.get(tenant, jobKeyOf(jobId)) === undefined
    },
    async find(jobId, kind, anchors) {
      const job = jobKeyOf(jobId)
      return anchors.map((anchor): Appointment | undefined => {
        const row = select.get(tenant, job, appointmentCodes[kind], foldCase(anchor))
        return row === undefined ? undefined : toAppointment(row)
      })
    },
    async put(jobId, appointments) {
      const job = jobKeyOf(jobId)
      for (const { anchor, kind, dueAt, attempts, since } of appointments)
        upsert.run(tenant, job, appointmentCodes[kind], foldCase(anchor), anchor, dueAt, attempts, since)
    },
    async remove(jobId, kind, anchors) {
      const job = jobKeyOf(jobId)
      for (const anchor of anchors) remove.run(tenant, job, appointmentCodes[kind], foldCase(anchor))
    },
    async listDue(jobId, until, limit) {
      return due.all(tenant, jobKeyOf(jobId), until, limit).map(toAppointment)
    },
    async nextDueAt(jobId) {
      return next.get(tenant, jobKeyOf(jobId))?.at ?? null
    },
    async clear(jobId, kind: AppointmentKind) {
      clear.run(tenant, jobKeyOf(jobId), appointmentCodes[kind])
    },
  }
}

function toAppointment([anchor, kind, dueAt, attempts, since]: AppointmentRow): Appointment {
  return { anchor, kind: toAppointmentKind(kind), dueAt, attempts, since }
}
