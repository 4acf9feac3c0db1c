import type { Appointment, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { resultOf } from './log.ts'
import { internalError } from './prepare.ts'
import { toAnchorKey } from './record.ts'
import { errorOf, type Trail } from './trail.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Pauses before a failed record is tried again (provisioning-engine: "Failing records (escrow) and retries"). */
const escrowPausesMs = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs]
const escrowPauseMsMax = 6 * hourMs
/** After so long a failure is not tried again by itself. */
export const escrowMsMax = 28 * 24 * hourMs

/** When to try again after so many failures in a row; null = no more. Pure. */
export function nextRetry(attempts: number, since: number, now: number): number | null {
  if (now - since >= escrowMsMax) return null
  return now + (escrowPausesMs[attempts - 1] ?? escrowPauseMsMax)
}

export interface AppointmentsContext {
  readonly jobId: string
  readonly transaction: Pick<ProvisioningTransaction, 'appointments'>
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

/** Notes who has to be looked at again: whose record failed, and whose outcome holds until a date. */
export async function keepAppointments(
  trails: readonly Trail[],
  { jobId, transaction: { appointments }, now }: AppointmentsContext,
): Promise<void> {
  const isEmpty = await appointments.isEmpty(jobId)
  const latest = latestByPerson(trails)
  if (!isEmpty) await dropKept(latest, { jobId, appointments })
  const failed = latest.filter(isEscrowed)
  const known = isEmpty
    ? []
    : await appointments.find(
        jobId,
        'escrow',
        failed.map(({ record }) => record.anchor),
      )
  const made: Appointment[] = latest.flatMap(({ record: { anchor }, holdsUntil }) =>
    holdsUntil === null ? [] : [{ anchor, kind: 'date', dueAt: holdsUntil, attempts: 0, since: now }],
  )
  const given: string[] = []
  failed.forEach(({ record: { anchor, cause } }, position) => {
    // A newer record begins anew; what was only tried again goes on.
    const before = cause === 'upload' ? undefined : known[position]
    const attempts = (before?.attempts ?? 0) + 1
    const since = before?.since ?? now
    const dueAt = nextRetry(attempts, since, now)
    if (dueAt === null) given.push(anchor)
    else made.push({ anchor, kind: 'escrow', dueAt, attempts, since })
  })
  if (given.length > 0) await appointments.remove(jobId, 'escrow', given)
  if (made.length > 0) await appointments.put(jobId, made)
}

async function dropKept(
  latest: readonly Trail[],
  { jobId, appointments }: { jobId: string; appointments: ProvisioningTransaction['appointments'] },
): Promise<void> {
  const settled = latest.filter((trail) => !isEscrowed(trail)).map(({ record }) => record.anchor)
  const undated = latest.filter(({ holdsUntil }) => holdsUntil === null).map(({ record }) => record.anchor)
  await appointments.remove(jobId, 'escrow', settled)
  await appointments.remove(jobId, 'date', undated)
}

/** A defect of ours is not tried again by itself: it is written down, and the next record of the person counts. */
export function isEscrowed(trail: Trail): boolean {
  return resultOf(trail) === 'failure' && errorOf(trail) !== internalError
}

/** Trails come in order of arrival. */
function latestByPerson(trails: readonly Trail[]): Trail[] {
  const latest = new Map<string, Trail>()
  for (const trail of trails) if (trail.record.anchor !== '') latest.set(toAnchorKey(trail.record.anchor), trail)
  return [...latest.values()]
}
