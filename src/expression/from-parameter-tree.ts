import { comparisonOperators, type Slot } from './ast.ts'
import { findFunction } from './find-function.ts'
import type { MappingFunction } from './function.ts'
import { paramOfSlot } from './param.ts'
import { quote } from './print.ts'
import type { ParameterTree } from './tree.ts'

/**
 * The text of an expression that is given as a tree (provisioning-engine section 7.1). A part that has a text of its own
 * stands as it is written; the others are written from name and parameters. Parameters find their slot by their key,
 * unknown keys take the next free one. The result need not parse: that is for the compiler to say.
 */
export function fromParameterTree(tree: ParameterTree): string {
  if (tree.expression.trim() !== '') return tree.expression
  return tree.type === 'Function' ? printFunction(tree) : printLeaf(tree)
}

function printLeaf({ type, name }: ParameterTree): string {
  return type === 'Attribute' ? `[${name}]` : quote(name)
}

function printFunction({ name, parameters }: ParameterTree): string {
  if (name === '&' || comparisonOperators.some((operator) => operator === name)) {
    return parameters.map(({ value }) => fromParameterTree(value)).join(` ${name} `)
  }
  return `${name}(${placeArguments(findFunction(name), parameters).join(', ')})`
}

/** Texts by slot; an empty slot is an empty text. */
function placeArguments(
  definition: MappingFunction | undefined,
  parameters: ParameterTree['parameters'],
): readonly string[] {
  const keysOf = slotKeys(definition, parameters.length)
  const slots = keysOf.map((): string | undefined => undefined)
  for (const { key, value } of parameters) {
    const wanted = key.toLowerCase()
    const named = keysOf.findIndex((keys, slot) => slots[slot] === undefined && keys.includes(wanted))
    slots[named >= 0 ? named : slots.indexOf(undefined)] = fromParameterTree(value)
  }
  return slots.slice(0, slots.findLastIndex((slot) => slot !== undefined) + 1).map((slot) => slot ?? '')
}

const filled: Slot = { kind: 'text', value: '', offset: 0 }

/** The names, in lower case, under which the API may hand over each slot. */
function slotKeys(definition: MappingFunction | undefined, parameterCount: number): readonly (readonly string[])[] {
  const params = definition?.params ?? []
  // Between two given slots of a repeating group at most one may be empty, as in Switch.
  const slotCount = params.length + 2 * parameterCount
  const aliases = definition?.treeKeys?.(Array.from({ length: slotCount }, () => filled)) ?? []
  return Array.from({ length: slotCount }, (_, slot) =>
    [paramOfSlot(params, slot)?.name, aliases[slot], `parameter${slot + 1}`].flatMap((name) =>
      name === undefined ? [] : [name.toLowerCase()],
    ),
  )
}
