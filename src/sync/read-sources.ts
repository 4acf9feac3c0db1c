import type { AttributeValue } from '../model/attribute-value.ts'
import { toDisplayText } from '../model/attribute-value.ts'
import { concealSources } from './conceal.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import type { SourceAttribute, SourceValue } from './source-attribute.ts'

/** Source attributes as texts, by name. */
export type ReadSources = Readonly<Record<string, string>>

/** What a record says for the mappings: every source attribute that one of them reads and that has a value. Hides what must not be shown. */
export function readSources(program: JobProgram, record: SourceRecord): ReadSources {
  const shown = concealRecord(program, record)
  const values: Record<string, string> = {}
  for (const attribute of inputsOf(program)) {
    const text = toDisplayText(toShownValue(attribute.read(shown)))
    if (text !== null) values[attribute.definition.name] = text
  }
  return values
}

/** The record without what the mappings redact. */
export function concealRecord(program: JobProgram, record: SourceRecord): SourceRecord {
  if (program.hiddenSources.size === 0) return record
  return { ...record, data: concealSources(record.data, program.hiddenSources) }
}

export function toShownValue(value: SourceValue): AttributeValue {
  return value === undefined ? null : value
}

const inputsByProgram = new WeakMap<JobProgram, readonly SourceAttribute[]>()

function inputsOf(program: JobProgram): readonly SourceAttribute[] {
  const known = inputsByProgram.get(program) ?? [...new Set(program.mappings.flatMap(({ inputs }) => inputs))]
  inputsByProgram.set(program, known)
  return known
}
