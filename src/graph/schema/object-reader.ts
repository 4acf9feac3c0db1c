import type { ErrorDetail } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'

/** Findings that one answer names; the rest would only repeat them. */
export const findingsMax = 50

/** A list in a schema document is never longer than this. */
export const listLengthMax = 10_000

/** What is wrong with a document, up to `findingsMax`. Targets are JSON pointers (RFC 6901). */
export class Findings {
  readonly #list: ErrorDetail[] = []

  add(target: string, message: string): void {
    if (this.#list.length < findingsMax) this.#list.push({ code: 'SchemaInvalid', target, message })
  }

  get list(): readonly ErrorDetail[] {
    return this.#list
  }
}

/** Reads the members of one JSON object. A missing member and null give the default, a wrong type gives a finding. */
export class ObjectReader {
  readonly #object: JsonObject
  readonly #findings: Findings
  /** JSON pointer of the object. */
  readonly at: string

  constructor(object: JsonObject, at: string, findings: Findings) {
    this.#object = object
    this.at = at
    this.#findings = findings
  }

  textOrNull(name: string): string | null {
    const value = this.value(name)
    if (value === undefined || value === null) return null
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    this.wrong(name, 'Write a text in double quotes.')
    return null
  }

  text(name: string, otherwise = ''): string {
    return this.textOrNull(name) ?? otherwise
  }

  /** A text without which the object means nothing. */
  requiredText(name: string): string {
    const value = this.text(name)
    if (value === '') this.wrong(name, 'A value is required.')
    return value
  }

  boolean(name: string, otherwise: boolean): boolean {
    return this.booleanOrNull(name) ?? otherwise
  }

  booleanOrNull(name: string): boolean | null {
    const value = this.value(name)
    if (value === undefined || value === null) return null
    if (typeof value === 'boolean') return value
    const text = String(value).toLowerCase()
    if (text === 'true' || text === 'false') return text === 'true'
    this.wrong(name, 'Write true or false.')
    return null
  }

  integer(name: string, otherwise: number): number {
    const value = this.value(name)
    if (value === undefined || value === null) return otherwise
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number
    this.wrong(name, 'Write a whole number.')
    return otherwise
  }

  /** A member of an enumeration by its name in any letter case, or by its number; `members` are in numeric order. */
  member<Member extends string>(name: string, members: readonly Member[], otherwise: Member): Member {
    const value = this.value(name)
    if (value === undefined || value === null) return otherwise
    const written = String(value).toLowerCase()
    const found = members.find((member, index) => member.toLowerCase() === written || String(index) === written)
    if (found === undefined)
      this.wrong(name, `Requested value '${String(value)}' was not found. Use one of ${members.join(', ')}.`)
    return found ?? otherwise
  }

  list<Item>(name: string, read: (item: ObjectReader) => Item): readonly Item[] {
    return this.#array(name).flatMap((value, index) => {
      const at = `${this.at}/${name}/${index}`
      if (isJsonObject(value)) return [read(new ObjectReader(value, at, this.#findings))]
      this.#findings.add(at, 'An object is expected here.')
      return []
    })
  }

  texts(name: string): readonly string[] {
    return this.#array(name).flatMap((value, index) => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [String(value)]
      this.#findings.add(`${this.at}/${name}/${index}`, 'A text is expected here.')
      return []
    })
  }

  object(name: string): ObjectReader | null {
    const value = this.value(name)
    if (value === undefined || value === null) return null
    if (isJsonObject(value)) return new ObjectReader(value, `${this.at}/${name}`, this.#findings)
    this.wrong(name, 'An object is expected here.')
    return null
  }

  value(name: string): unknown {
    return ownProperty(this.#object, name)
  }

  wrong(name: string, message: string): void {
    this.#findings.add(`${this.at}/${name}`, message)
  }

  #array(name: string): readonly unknown[] {
    const value = this.value(name)
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) this.wrong(name, 'A list is expected here, in square brackets.')
    else if (value.length > listLengthMax) this.wrong(name, `A list may have at most ${listLengthMax} entries.`)
    else return value
    return []
  }
}
