import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromParameterTree } from './from-parameter-tree.ts'
import { functions } from './functions/index.ts'
import { parse } from './parser.ts'
import { type ParameterTree, toParameterTree } from './tree.ts'

/** As a client sends it that knows the tree only. */
function withoutTexts(tree: ParameterTree): ParameterTree {
  const isKeyword = tree.type === 'Constant' && !tree.expression.startsWith('"')
  return {
    ...tree,
    expression: isKeyword ? tree.expression : '',
    parameters: tree.parameters.map(({ key, value }) => ({ key, value: withoutTexts(value) })),
  }
}

function namesOnly({ type, name, parameters }: ParameterTree): object {
  return { type, name, parameters: parameters.map(({ key, value }) => [key, namesOnly(value)]) }
}

describe('fromParameterTree', () => {
  for (const { name, examples } of functions) {
    test(`writes the examples of ${name} from their trees`, () => {
      for (const [expression] of examples) {
        const tree = toParameterTree(parse(expression))
        const text = fromParameterTree(withoutTexts(tree))
        assert.deepEqual(namesOnly(toParameterTree(parse(text))), namesOnly(tree), `${expression} became ${text}`)
      }
    })
  }

  test('lets the text of a part win over its tree', () => {
    const value: ParameterTree = { type: 'Attribute', name: 'a', expression: '[b]', parameters: [] }
    const tree: ParameterTree = {
      type: 'Function',
      name: 'ToUpper',
      expression: '',
      parameters: [{ key: 'source', value }],
    }
    assert.equal(fromParameterTree(tree), 'ToUpper([b])')
  })

  test('finds slots by key in any letter case and order, and gives unknown keys the next free slot', () => {
    const constant = (name: string): ParameterTree => ({ type: 'Constant', name, expression: '', parameters: [] })
    const parameters = [
      { key: 'Replacement', value: constant('y') },
      { key: 'find', value: constant('x"') },
      { key: 'Source', value: { ...constant('mail'), type: 'Attribute' as const } },
    ]
    const tree: ParameterTree = { type: 'Function', name: 'Replace', expression: '', parameters }
    assert.equal(fromParameterTree(tree), String.raw`Replace([mail], "x\"", , , "y")`)
    const unnamed = parameters.map(({ value }) => ({ key: '', value }))
    assert.equal(fromParameterTree({ ...tree, parameters: unnamed }), String.raw`Replace("y", "x\"", [mail])`)
  })
})
