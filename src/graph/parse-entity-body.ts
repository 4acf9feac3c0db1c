import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { parseDateTime } from '../odata/date-time.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { emptyPayload, readJsonBody } from './json-body.ts'

/** What may be written to a property (columns "Type", "Null", "Write" of graph-resources). */
export interface WritableProperty {
  readonly name: string
  /** `Edm.String`, …, or the name of a complex type or enumeration. */
  readonly type: string
  readonly collection?: true
  readonly nullable?: false
  /** Left out: on create and update. */
  readonly write?: 'create' | 'never' | 'action' | 'restricted'
  readonly lengthMax?: number
  readonly itemsMax?: number
}

export interface WritableType {
  /** Without namespace, as messages show it: `Group`. */
  readonly name: string
  readonly properties: readonly WritableProperty[]
  /** Properties that have to be there on create. */
  readonly required?: readonly string[]
  readonly findComplex: (type: string) => Pick<WritableType, 'properties'> | undefined
  readonly findEnum: (type: string) => readonly string[] | undefined
  /** Properties that tenants add to an open type, such as directory extensions. */
  readonly findOpen?: (name: string) => WritableProperty | undefined
}

/** A body that fits its type. Names are in canonical spelling; empty texts of nullable properties are null. */
export interface EntityBody {
  readonly properties: JsonObject
  /** `members@odata.bind` and the like: the URLs by the property's name. */
  readonly binds: Readonly<Record<string, readonly string[]>>
}

const bodyBytesMax = 1024 * 1024
const depthMax = 8
const itemsMaxDefault = 1_000

/** Reads the body of a create or update. Refuses with `badRequest` and `invalidValue`, naming the property. */
export async function readEntityBody(call: Call, type: WritableType, use: 'create' | 'update'): Promise<EntityBody> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  return parseEntityBody(body, type, use)
}

export function parseEntityBody(body: unknown, type: WritableType, use: 'create' | 'update'): EntityBody {
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body has to be a JSON object.')
  const reader = new BodyReader(type, use)
  const parsed = reader.read(body)
  const missing = use === 'create' ? type.required?.find((name) => parsed.properties[name] === undefined) : undefined
  if (missing === undefined) return parsed
  const message = `A value is required for property '${missing}' of resource '${type.name}'.`
  throw new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target: missing }] })
}

class BodyReader {
  readonly #type: WritableType
  readonly #use: 'create' | 'update'

  constructor(type: WritableType, use: 'create' | 'update') {
    this.#type = type
    this.#use = use
  }

  read(body: Readonly<Record<string, unknown>>): EntityBody {
    const properties: Record<string, unknown> = {}
    const binds: Record<string, readonly string[]> = {}
    for (const [name, value] of Object.entries(body)) {
      if (name.toLowerCase().endsWith('@odata.bind')) binds[name.slice(0, -'@odata.bind'.length)] = toUrls(name, value)
      if (name.includes('@')) continue
      const property = this.#find(name)
      if (property === undefined) throw invalid(name, `Invalid property '${name}'.`)
      if (property.name === 'id' && !(property.write === 'create' && this.#use === 'create')) continue
      this.#requireWritable(property)
      properties[property.name] = this.#value(value, property, property.name)
    }
    return { properties, binds }
  }

  #find(name: string): WritableProperty | undefined {
    const lower = name.toLowerCase()
    const { properties, findOpen } = this.#type
    return properties.find((candidate) => candidate.name.toLowerCase() === lower) ?? findOpen?.(name)
  }

  #requireWritable({ name, write }: WritableProperty): void {
    const isOpen = write === undefined || write === 'restricted' || (write === 'create' && this.#use === 'create')
    if (!isOpen) throw invalid(name, `Property '${name}' is read-only and cannot be set.`)
  }

  #value(value: unknown, property: WritableProperty, path: string): unknown {
    const { collection, nullable, itemsMax = itemsMaxDefault } = property
    if (value === null) {
      if (nullable === false || collection) throw this.#wrong(path)
      return null
    }
    if (!collection) return this.#single(value, property, path)
    if (!Array.isArray(value)) throw this.#wrong(path)
    if (value.length > itemsMax) throw this.#wrong(path, `It has ${value.length} items, at most ${itemsMax}.`)
    return value.map((item, index) => this.#single(item, property, `${path}/${index}`))
  }

  #single(value: unknown, property: WritableProperty, path: string): unknown {
    const { type, lengthMax, nullable, collection } = property
    const complex = this.#type.findComplex(type)
    if (complex !== undefined) return this.#complex(value, complex.properties, path)
    const members = this.#type.findEnum(type)
    if (members !== undefined) return this.#member(value, members, path)
    if (value === '' && type === 'Edm.String' && nullable !== false && !collection) return null
    if (!fitsPrimitive(value, type)) throw this.#wrong(path)
    if (typeof value === 'string' && lengthMax !== undefined && value.length > lengthMax) {
      throw this.#wrong(path, `It has ${value.length} characters, at most ${lengthMax}.`, 'InvalidLength')
    }
    return value
  }

