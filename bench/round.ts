import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Initialized } from '../src/cli/init.ts'
import { type Ceiling, createParseGauge, measureAppend, type ParseGauge } from './ceiling.ts'
import { type Client, createClient } from './client.ts'
import { measureLogLatency, steadyRequestsOf } from './log-latency.ts'
import { type BenchOptions, operationsPerRequest } from './options.ts'
import { changedCountOf, changePeople, makePeople, toBodies } from './people.ts'
import { type PhaseResult, runPhase } from './phase.ts'
import type { BenchResult, PhaseRate } from './result.ts'
import { findFreePort, initialize, type ServerProcess, startServer } from './server-process.ts'
import { percentileOf } from './statistics.ts'
import { type Job, uploadOne } from './upload.ts'

/** Everything that is sent, made before the clock runs. */
export interface Data {
  readonly first: readonly Buffer[]
  readonly changed: readonly Buffer[]
  /** New people for the steady load. */
  readonly steady: readonly Buffer[]
}

/** Shows how far one part of a round is. */
export type Progress = (title: string, total: number) => (done: number) => void

export interface RoundResult {
  readonly result: BenchResult
  readonly cpuMicrosPerUser: Readonly<Record<PhaseName, number | null>>
}

export const phaseNames = ['create', 'changed', 'unchanged'] as const
export type PhaseName = (typeof phaseNames)[number]

export function makeData({ users, steadySeconds }: BenchOptions): Data {
  const everyone = makePeople(users + steadyRequestsOf(steadySeconds) * operationsPerRequest)
  const people = everyone.slice(0, users)
  return {
    first: toBodies(people),
    changed: toBodies(changePeople(people)),
    steady: toBodies(everyone.slice(users)),
  }
}

/** One round: a fresh data folder, a fresh server, all phases. What it made is removed again. */
export async function runRound(data: Data, options: BenchOptions, progress: Progress): Promise<RoundResult> {
  const { parentFolder, inFlight } = options
  return inFreshPlace({ parentFolder, connections: inFlight }, (place) =>
    measureServer(place, { data, options, progress }),
  )
}

export interface Place {
  readonly folder: string
  readonly port: number
  readonly setUp: Initialized
  readonly client: Client
}

/** A data folder of its own that is set up, and a client for its server, which nobody has started. Both go in the end. */
export async function inFreshPlace<T>(
  { parentFolder, connections }: { readonly parentFolder: string; readonly connections: number },
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(parentFolder, 'entrain-bench-'))
  try {
    const port = await findFreePort()
    const setUp = await initialize(folder, port)
    const ca = setUp.caFile === null ? '' : readFileSync(setUp.caFile, 'utf8')
    const client = createClient({ ca, connections })
    try {
      return await work({ folder, port, setUp, client })
    } finally {
      client.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Work {
  readonly data: Data
  readonly options: BenchOptions
  readonly progress: Progress
}

async function measureServer(place: Place, work: Work): Promise<RoundResult> {
  const { data, options, progress } = work
  const appendUsersPerSecond = measureAppend(data.first, options.users, place.folder)
  const gauge = createParseGauge(data.first, options.users)
  const { job, phases, latencies, rssMiB } = await withServer(place, async (server) => {
    place.client.setToken(await fetchToken(place))
    const job = jobOf(place)
    const phases = await runPhases(job, server, { ...work, gauge })
    const onSettled = progress('log latency', data.steady.length)
    const latencies = await measureLogLatency(job, data.steady, onSettled)
    return { job, phases, latencies, rssMiB: server.peakRssMiB() }
  })
  const [probe] = data.changed
  if (probe === undefined) throw new Error('there is nobody to send')
  const startedAt = performance.now()
  const startMs = await withServer(place, async () => {
    await uploadOne(job, probe)
    return performance.now() - startedAt
  })
  const { create, changed, unchanged } = phases
  const ceiling: Ceiling = { parseUsersPerSecond: gauge.rate(), appendUsersPerSecond }
  const rateOf = ({ usersPerSecond }: PhaseResult): PhaseRate => ({
    usersPerSecond,
    ofParse: usersPerSecond / ceiling.parseUsersPerSecond,
  })
  return {
    result: {
      create: rateOf(create),
      changed: rateOf(changed),
      unchanged: rateOf(unchanged),
      accept: { requestsPerSecond: create.requestsPerSecond, p99Ms: percentileOf(create.latenciesMs, 99) },
      logLatency: { p50Ms: percentileOf(latencies, 50), p99Ms: percentileOf(latencies, 99) },
      ceiling,
      rssMiB,
      startMs,
    },
    cpuMicrosPerUser: {
      create: create.cpuMicrosPerUser,
      changed: changed.cpuMicrosPerUser,
      unchanged: unchanged.cpuMicrosPerUser,
    },
  }
}

/** Starts the server and stops it in the end, also after a failure. */
export async function withServer<T>({ folder, port }: Place, work: (server: ServerProcess) => Promise<T>): Promise<T> {
  const server = await startServer(folder, port)
  let result: T
  try {
    result = await work(server)
  } catch (error) {
    // The failure of the work is what the reader needs; that the server then stops badly as well is not.
    await server.stop().catch(() => undefined)
    throw error
  }
  await server.stop()
  return result
}

interface MeasuredWork extends Work {
  readonly gauge: ParseGauge
}

async function runPhases(
  job: Job,
  server: ServerProcess,
  { data, options, progress, gauge }: MeasuredWork,
): Promise<Readonly<Record<PhaseName, PhaseResult>>> {
  const { users, inFlight } = options
  const changes = changedCountOf(users)
  const run = (name: PhaseName, bodies: readonly Buffer[], expected: Readonly<Record<string, number>>) => {
    gauge.sample()
    return runPhase(job, server, { name, bodies, users, inFlight, expected, onAccepted: progress(name, bodies.length) })
  }
  const phases = {
    create: await run('create', data.first, { created: users }),
    changed: await run('changed', data.changed, { updated: changes, skipped: users - changes }),
    unchanged: await run('unchanged', data.changed, { skipped: users }),
  }
  gauge.sample()
  return phases
}

export function jobOf({ client, setUp }: Place): Job {
  const root = `${setUp.origin}/v1.0`
  return {
    client,
    root,
    url: `${root}/servicePrincipals/${setUp.servicePrincipalId}/synchronization/jobs/${setUp.jobId}`,
  }
}

export async function fetchToken({ client, setUp }: Place): Promise<string> {
  const fields = {
    client_id: setUp.clientId,
    client_secret: setUp.clientSecret,
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
  }
  const { status, body } = await client.send({
    method: 'POST',
    url: setUp.tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  })
  if (status !== 200) throw new Error(`no token: ${status} ${body.toString()}`)
  return (JSON.parse(body.toString()) as { access_token: string }).access_token
}
