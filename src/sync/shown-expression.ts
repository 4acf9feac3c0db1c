import type { Expression } from '../expression/ast.ts'
import { ExpressionError } from '../expression/error.ts'
import { parse } from '../expression/parser.ts'
import { print } from '../expression/print.ts'
import { redactedText } from '../model/provisioning-log.ts'
import type { CompiledMapping } from './compile-mapping.ts'

/**
 * The text of a mapping for readers of the log; null when the mapping has no source. Constants of a mapping that redacts
 * may be the very value that must not be shown, so they are left out.
 */
export function shownExpression({ mapping, redacts }: Pick<CompiledMapping, 'mapping' | 'redacts'>): string | null {
  const { source } = mapping
  if (source === null) return null
  if (!redacts) return source.expression
  if (source.type === 'Constant') return redactedText
  return source.type === 'Attribute' ? source.expression : concealConstants(source.expression)
}

function concealConstants(expression: string): string {
  try {
    return print(conceal(parse(expression)))
  } catch (error) {
    if (error instanceof ExpressionError) return redactedText
    throw error
  }
}

function conceal(node: Expression): Expression {
  switch (node.kind) {
    case 'text':
      return { ...node, value: redactedText }
    case 'number':
      return { kind: 'text', value: redactedText, offset: node.offset }
    case 'call':
      return { ...node, slots: node.slots.map((slot) => (slot === null ? null : conceal(slot))) }
    case 'comparison':
    case 'concatenation':
      return { ...node, left: conceal(node.left), right: conceal(node.right) }
    default:
      return node
  }
}