  #complex(value: unknown, properties: readonly WritableProperty[], path: string): unknown {
    if (!isJsonObject(value) || path.split('/').length > depthMax) throw this.#wrong(path)
    const entries = Object.entries(value).filter(([name]) => !name.includes('@'))
    return Object.fromEntries(
      entries.map(([name, member]) => {
        const property = properties.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase())
        if (property === undefined) throw invalid(`${path}/${name}`, `Invalid property '${path}/${name}'.`)
        return [property.name, this.#value(member, property, `${path}/${property.name}`)]
      }),
    )
  }

  #member(value: unknown, members: readonly string[], path: string): string {
    const found = members.find((member) => typeof value === 'string' && member.toLowerCase() === value.toLowerCase())
    if (found !== undefined) return found
    throw new EntrainError('badRequest', `Requested value '${String(value)}' was not found.`, {
      details: [{ code: 'InvalidValue', message: `Allowed: ${members.join(', ')}.`, target: path }],
    })
  }

  #wrong(path: string, reason = '', code = 'InvalidValue'): EntrainError {
    const message = `Invalid value specified for property '${path}' of resource '${this.#type.name}'.`
    const detail = { code, message: reason === '' ? message : `${message} ${reason}`, target: path }
    return new EntrainError('invalidValue', detail.message, { details: [detail] })
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/
const int32Max = 2 ** 31

function fitsPrimitive(value: unknown, type: string): boolean {
  switch (type) {
    case 'Edm.String':
      return typeof value === 'string'
    case 'Edm.Guid':
      return typeof value === 'string' && guid.test(value)
    case 'Edm.Boolean':
      return typeof value === 'boolean'
    case 'Edm.Int32':
      return typeof value === 'number' && Number.isInteger(value) && value >= -int32Max && value < int32Max
    case 'Edm.Int64':
      return typeof value === 'number' && Number.isSafeInteger(value)
    case 'Edm.Double':
      return typeof value === 'number'
    case 'Edm.DateTimeOffset':
      return typeof value === 'string' && parseDateTime(value) !== undefined
    case 'Edm.Date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
    case 'Edm.Binary':
      return typeof value === 'string' && base64.test(value)
    default:
      return typeof value === 'string'
  }
}

function toUrls(name: string, value: unknown): readonly string[] {
  const urls = Array.isArray(value) ? value : [value]
  if (urls.every((url) => typeof url === 'string')) return urls
  throw invalid(name, `'${name}' takes the URL of an object, or a list of such.`)
}

function invalid(target: string, message: string): EntrainError {
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target }] })
}

/** What an update makes of the stored properties: members of complex values are merged, one level deep (conventions 4.2). */
export function mergeChanges(stored: JsonObject, changes: JsonObject): JsonObject {
  const merged = Object.entries(changes).map(([name, value]) => {
    const before = stored[name]
    return [name, isJsonObject(value) && isJsonObject(before) ? { ...before, ...value } : value]
  })
  return { ...stored, ...Object.fromEntries(merged) }
}
