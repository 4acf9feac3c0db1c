import type { Expression } from '../../expression/ast.ts'
import { ExpressionError } from '../../expression/error.ts'
import { parse } from '../../expression/parser.ts'
import type { AttributeMappingSource, ObjectMapping } from '../../model/synchronization-schema.ts'

/** Names of the source attributes that the mappings and the scope of an object mapping read. */
export function usedSourceAttributes({ attributeMappings, scope }: ObjectMapping): ReadonlySet<string> {
  const clauses = [...(scope?.groups ?? []), ...(scope?.inputFilterGroups ?? [])].flatMap((group) => group.clauses)
  return new Set([
    ...attributeMappings.flatMap(({ source }) => attributesOfSource(source)),
    ...clauses.map(({ sourceOperandName }) => sourceOperandName),
  ])
}

function attributesOfSource(source: AttributeMappingSource | null): readonly string[] {
  if (source === null || source.type === 'Constant') return []
  return source.type === 'Attribute' ? [source.name] : attributesOf(parseOrNull(source.expression))
}

function attributesOf(node: Expression | null): readonly string[] {
  if (node === null) return []
  return node.kind === 'attribute' ? [node.name] : childrenOf(node).flatMap(attributesOf)
}

/** The names of all functions that an expression calls, in lower case. */
export function functionsCalledBy(node: Expression | null): readonly string[] {
  if (node === null) return []
  const own = node.kind === 'call' ? [node.name.toLowerCase()] : []
  return [...own, ...childrenOf(node).flatMap(functionsCalledBy)]
}

function childrenOf(node: Expression): readonly Expression[] {
  if (node.kind === 'call') return node.slots.filter((slot) => slot !== null)
  return node.kind === 'comparison' || node.kind === 'concatenation' ? [node.left, node.right] : []
}

/** Null for a text that is no expression: what is wrong with it is the compiler's to say. */
export function parseOrNull(expression: string): Expression | null {
  try {
    return parse(expression)
  } catch (error) {
    if (error instanceof ExpressionError) return null
    throw error
  }
}

/** Whether a mapping that reads `used` reads the attribute declared as `declared`: `…:manager.value` reads `…:manager`. */
export function readsDeclared(used: ReadonlySet<string>, declared: string): boolean {
  return used.has(declared) || used.has(`${declared}.value`)
}
