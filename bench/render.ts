import { statfsSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { countOf, toCount } from '../src/cli/count-text.ts'
import { type Cell, type Column, renderTable } from '../src/cli/table.ts'
import type { Screen } from '../src/cli/terminal.ts'
import { type BenchOptions, operationsPerRequest, steadyUsersPerSecond } from './options.ts'
import { type BenchResult, type Spread, spreadOf } from './result.ts'
import { type Data, phaseNames, type RoundResult } from './round.ts'

const bytesPerMiB = 1_048_576
/** statfs(2): file systems that lie in memory, where making data durable costs nothing. */
const memoryFileSystems = new Set([0x01021994, 0x858458f6])

/** What was measured on, and with what. */
export function renderHead(data: Data, options: BenchOptions, { paint }: Screen): string {
  const { users, inFlight, rounds, parentFolder } = options
  const bytes = data.first.reduce((sum, body) => sum + body.byteLength, 0)
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor'
  const isMemory = memoryFileSystems.has(statfsSync(parentFolder).type)
  return [
    `${paint.bold('Entrain, end to end')}: HTTPS in, log entries out`,
    `${cpu}, ${countOf(availableParallelism(), 'core')}, Node.js ${process.version}, ${process.platform}; load and server on the same machine`,
    `${countOf(users, 'person', 'people')}, ${(bytes / bytesPerMiB).toFixed(1)} MiB, ${toCount(Math.round(bytes / users))} bytes each; ${countOf(data.first.length, 'request')} of ${operationsPerRequest}, ${inFlight} in flight, ${countOf(rounds, 'round')}`,
    ...(isMemory ? [paint.yellow(`${parentFolder} lies in memory: the disk is not measured. Use --folder.`)] : []),
    '',
    '',
  ].join('\n')
}

const columns: readonly Column[] = [
  { title: '' },
  { title: 'median', align: 'right' },
  { title: 'unit' },
  { title: 'min..max', align: 'right' },
  { title: 'of parsing', align: 'right' },
  { title: 'server CPU', align: 'right' },
]

/** The table that people read. */
export function renderResults(rounds: readonly RoundResult[], { columns: width, paint }: Screen): string {
  const results = rounds.map(({ result }) => result)
  const row = (
    label: string,
    unit: string,
    read: (result: BenchResult) => number,
    extra: readonly Cell[] = [],
  ): Cell[] => {
    const spread = spreadOf(results.map(read))
    const range = rounds.length === 1 ? '' : `${toNumber(spread.min)}..${toNumber(spread.max)}`
    return [label, { text: toNumber(spread.median), paint: 'bold' }, unit, range, ...extra]
  }
  const ratio = (read: (result: BenchResult) => number): Cell => ({
    text: spreadOf(results.map((result) => read(result) / result.ceiling.parseUsersPerSecond)).median.toFixed(3),
    paint: 'cyan',
  })
  return renderTable(
    columns,
    [
      ...phaseNames.map((name) =>
        row(`${name}: sent until logged`, 'users/s', (result) => result[name].usersPerSecond, [
          ratio((result) => result[name].usersPerSecond),
          cpuOf(rounds.flatMap(({ cpuMicrosPerUser }) => cpuMicrosPerUser[name] ?? [])),
        ]),
      ),
      row('ceiling: one core parses', 'users/s', ({ ceiling }) => ceiling.parseUsersPerSecond, [
        ratio(({ ceiling }) => ceiling.parseUsersPerSecond),
      ]),
      row('ceiling: durable append', 'users/s', ({ ceiling }) => ceiling.appendUsersPerSecond, [
        ratio(({ ceiling }) => ceiling.appendUsersPerSecond),
      ]),
      row('accepted while creating', '202/s', ({ accept }) => accept.requestsPerSecond),
      row('  its latency, p99', 'ms', ({ accept }) => accept.p99Ms),
      row(`sent until in the log, p50`, `ms at ${steadyUsersPerSecond} users/s`, ({ logLatency }) => logLatency.p50Ms),
      row('  p99', 'ms', ({ logLatency }) => logLatency.p99Ms),
      row('peak memory of the server', 'MiB', ({ rssMiB }) => rssMiB),
      row('start until the first 202', 'ms', ({ startMs }) => startMs),
    ],
    { width, paint },
  )
}

function cpuOf(micros: readonly number[]): Cell {
  return micros.length === 0 ? '' : `${spreadOf(micros).median.toFixed(0)} µs/user`
}

/** Three digits are enough to compare by. */
function toNumber(value: Spread['median']): string {
  return value >= 100 ? toCount(Math.round(value)) : value.toPrecision(3)
}
