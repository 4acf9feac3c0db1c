import { EntrainError, type ErrorDetail } from '../model/error.ts'
import type { JobOptions, QuarantineThresholds, SynchronizationJob } from '../model/synchronization-job.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'

type Settings = SynchronizationJob['settings']
export type JobChange = Pick<SynchronizationJob, 'settings' | 'options'>

/** Setting texts are short; the longest is a list of addresses. */
const settingLengthMax = 4_000
const countMax = 1_000_000_000

/** Reads one value, or says what is expected instead. */
type Read<T> = (value: unknown) => { readonly value: T } | { readonly expected: string }

const oneOf =
  <T extends string>(...names: readonly T[]): Read<T> =>
  (value) => {
    const found = names.find((name) => name === value)
    return found === undefined ? { expected: `one of ${names.join(', ')}` } : { value: found }
  }

const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? { value } : { expected: 'true or false' })

const integer =
  (min: number, max: number): Read<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? { value }
      : { expected: `a whole number from ${min} to ${max}` }

const nullable =
  <T>(read: Read<T>): Read<T | null> =>
  (value) =>
    value === null ? { value: null } : read(value)

/** Settings are texts, whatever they mean. */
const textOf =
  (pattern: RegExp, expected: string): Read<string> =>
  (value) => {
    const text = typeof value === 'string' ? value.trim() : typeof value === 'object' ? '' : String(value)
    return pattern.test(text) && text.length <= settingLengthMax ? { value: text } : { expected }
  }
const flagText = textOf(/^(true|false)$/i, '"true" or "false"')
const countText = textOf(/^\d{1,9}$/, 'a whole number as text, such as "500"')
const anyText = textOf(/^/, `a text of at most ${settingLengthMax} characters`)

/** Names of Graph's `synchronizationJobSettings` (provisioning-engine: "Identifiers, creation, life cycle of a job"). */
export const settingReaders: Readonly<Record<string, Read<string>>> = {
  QuarantineTooManyDeletes: flagText,
  QuarantineTooManyDeletesThreshold: countText,
  SkipOutOfScopeDeletions: flagText,
  AllowDefaultEntitlement: flagText,
  AzureIngestionAttributeOptimization: flagText,
  LookaheadQueryEnabled: flagText,
  LookaheadQueryIntervalValue: anyText,
}

type Readers<T> = { readonly [Name in keyof T]: Read<T[Name]> }

const thresholdReaders: Readers<QuarantineThresholds> = {
  failuresMin: integer(1, countMax),
  failuresPercentMax: integer(0, 100),
  failuresMax: integer(0, countMax),
  failuresTotalMax: integer(0, countMax),
}

const optionReaders: Readers<Omit<JobOptions, 'quarantine'>> = {
  skipMappingWhenAllInputsAbsent: flag,
  evaluate: oneOf('payload', 'merged'),
  absentPeople: oneOf('disable', 'delete', 'ignore'),
  deletesPercentMax: nullable(integer(0, 100)),
}

const readOnly: ReadonlySet<string> = new Set(['id', 'templateId', 'schedule', 'status', 'schema', 'waiting'])

/**
 * Reads the body of a job's PATCH: settings and options (ours) that are named replace what the job has, the others stay.
 * A setting whose value is null is taken away. Refuses with `invalidValue`, naming everything that is wrong.
 */
export function parseJobChange(body: JsonObject, { settings, options }: JobChange): JobChange {
  const problems: ErrorDetail[] = []
  const refuse = (target: string, message: string) => problems.push({ code: 'InvalidValue', target, message })
  const change = { settings, options }
  for (const [name, value] of Object.entries(body)) {
    if (name === 'synchronizationJobSettings') change.settings = readSettings(value, settings, refuse)
    else if (name === 'options') change.options = readOptions(value, options, refuse)
    else if (readOnly.has(name)) refuse(name, `'${name}' cannot be changed here.`)
    else if (!name.includes('@odata')) refuse(name, `A job has no property '${name}'.`)
  }
  if (problems.length > 0)
    throw new EntrainError('invalidValue', `The job was not changed: ${problems[0]?.message}`, { details: problems })
  return change
}

type Refuse = (target: string, message: string) => void

function readSettings(value: unknown, before: Settings, refuse: Refuse): Settings {
  const at = 'synchronizationJobSettings'
  if (!Array.isArray(value)) {
    refuse(at, `'${at}' is a list of { "name", "value" }.`)
    return before
  }
  const settings = new Map(before.map((setting) => [setting.name, setting.value]))
  for (const [position, item] of value.entries()) {
    const target = `${at}/${position}`
    const wanted = isJsonObject(item) ? ownProperty(item, 'name') : undefined
    const name = Object.keys(settingReaders).find((known) => known.toLowerCase() === String(wanted).toLowerCase())
    const read = name === undefined ? undefined : settingReaders[name]
    if (name === undefined || read === undefined) {
      const known = Object.keys(settingReaders).join(', ')
      refuse(
        target,
        `${typeof wanted === 'string' ? `There is no setting '${wanted}'` : 'Name the setting'}; known are ${known}.`,
      )
      continue
    }
    const given = isJsonObject(item) ? ownProperty(item, 'value') : undefined
    if (given === null) settings.delete(name)
    else take(read(given), `${target}/value`, refuse, (text) => settings.set(name, text))
  }
  return [...settings].map(([name, text]) => ({ name, value: text }))
}

function readOptions(value: unknown, before: JobOptions, refuse: Refuse): JobOptions {
  if (!isJsonObject(value)) {
    refuse('options', "'options' is an object.")
    return before
  }
  const { quarantine, ...rest } = value
  const options = readMembers(rest, before, { readers: optionReaders, at: 'options', refuse, inner: ['quarantine'] })
  if (quarantine === undefined) return options
  if (!isJsonObject(quarantine)) {
    refuse('options/quarantine', "'quarantine' is an object.")
    return options
  }
  const thresholds = { readers: thresholdReaders, at: 'options/quarantine', refuse, inner: [] }
  return { ...options, quarantine: readMembers(quarantine, before.quarantine, thresholds) }
}

interface Members<T> {
  readonly readers: Partial<Readers<T>>
  readonly at: string
  readonly refuse: Refuse
  /** Members that are read elsewhere. */
  readonly inner: readonly string[]
}

function readMembers<T extends object>(value: JsonObject, before: T, { readers, at, refuse, inner }: Members<T>): T {
  const after = { ...before }
  for (const [name, given] of Object.entries(value)) {
    const key = (Object.keys(readers) as (keyof T & string)[]).find((known) => known === name)
    const read = key === undefined ? undefined : readers[key]
    if (key === undefined || read === undefined)
      refuse(
        `${at}/${name}`,
        `There is no option '${name}'; known are ${[...Object.keys(readers), ...inner].join(', ')}.`,
      )
    else
      take(read(given), `${at}/${name}`, refuse, (taken) => {
        after[key] = taken
      })
  }
  return after
}

function take<T>(
  read: { readonly value: T } | { readonly expected: string },
  target: string,
  refuse: Refuse,
  use: (value: T) => void,
): void {
  if ('value' in read) use(read.value)
  else refuse(target, `'${target.split('/').at(-1)}' must be ${read.expected}.`)
}
