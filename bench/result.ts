import { medianOf } from './statistics.ts'

/** What one run of the benchmark says, as `--json` prints it. */
export interface BenchResult {
  readonly create: PhaseRate
  readonly changed: PhaseRate
  readonly unchanged: PhaseRate
  readonly accept: { readonly requestsPerSecond: number; readonly p99Ms: number }
  readonly logLatency: { readonly p50Ms: number; readonly p99Ms: number }
  readonly ceiling: { readonly parseUsersPerSecond: number; readonly appendUsersPerSecond: number }
  readonly rssMiB: number
  readonly startMs: number
}

export interface PhaseRate {
  readonly usersPerSecond: number
  /** As a share of what one core parses. */
  readonly ofParse: number
}

/** One number of the result: where it stands, and how it is rounded. */
export interface Measure {
  readonly path: string
  readonly read: (result: BenchResult) => number
  readonly decimals: number
}

export const measures: readonly Measure[] = [
  ...(['create', 'changed', 'unchanged'] as const).flatMap((name): Measure[] => [
    { path: `${name}.usersPerSecond`, read: (result) => result[name].usersPerSecond, decimals: 0 },
    { path: `${name}.ofParse`, read: (result) => result[name].ofParse, decimals: 3 },
  ]),
  { path: 'accept.requestsPerSecond', read: ({ accept }) => accept.requestsPerSecond, decimals: 1 },
  { path: 'accept.p99Ms', read: ({ accept }) => accept.p99Ms, decimals: 1 },
  { path: 'logLatency.p50Ms', read: ({ logLatency }) => logLatency.p50Ms, decimals: 1 },
  { path: 'logLatency.p99Ms', read: ({ logLatency }) => logLatency.p99Ms, decimals: 1 },
  { path: 'ceiling.parseUsersPerSecond', read: ({ ceiling }) => ceiling.parseUsersPerSecond, decimals: 0 },
  { path: 'ceiling.appendUsersPerSecond', read: ({ ceiling }) => ceiling.appendUsersPerSecond, decimals: 0 },
  { path: 'rssMiB', read: ({ rssMiB }) => rssMiB, decimals: 0 },
  { path: 'startMs', read: ({ startMs }) => startMs, decimals: 0 },
]

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(numbers: readonly number[]): Spread {
  return { median: medianOf(numbers), min: Math.min(...numbers), max: Math.max(...numbers) }
}

/** The medians of all rounds, rounded, in the shape of a result. Refuses a measure that is missing or not above zero. */
export function toJson(results: readonly BenchResult[]): object {
  const json: Record<string, unknown> = {}
  for (const { path, read, decimals } of measures) {
    const { median } = spreadOf(results.map(read))
    if (!Number.isFinite(median) || median <= 0) throw new Error(`${path} was not measured: ${median}`)
    const rounded = Number(median.toFixed(decimals))
    const [group = path, member] = path.split('.')
    if (member === undefined) json[group] = rounded
    else json[group] = { ...(json[group] as object | undefined), [member]: rounded }
  }
  return json
}
