import type { Appointment, AppointmentKind, AppointmentsStore } from '../../contracts/store-provisioning.ts'
import { compareCodePoints, foldCase } from '../../odata/fold-case.ts'
import { appointmentCodes } from '../sql/appointment-codes.ts'
import type { DryRunBase } from './base.ts'
import type { Journal } from './journal.ts'
import { perJob } from './per-job.ts'
import { smallest } from './smallest.ts'
import { createTable } from './table.ts'

/** Held in memory whole from the first question on: they are few beside the people, and all of them answer `nextDueAt`. */
export function createAppointments(
  base: DryRunBase['appointments'],
  journal: Pick<Journal, 'record'>,
): AppointmentsStore {
  const rowsOf = perJob(async (jobId) => {
    const known = await base.listDue(jobId, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    return createTable<Appointment>(
      journal,
      known.map((appointment) => [keyOf(appointment.kind, appointment.anchor), appointment]),
    )
  })
  return {
    async isEmpty(jobId) {
      return (await rowsOf(jobId)).size === 0
    },
    async find(jobId, kind, anchors) {
      const rows = await rowsOf(jobId)
      return anchors.map((anchor) => rows.get(keyOf(kind, anchor)))
    },
    async put(jobId, appointments) {
      const rows = await rowsOf(jobId)
      for (const { anchor, kind, dueAt, attempts, since } of appointments)
        rows.set(keyOf(kind, anchor), { anchor, kind, dueAt, attempts, since })
    },
    async remove(jobId, kind, anchors) {
      const rows = await rowsOf(jobId)
      for (const anchor of anchors) rows.delete(keyOf(kind, anchor))
    },
    async listDue(jobId, until, limit) {
      const rows = await rowsOf(jobId)
      function* due(): Generator<Appointment> {
        for (const [, appointment] of rows.entries()) if (appointment.dueAt <= until) yield appointment
      }
      return smallest(due(), limit, byTime)
    },
    async nextDueAt(jobId) {
      let next: number | null = null
      for (const [, { dueAt }] of (await rowsOf(jobId)).entries()) if (next === null || dueAt < next) next = dueAt
      return next
    },
    async clear(jobId, kind) {
      const rows = await rowsOf(jobId)
      for (const [key, appointment] of rows.entries()) if (appointment.kind === kind) rows.delete(key)
    },
  }
}

function keyOf(kind: AppointmentKind, anchor: string): string {
  return `${appointmentCodes[kind]}${foldCase(anchor)}`
}

function byTime(a: Appointment, b: Appointment): number {
  const byAnchor = (): number => compareCodePoints(foldCase(a.anchor), foldCase(b.anchor))
  return a.dueAt - b.dueAt || byAnchor() || appointmentCodes[a.kind] - appointmentCodes[b.kind]
}
