import type { AttributeValue } from '../../model/attribute-value.ts'
import type { LookupTable, MappingTest } from '../../model/synchronization-schema.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import type { ObjectReader } from './object-reader.ts'
import { readKeyValues } from './parse-key-values.ts'

/** Reads the lookup tables of a schema (ours); undefined when the document does not mention any. */
export function readLookupTables(reader: ObjectReader): readonly LookupTable[] | undefined {
  const tables = reader.list('lookupTables', (item) => ({
    name: item.requiredText('name'),
    entries: readKeyValues(item, 'entries'),
  }))
  return tables.length === 0 ? undefined : tables
}

/** Reads the tests of an object mapping (ours); undefined when it has none. */
export function readMappingTests(reader: ObjectReader): readonly MappingTest[] | undefined {
  const tests = reader.list('mappingTests', readMappingTest)
  return tests.length === 0 ? undefined : tests
}

function readMappingTest(reader: ObjectReader): MappingTest {
  const expected = reader.object('expected')
  return {
    name: reader.requiredText('name'),
    now: readInstant(reader),
    record: readRecord(reader),
    expected: {
      inScope: expected?.booleanOrNull('inScope') ?? null,
      attributes: expected === null ? {} : readAttributes(expected),
    },
  }
}

function readInstant(reader: ObjectReader): string | null {
  const now = reader.textOrNull('now')
  if (now !== null && Number.isNaN(Date.parse(now)))
    reader.wrong('now', 'Write a time in ISO 8601, e.g. 2026-02-03T08:00:00Z.')
  return now
}

function readRecord(reader: ObjectReader): JsonObject {
  const record = reader.value('record')
  if (isJsonObject(record)) return record
  reader.wrong('record', 'Write one person as in `data` of a bulk operation.')
  return {}
}

function readAttributes(expected: ObjectReader): Readonly<Record<string, AttributeValue>> {
  const attributes = expected.value('attributes')
  if (attributes === undefined || attributes === null) return {}
  if (!isJsonObject(attributes)) {
    expected.wrong('attributes', 'Write an object: target attribute and the value that is expected.')
    return {}
  }
  const values: Record<string, AttributeValue> = Object.create(null)
  for (const [name, value] of Object.entries(attributes)) {
    if (isAttributeValue(value)) values[name] = value
    else
      expected.wrong('attributes', `The value of '${name}' must be a text, number, Boolean, null or a list of texts.`)
  }
  return { ...values }
}

function isAttributeValue(value: unknown): value is AttributeValue {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string')
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
