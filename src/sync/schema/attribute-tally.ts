import { defineAttribute } from '../../model/define-attribute.ts'
import type { AttributeDefinition, AttributeType, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { listAttributes, type SentAttribute } from '../../scim/list-attributes.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { findObjectMapping } from '../job-program.ts'
import { usedSourceAttributes } from './used-attributes.ts'

/** An attribute that uploads carry (ours). */
export interface SeenAttribute {
  /** As a mapping addresses it. */
  readonly name: string
  /** Records that carry a value of it. */
  readonly count: number
  /** Different persons among them. */
  readonly people: number
  /** The first value that was met, shortened; null when the name looks like that of a secret. */
  readonly sample: string | null
  readonly suggestedType: AttributeType
  readonly multivalued: boolean
}

export interface SeenAttributes {
  /** Neither declared nor mapped: nothing reads them. */
  readonly undeclared: readonly SeenAttribute[]
  /** Declared, and no mapping or filter reads them. */
  readonly unmapped: readonly SeenAttribute[]
}

export const tallyLimits = {
  /** Different attributes; what else is sent is not looked at. */
  attributesMax: 1_000,
  peopleMax: 20_000,
  sampleCharactersMax: 60,
} as const

interface Entry {
  readonly names: SentAttribute['names']
  count: number
  /** One bit per person: sets would grow with attributes times people. */
  readonly people: Uint8Array
  readonly sample: string | null
  type: AttributeType
  multivalued: boolean
}

/** Counts the attributes of records, one record after the other. */
export class AttributeTally {
  readonly #entries = new Map<string, Entry>()
  readonly #people = new Map<string, number>()

  add(user: JsonObject): void {
    const person = this.#numberOf(user)
    const inThisRecord = new Set<Entry>()
    for (const sent of listAttributes(user)) {
      const entry = this.#entryOf(sent)
      if (entry === undefined) continue
      entry.type = commonType(entry.type, typeOf(sent.value))
      entry.multivalued ||= typeof sent.value === 'object'
      inThisRecord.add(entry)
    }
    for (const entry of inThisRecord) {
      entry.count += 1
      const byte = entry.people[person >> 3] ?? 0
      entry.people[person >> 3] = byte | (1 << (person & 7))
    }
  }

  /** What the schema does not use, the most frequent first. */
  compareWith(schema: SynchronizationSchema): SeenAttributes {
    const found = findObjectMapping(schema)
    const declared = new Set((found?.source.attributes ?? []).map(({ name }) => name.toLowerCase()))
    const used = new Set([...(found === undefined ? [] : usedSourceAttributes(found.objectMapping))].map(withoutCase))
    const undeclared: SeenAttribute[] = []
    const unmapped: SeenAttribute[] = []
    for (const entry of this.#entries.values()) {
      const names = entry.names.map(withoutCase)
      if (names.some((name) => alwaysRead.has(name) || used.has(name))) continue
      const list = names.some((name) => declared.has(name)) ? unmapped : undeclared
      list.push(toSeen(entry))
    }
    return { undeclared: undeclared.toSorted(byCount), unmapped: unmapped.toSorted(byCount) }
  }

  #entryOf({ names, value }: SentAttribute): Entry | undefined {
    const key = names[0].toLowerCase()
    const known = this.#entries.get(key)
    if (known !== undefined || this.#entries.size >= tallyLimits.attributesMax) return known
    const entry: Entry = {
      names,
      count: 0,
      people: new Uint8Array(Math.ceil(tallyLimits.peopleMax / 8)),
      sample: toSample(names[0], value),
      type: typeOf(value),
      multivalued: typeof value === 'object',
    }
    this.#entries.set(key, entry)
    return entry
  }

  /** People beyond the limit count as the last one. */
  #numberOf(user: JsonObject): number {
    const anchor = String(ownProperty(user, 'externalId') ?? '').toLowerCase()
    const known = this.#people.get(anchor)
    if (known !== undefined) return known
    const number = Math.min(this.#people.size, tallyLimits.peopleMax - 1)
    if (this.#people.size < tallyLimits.peopleMax) this.#people.set(anchor, number)
    return number
  }
}

/** The definition under which an attribute that was seen can be mapped. */
export function toDefinition({ name, suggestedType, multivalued }: SeenAttribute): AttributeDefinition {
  return defineAttribute(name, { type: suggestedType, multivalued })
}

/** The anchor identifies the record whether or not it is mapped. */
const alwaysRead: ReadonlySet<string> = new Set(['externalid'])

function withoutCase(name: string): string {
  return name.toLowerCase()
}

function byCount(a: SeenAttribute, b: SeenAttribute): number {
  return b.count - a.count || (a.name < b.name ? -1 : 1)
}

function toSeen({ names, count, people, sample, type, multivalued }: Entry): SeenAttribute {
  return { name: names[0], count, people: countBits(people), sample, suggestedType: type, multivalued }
}

function countBits(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1
  return count
}

const isoDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/

function typeOf(value: SentAttribute['value']): AttributeType {
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'Integer' : 'String'
  return typeof value === 'string' && isoDate.test(value) ? 'DateTime' : 'String'
}

function commonType(a: AttributeType, b: AttributeType): AttributeType {
  return a === b ? a : 'String'
}

const secretName =
  /pass(?:word|wd|phrase|code)|secret|token|credential|api.?key|private.?key|(?:^|[^a-z])pin(?:$|[^a-z])/i

function toSample(name: string, value: SentAttribute['value']): string | null {
  if (secretName.test(name)) return null
  const text = typeof value === 'object' ? value.join('; ') : String(value)
  const { sampleCharactersMax } = tallyLimits
  return text.length > sampleCharactersMax ? `${text.slice(0, sampleCharactersMax)}…` : text
}
