import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly users: number
  readonly rounds: number
  readonly steadySeconds: number
  /** Requests that are on their way at the same time. */
  readonly inFlight: number
  /** Where the data folder is made; it decides which disk is measured. */
  readonly parentFolder: string
  readonly json: boolean
  readonly smoke: boolean
}

/** Operations of one request: the reference service takes no more. */
export const operationsPerRequest = 50
/** New people per second while the delay of the log is measured. */
export const steadyUsersPerSecond = 200

const usersMax = 2_000_000
const roundsMax = 100
const steadySecondsMax = 600
const inFlightMax = 64

export const usage = `Measures a real server process from end to end.

  npm run bench -- [options]

  --users <n>           people to send (default 5000)
  --rounds <n>          repeat on fresh data and show medians (default 1)
  --steady-seconds <n>  length of the steady load of ${steadyUsersPerSecond} users/s (default 10)
  --in-flight <n>       requests at the same time (default 8)
  --folder <path>       make the data folder here (default: the system's temporary folder)
  --json                end with one line of JSON
  --smoke               a small run that checks counts and members, for CI
  --help                this text
`

/** Reads the command line; `help` when it asks for the usage. Throws an error that says what is wrong. */
export function readOptions(argv: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      users: { type: 'string' },
      rounds: { type: 'string' },
      'steady-seconds': { type: 'string' },
      'in-flight': { type: 'string' },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { smoke, json } = values
  return {
    users: toWhole('users', values.users ?? (smoke ? '220' : '5000'), usersMax),
    rounds: toWhole('rounds', values.rounds ?? '1', roundsMax),
    steadySeconds: toWhole('steady-seconds', values['steady-seconds'] ?? (smoke ? '1' : '10'), steadySecondsMax),
    inFlight: toWhole('in-flight', values['in-flight'] ?? '8', inFlightMax),
    parentFolder: resolve(values.folder ?? tmpdir()),
    json,
    smoke,
  }
}

function toWhole(name: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= most) return value
  throw new Error(`--${name} must be a whole number from 1 to ${most}, and is '${text}'`)
}
