import type { Call, Expression } from './ast.ts'
import { findFunction } from './find-function.ts'
import { paramOfSlot } from './param.ts'
import { print, quote } from './print.ts'
import { slotsOf } from './slots.ts'

/** A node of an expression as the API shows it (Graph: attributeMappingSource). */
export interface ParameterTree {
  readonly type: 'Attribute' | 'Constant' | 'Function'
  readonly name: string
  readonly expression: string
  readonly parameters: readonly { readonly key: string; readonly value: ParameterTree }[]
}

/** The tree of an expression in the shape of the API. Empty slots are left out. */
export function toParameterTree(tree: Expression): ParameterTree {
  const expression = print(tree)
  switch (tree.kind) {
    case 'attribute':
      return { type: 'Attribute', name: tree.name, expression, parameters: [] }
    case 'text':
      return { type: 'Constant', name: tree.value, expression, parameters: [] }
    case 'number':
      return { type: 'Constant', name: tree.text, expression: quote(tree.text), parameters: [] }
    case 'keyword':
      return { type: 'Constant', name: tree.name, expression, parameters: [] }
    case 'call':
      return { type: 'Function', name: tree.name, expression, parameters: parametersOf(tree) }
    case 'comparison':
      return { type: 'Function', name: tree.operator, expression, parameters: sides(tree) }
    case 'concatenation':
      return { type: 'Function', name: '&', expression, parameters: sides(tree) }
  }
}

function sides({ left, right }: { left: Expression; right: Expression }): ParameterTree['parameters'] {
  return [
    { key: 'left', value: toParameterTree(left) },
    { key: 'right', value: toParameterTree(right) },
  ]
}

function parametersOf(call: Call): ParameterTree['parameters'] {
  const definition = findFunction(call.name)
  const slots = definition === undefined ? call.slots : slotsOf(call, definition)
  const keys = definition?.treeKeys?.(slots)
  return slots.flatMap((slot, index) => {
    if (slot === null) return []
    const param = definition === undefined ? undefined : paramOfSlot(definition.params, index)
    return [{ key: keys?.[index] ?? param?.name ?? `parameter${index + 1}`, value: toParameterTree(slot) }]
  })
}
