import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { lintExpression } from './lint.ts'
import { parse } from './parser.ts'

const codesOf = (expression: string) => lintExpression(parse(expression)).map(({ code, offset }) => [code, offset])

describe('hints', () => {
  const cases: readonly [expression: string, hints: readonly (readonly [string, number])[]][] = [
    ['IIF([country]="USA",[country],[department])', [['missingValueInCondition', 4]]],
    ['Join("", IIF(IsPresent([a]), "x", "y"))', [['missingValueInCondition', 23]]],
    ['FormatDateTime([a], "yyyy", "MM")', [['missingStylesSlot', 0]]],
    ['FormatDateTime([a], , "yyyy", "MM")', []],
    ['Switch(IsPresent([a]), "x", "True", "y")', [['presenceAsSwitchSource', 7]]],
    ['Switch([a], [a], "", "x")', []],
    ['constructor([a])', []],
  ]
  for (const [expression, hints] of cases) {
    test(`for ${expression}`, () => {
      assert.deepEqual(codesOf(expression), hints)
    })
  }
})
