import type { Expression, Slot } from './ast.ts'

/** The canonical text of a tree: one line, a blank after each comma. Parsing it yields the same tree. */
export function print(tree: Expression): string {
  switch (tree.kind) {
    case 'attribute':
      return `[${tree.name}]`
    case 'text':
      return quote(tree.value)
    case 'number':
      return tree.text
    case 'keyword':
      return tree.name
    case 'call':
      return `${tree.name}(${tree.slots.map(printSlot).join(', ')})`
    case 'comparison':
      return `${print(tree.left)} ${tree.operator} ${print(tree.right)}`
    case 'concatenation':
      return `${print(tree.left)} & ${print(tree.right)}`
  }
}

function printSlot(slot: Slot): string {
  return slot === null ? '' : print(slot)
}

/** A text as a string constant. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
