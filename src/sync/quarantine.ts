import type { OpenCycle, Quarantine, QuarantineReason, QuarantineThresholds } from '../model/synchronization-job.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** After so long in quarantine a job is disabled. */
export const quarantineMsMax = 28 * dayMs

/** Why a job has to rest. */
export interface Breach {
  readonly reason: QuarantineReason
  readonly message: string
}

/** Whether the failures of a cycle are too many (provisioning-engine: "Quarantine", entry). Pure. */
export function judgeFailures(cycle: OpenCycle, thresholds: QuarantineThresholds): Breach | null {
  const { countEscrowed: failed, countImported: all, countUnresolved } = cycle
  const { failuresMin, failuresPercentMax, failuresMax, failuresTotalMax } = thresholds
  if (failed + countUnresolved < failuresMin) return null
  if (failed > failuresMax)
    return breach('EncounteredBaseEscrowThreshold', `${failed} records failed in one cycle, more than ${failuresMax}.`)
  if (failed + countUnresolved > failuresTotalMax) {
    const total = `${failed} records and ${countUnresolved} references failed in one cycle`
    return breach('EncounteredTotalEscrowThreshold', `${total}, together more than ${failuresTotalMax}.`)
  }
  if (failed >= failuresMin && failed * 100 > all * failuresPercentMax) {
    const share = `${failed} of ${all} records failed in one cycle`
    return breach('EncounteredEscrowProportionThreshold', `${share}, more than ${failuresPercentMax} %.`)
  }
  return null
}

/** A cycle that would take too many accounts away. */
export function tooManyDeletes(people: number, limit: number): Breach {
  return breach(
    'TooManyDeletes',
    `The cycle would disable or delete ${people} people, and the threshold is ${limit}. Nobody was touched.`,
  )
}

function breach(reason: QuarantineReason, message: string): Breach {
  return { reason, message }
}

/** Enters the quarantine, or stays in it after an attempt that did not help. */
export function enterQuarantine(before: Quarantine | null, { reason, message }: Breach, now: number): Quarantine {
  const seriesBegan = before?.seriesBegan ?? now
  return {
    reason,
    currentBegan: before?.reason === reason ? before.currentBegan : now,
    seriesBegan,
    seriesCount: before === null ? 0 : before.seriesCount + 1,
    nextAttempt: nextAttempt(seriesBegan, now),
    error: { code: reason, message },
  }
}

/** 6, 12 and 24 hours after the first failure, then every 24 hours. */
export function nextAttempt(seriesBegan: number, now: number): number {
  const elapsed = now - seriesBegan
  if (elapsed < 6 * hourMs) return seriesBegan + 6 * hourMs
  if (elapsed < 12 * hourMs) return seriesBegan + 12 * hourMs
  return seriesBegan + (Math.floor(elapsed / dayMs) + 1) * dayMs
}

/** Whether the quarantine has lasted too long. */
export function isHopeless({ seriesBegan }: Quarantine, now: number): boolean {
  return now - seriesBegan >= quarantineMsMax
}
