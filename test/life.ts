import { openStore } from '../src/app/open-stores.ts'
import type { Store, TenantStore } from '../src/contracts/store.ts'
import type { JobOptions, JobProgress, SynchronizationJob } from '../src/model/synchronization-job.ts'
import { accountOf, eventually, gistOf, readUpload, upload } from './journey.ts'
import {
  type Answer,
  bulkRequest,
  type Json,
  openWorld,
  type UploadStatus,
  type World,
  type WorldOptions,
} from './world.ts'

/**
 * A world whose job a test lives through: its clock stands still and passes only when something waits for it. What no route writes yet goes
 * to the store. Close it at the end of the test: `await using life = await openLife()`.
 */
export interface Life extends AsyncDisposable {
  readonly world: World
  readonly tenant: TenantStore
  job(): Promise<SynchronizationJob>
  /** Sets some settings and options of the job. */
  configure(change: JobChange): Promise<void>
  /** Uploads people as one request, and lets the cycle end. */
  send(...people: readonly Json[]): Promise<UploadStatus>
  /** Uploads without waiting. Answers with the upload's address. */
  stage(...people: readonly Json[]): Promise<Answer>
  /** Uploads and waits until the engine has looked at everybody; the cycle stays open. */
  sendInto(...people: readonly Json[]): Promise<UploadStatus>
  /** Lets the engine do what it has to do now, and the open cycle end. */
  rest(): Promise<JobProgress>
  /** Moves the clock, to a time or by milliseconds, and lets the engine do what is due then. */
  until(time: string | number): Promise<JobProgress>
  /** `action status errorCode cause` of the entries about a person, oldest first. */
  story(externalId: string): Promise<readonly string[]>
  account(externalId: string, ...select: readonly string[]): Promise<Json | undefined>
  isEnabled(externalId: string): Promise<unknown>
}

export interface JobChange {
  readonly settings?: Readonly<Record<string, string>>
  readonly options?: Partial<JobOptions>
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
/** Longer than a cycle waits for more, shorter than anything else of the engine. */
const passingMs = 1_100

export async function openLife(options: WorldOptions & { readonly from?: string } = {}): Promise<Life> {
  const world = await openWorld({ clockIsStopped: true, ...options })
  const store = await openStore(world.config.dataDirectory)
  if (options.from !== undefined) world.moveClock(options.from)
  return new RealLife(world, store)
}

class RealLife implements Life {
  readonly world: World
  readonly tenant: TenantStore
  readonly #store: Store

  constructor(world: World, store: Store) {
    this.world = world
    this.#store = store
    this.tenant = store.forTenant(world.setUp.tenantId)
  }

  async job(): Promise<SynchronizationJob> {
    const job = await this.tenant.jobs.find(this.world.setUp.jobId)
    if (job === undefined) throw new Error('the job is gone')
    return job
  }

  async configure({ settings = {}, options = {} }: JobChange): Promise<void> {
    const job = await this.job()
    const kept = job.settings.filter(({ name }) => !(name in settings))
    await this.tenant.jobs.saveSettings(job.id, {
      settings: [...kept, ...Object.entries(settings).map(([name, value]) => ({ name, value }))],
      options: { ...job.options, ...options },
    })
  }

  async send(...people: readonly Json[]): Promise<UploadStatus> {
    const accepted = await this.stage(...people)
    await this.#settled(accepted)
    await this.rest()
    return readUpload(this.world, accepted, 0)
  }

  async sendInto(...people: readonly Json[]): Promise<UploadStatus> {
    return this.#settled(await this.stage(...people))
  }

  #settled(accepted: Answer): Promise<UploadStatus> {
    const look = () => readUpload(this.world, accepted, 0)
    return eventually(look, ({ operations }) => operations.every(({ state }) => state !== 'staged'))
  }

  async stage(...people: readonly Json[]): Promise<Answer> {
    const accepted = await upload(this.world, bulkRequest(...people))
    if (accepted.status !== 202) throw new Error(`bulkUpload: ${accepted.status} ${accepted.text}`)
    return accepted
  }

  async rest(): Promise<JobProgress> {
    let before = ''
    const look = async () => {
      const { scheduleState, progress } = await this.job()
      const isResting = isAtRest(progress, this.world.now()) && !(await this.#isDue(scheduleState, progress))
      // Time passes only while the engine waits for it: a cycle must not grow old over its work.
      const now = JSON.stringify(progress)
      if (!isResting && now === before) this.world.moveClock(passingMs)
      before = now
      return { isResting, progress }
    }
    return (await eventually(look, ({ isResting }) => isResting)).progress
  }

  async #isDue(scheduleState: string, { quarantine }: JobProgress): Promise<boolean> {
    if (scheduleState !== 'Active' || quarantine !== null) return false
    const next = await this.tenant.sourceEntries.nextDueAt(this.world.setUp.jobId)
    return next !== null && next <= this.world.now()
  }

  until(time: string | number): Promise<JobProgress> {
    this.world.moveClock(time)
    return this.rest()
  }

  async story(externalId: string): Promise<readonly string[]> {
    const entries = await this.world.logs(`sourceIdentity/id eq '${externalId}'`)
    return entries.map(gistOf).reverse()
  }

  account(externalId: string, ...select: readonly string[]): Promise<Json | undefined> {
    return accountOf(this.world, externalId, ...select)
  }

  async isEnabled(externalId: string): Promise<unknown> {
    return (await this.account(externalId, 'accountEnabled'))?.accountEnabled
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store.close()
    await this.world[Symbol.asyncDispose]()
  }
}

function isAtRest({ openCycle, evaluation, releasesHeld, quarantine }: JobProgress, now: number): boolean {
  if (openCycle !== null || releasesHeld) return false
  return quarantine === null ? evaluation === null : quarantine.nextAttempt > now
}
