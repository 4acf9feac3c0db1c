import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from './parser.ts'
import { toParameterTree } from './tree.ts'

describe('the tree of the API', () => {
  test('is the documented one for Replace', () => {
    const expression = 'Replace([preferredLanguage], "-", , , "_", , )'
    assert.deepEqual(toParameterTree(parse(expression)), {
      expression,
      name: 'Replace',
      type: 'Function',
      parameters: [
        {
          key: 'source',
          value: { expression: '[preferredLanguage]', name: 'preferredLanguage', type: 'Attribute', parameters: [] },
        },
        { key: 'Find', value: { expression: '"-"', name: '-', type: 'Constant', parameters: [] } },
        { key: 'Replacement', value: { expression: '"_"', name: '_', type: 'Constant', parameters: [] } },
      ],
    })
  })

  const keys: readonly [expression: string, keys: readonly string[]][] = [
    ['Switch([a], "d", "k", "v", "l", "w")', ['source', 'defaultValue', 'key1', 'value1', 'key2', 'value2']],
    ['Join("", [a], [b])', ['separator', 'source', 'source']],
    ['FormatDateTime([a], "yyyy", "MM")', ['source', 'inputFormat', 'outputFormat']],
    ['FormatDateTime([a], , "yyyy", "MM")', ['source', 'inputFormat', 'outputFormat']],
    ['Replace([a], , "x", "y", "z", , )', ['source', 'regexPattern', 'regexGroupName', 'replacementValue']],
    ['Unknown([a], , "b")', ['parameter1', 'parameter3']],
  ]
  for (const [expression, expected] of keys) {
    test(`names the parameters of ${expression}`, () => {
      assert.deepEqual(
        toParameterTree(parse(expression)).parameters.map(({ key }) => key),
        expected,
      )
    })
  }

  test('shows numbers as quoted constants', () => {
    assert.deepEqual(toParameterTree(parse('1')), { type: 'Constant', name: '1', expression: '"1"', parameters: [] })
  })

  test('shows comparisons as functions with a left and a right side', () => {
    const condition = toParameterTree(parse('IIF([a] <> "b", "c", "d")')).parameters[0]?.value
    assert.equal(condition?.name, '<>')
    assert.deepEqual(
      condition?.parameters.map(({ key }) => key),
      ['left', 'right'],
    )
  })
})
