import type { Config } from '../config/config.ts'
import type { Clock } from '../contracts/clock.ts'
import type { Store } from '../contracts/store.ts'
import { EntrainError } from '../model/error.ts'
import type { Events } from '../telemetry/events.ts'

/** Log entries may be that much out of order (store/sql/log-times.ts). */
const behindMsMax = 3_600_000

interface ClockCheck {
  readonly config: Pick<Config, 'dataDirectory' | 'clockAheadMs'>
  readonly store: Pick<Store, 'tenants' | 'forTenant'>
  readonly events: Pick<Events, 'clockBehindData'>
}

/** Refuses with `conflict` to begin with a moved clock on data of a later time; the system's time is only warned about. */
export async function checkClock(clock: Clock, { config, store, events }: ClockCheck): Promise<void> {
  const latest = await latestActivity(store)
  if (latest === null || clock.now() >= latest - behindMsMax) return
  const times = { now: new Date(clock.now()).toISOString(), latest: new Date(latest).toISOString() }
  if (config.clockAheadMs === null) return events.clockBehindData(times)
  const message = `ENTRAIN_CLOCK is ${times.now}, but the data in ${config.dataDirectory} is of ${times.latest}: the clock cannot begin before it.`
  throw new EntrainError('conflict', message)
}

/** When a job of the data last did something, in milliseconds since 1970; null for never. */
async function latestActivity({ tenants, forTenant }: ClockCheck['store']): Promise<number | null> {
  let latest: number | null = null
  for (const { id } of await tenants.list()) {
    for (const { progress } of await forTenant(id).jobs.list()) {
      const { openCycle, lastExecution } = progress
      for (const time of [openCycle?.timeBegan, lastExecution?.timeEnded]) {
        if (time !== undefined) latest = Math.max(latest ?? 0, Date.parse(time))
      }
    }
  }
  return latest
}
