import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'

/** Changes by set and name; null takes a value away. Annotations of values lie beside them, as Graph sends them. */
export type SecurityAttributeChanges = Readonly<Record<string, JsonObject>>

type Definitions = Pick<ObjectsReader, 'findMany' | 'listLinking'>

const attributesMax = 500
const textCharsMax = 256
const itemsMax = 50
const allowedValuesMax = 100
const int32Max = 2 ** 31

/**
 * Reads `customSecurityAttributes` of a body (graph-resources section 13): sets of values, each with its definition, type and
 * annotation. Refuses with `invalidValue`.
 */
export async function readSecurityAttributes(value: unknown, objects: Definitions): Promise<SecurityAttributeChanges> {
  if (!isJsonObject(value)) throw refuse('', 'It takes an object with one member for each attribute set.')
  const wanted = Object.entries(value).flatMap(([set, members]) => {
    if (set.includes('@')) return []
    if (!isJsonObject(members)) throw refuse(set, 'An attribute set is an object with one member for each attribute.')
    return Object.keys(members)
      .filter((name) => !name.includes('@'))
      .map((name) => ({ set, name, members }))
  })
  if (wanted.length > attributesMax) throw refuse('', `At most ${attributesMax} attributes can be sent at once.`)
  const definitions = await objects.findMany(wanted.map(({ set, name }) => `${set}_${name}`))
  const changes: Record<string, Record<string, unknown>> = {}
  for (const [index, { set, name, members }] of wanted.entries()) {
    const definition = definitions[index]
    if (definition?.type !== 'customSecurityAttributeDefinition')
      throw refuse(`${set}/${name}`, 'There is no such attribute.')
    const shape = { path: `${set}/${name}`, properties: definition.properties }
    const item = members[name]
    if (item !== null) {
      checkValue(item, members[`${name}@odata.type`], shape)
      await checkAllowed(item, definition.id, { ...shape, objects })
    }
    const into = changes[set] ?? {}
    into[name] = item
    into[`${name}@odata.type`] = item === null ? null : annotationOf(definition.properties)
    changes[set] = into
  }
  return changes
}

interface Shape {
  readonly path: string
  readonly properties: JsonObject
}

function checkValue(value: unknown, annotation: unknown, { path, properties }: Shape): void {
  const { type, isCollection, status } = properties
  if (status === 'Deprecated') throw refuse(path, 'The attribute is deprecated: values can only be taken away.')
  const expected = annotationOf(properties)
  if (annotation !== undefined && annotation !== expected && expected !== null) {
    throw refuse(path, `Its annotation has to read "${path.split('/')[1]}@odata.type": "${expected}".`)
  }
  if (isCollection === true && !Array.isArray(value)) throw refuse(path, 'It takes a list of values.')
  if (isCollection !== true && Array.isArray(value)) throw refuse(path, 'It takes one value.')
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length > itemsMax) throw refuse(path, `It takes at most ${itemsMax} values.`)
  if (!items.every((item) => fits(item, type))) throw refuse(path, `Its values are of type ${String(type)}.`)
}

function fits(item: unknown, type: unknown): boolean {
  if (type === 'Boolean') return typeof item === 'boolean'
  if (type === 'Integer') return Number.isInteger(item) && Math.abs(Number(item)) < int32Max
  return typeof item === 'string' && item !== '' && item.length <= textCharsMax
}

async function checkAllowed(
  value: unknown,
  definitionId: string,
  { path, properties, objects }: Shape & { readonly objects: Definitions },
): Promise<void> {
  if (properties.usePreDefinedValuesOnly !== true) return
  const ids = await objects.listLinking('parent', definitionId, { limit: allowedValuesMax })
  const known = (await objects.findMany(ids)).filter((object) => object?.type === 'allowedValue')
  const allowed = known.filter((object) => object?.properties.isActive !== false).map((object) => object?.properties.id)
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  const other = items.find((item) => !allowed.includes(String(item)))
  if (other !== undefined) throw refuse(path, `'${String(other)}' is not among its predefined values.`)
}

/** Texts and Booleans need none. */
function annotationOf({ type, isCollection }: JsonObject): string | null {
  const name = type === 'Integer' ? 'Int32' : String(type)
  if (isCollection === true) return `#Collection(${name})`
  return type === 'Integer' ? '#Int32' : null
}

function refuse(path: string, reason: string): EntrainError {
  const target = path === '' ? 'customSecurityAttributes' : `customSecurityAttributes/${path}`
  const message = `Invalid value specified for property '${target}' of resource 'User'.`
  return new EntrainError('invalidValue', message, {
    details: [{ code: 'InvalidValue', message: `${message} ${reason}`, target }],
  })
}

/** The stored values after the changes; undefined when none is left. */
export function mergeSecurityAttributes(stored: unknown, changes: SecurityAttributeChanges): JsonObject | undefined {
  const sets: Record<string, unknown> = { ...(isJsonObject(stored) ? stored : {}) }
  for (const [set, members] of Object.entries(changes)) {
    const before = sets[set]
    const merged = Object.entries({ ...(isJsonObject(before) ? before : {}), ...members })
    const left = merged.filter(([, value]) => value !== null)
    if (left.length === 0) delete sets[set]
    else sets[set] = Object.fromEntries(left)
  }
  return Object.keys(sets).length === 0 ? undefined : sets
}
