import type { AttributeDefinition } from '../model/synchronization-schema.ts'
import { type AttributePath, compileAttributePath } from '../scim/attribute-path.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'

/** A value as expressions see it; `undefined` = absent from the payload. */
export type SourceValue = string | boolean | readonly string[] | null | undefined
/** What readers read: the payload, and whether the person is still in the source. */
export interface ReadableRecord {
  readonly data: JsonObject
  /** Present unless said otherwise. */
  readonly presence?: 'present' | 'absent'
}

export type SourceReader = (record: ReadableRecord) => SourceValue
export type DataReader = (data: JsonObject) => SourceValue

export interface SourceAttribute {
  readonly definition: AttributeDefinition
  readonly read: SourceReader
  /** The same from the payload alone. */
  readonly readData: DataReader
  /** The payload names the attribute, whatever its value. */
  readonly isPresent: (record: ReadableRecord) => boolean
  /** The complex attribute, list or extension around it is there, so that leaving the attribute out means something. */
  readonly isEnclosurePresent: (record: ReadableRecord) => boolean
}

/** Compiles the typed reader of one declared source attribute (provisioning-bulk-upload: "Value typing on input"). */
export function compileSourceAttribute(definition: AttributeDefinition): SourceAttribute {
  const path = compileAttributePath(definition.name)
  const enclosure = compileEnclosure(definition.name)
  const readData = typedReader(path, definition)
  return {
    definition,
    read: ({ data }) => readData(data),
    readData,
    isPresent: ({ data }) => path(data) !== undefined,
    isEnclosurePresent: enclosure === null ? () => true : ({ data }) => enclosure(data) !== undefined,
  }
}

function typedReader(path: AttributePath, definition: AttributeDefinition): DataReader {
  if (definition.type === 'Boolean') return (data) => toBooleanIfText(toSourceValue(path(data)))
  if (definition.type === 'Reference') return (data) => toReference(path(data))
  return (data) => toSourceValue(path(data))
}

function toSourceValue(value: unknown): SourceValue {
  if (typeof value === 'string') return value === '' ? null : value
  if (value === undefined || value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.flatMap(toListItem)
  // A complex attribute named as a whole: its text form is its `value`, if it has one (RFC 7643 section 2.4).
  return isJsonObject(value) ? toSourceValue(ownProperty(value, 'value')) : undefined
}

/** Elements of a multi-valued complex attribute, `[{"value": "x"}]`, stand for their values (RFC 7643 section 2.4). */
function toListItem(item: unknown): readonly string[] {
  const value = isJsonObject(item) ? ownProperty(item, 'value') : item
  return value === null || value === undefined || typeof value === 'object' ? [] : [String(value)]
}

function toBooleanIfText(value: SourceValue): SourceValue {
  if (typeof value !== 'string') return value
  const text = value.trim().toLowerCase()
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : value
}

/** `manager: {value}` as the enterprise schema has it, or the bare identifier. */
function toReference(value: unknown): SourceValue {
  const inner = isJsonObject(value) ? ownProperty(value, 'value') : value
  const read = toSourceValue(inner)
  return typeof read === 'string' ? read.trim() || null : read
}

function compileEnclosure(name: string): AttributePath | null {
  const local = /^urn:/i.test(name) ? name.lastIndexOf(':') : -1
  const end = local + 1 + name.slice(local + 1).search(/[.[]/)
  if (local > 0 && end > local) return compileAttributePath(name.slice(0, end))
  if (local > 0) return compileUrn(name.slice(0, local))
  return end < 0 ? null : compileAttributePath(name.slice(0, end))
}

function compileUrn(urn: string): AttributePath {
  return (record) => ownProperty(record, urn)
}
