import { isJsonObject, type JsonObject, textAt } from '../json-value.ts'

/** Lists whose items are better named than numbered: what they are called, and which member names them. */
const namedItems: Readonly<Record<string, readonly [word: string, member: string]>> = {
  attributeMappings: ['mapping of', 'targetAttributeName'],
  mappingTests: ['test', 'name'],
  attributes: ['attribute', 'name'],
  groups: ['filter group', 'name'],
  inputFilterGroups: ['input filter', 'name'],
  lookupTables: ['table', 'name'],
}
/** Levels that nearly always have one item, so that naming them says nothing. */
const silent: ReadonlySet<string> = new Set(['synchronizationRules', 'objectMappings', 'directories', 'objects'])

/** A JSON pointer (RFC 6901) in the words of the document: `mapping of city: source/expression`. */
export function toPlaceText(pointer: string, document: JsonObject): string {
  const words: string[] = []
  const rest: string[] = []
  let value: unknown = document
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  for (let index = 0; index < steps.length; index += 1) {
    const [step = '', next = ''] = steps.slice(index, index + 2)
    value = memberOf(value, step)
    const isListItem = /^\d+$/.test(next)
    const named = isListItem ? namedItems[step] : undefined
    if (named === undefined && !(isListItem && silent.has(step))) {
      if (step !== 'scope') rest.push(step)
      continue
    }
    value = memberOf(value, next)
    if (named !== undefined) words.push(`${named[0]} ${textAt(value, named[1]) || Number(next) + 1}`)
    index += 1
  }
  return [words.join(', '), rest.join('/')].filter((part) => part !== '').join(': ') || 'schema'
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)]
  return isJsonObject(value) ? value[name] : undefined
}
