import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { toText } from '../coerce/to-text.ts'
import { type AttributeReader, compileExpression } from '../compile.ts'
import type { EvaluationContext } from '../evaluation.ts'
import { type EvaluationResult, isCandidates, isList, resultKind } from '../value.ts'
import { functions } from './index.ts'

type Attributes = Readonly<Record<string, string | boolean | number | readonly string[] | null>>

let chance = 0
const context: EvaluationContext = {
  now: new Date('2026-07-30T15:33:38Z'),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: (domain) => ['fabrikam.example', 'contoso.example'].includes(domain),
  random: () => {
    chance = (chance * 16_807 + 11) % 2_147_483_647
    return chance / 2_147_483_647
  },
  newGuid: () => '00aa00aa-bb11-cc22-dd33-44ee44ee44ee',
}

const lookupTables = new Map([['offices', new Map([['Oslo', 'OSL-1']])]])

function evaluate(expression: string, attributes: Attributes = {}) {
  const readerOf =
    (name: string): AttributeReader<Attributes> =>
    (record) =>
      record[name]
  return shown(compileExpression(expression, { readerOf, lookupTables }).evaluate(attributes, context))
}

/** Values as their text, as the examples of the functions give them. */
function shown(result: EvaluationResult) {
  if (isCandidates(result)) return result.values
  return resultKind(result) !== 'value' || isList(result) ? result : toText(result)
}

describe('the list of functions', () => {
  test('has what every file of the folder exports', async () => {
    const files = readdirSync(import.meta.dirname).filter((name) => !/^index\.ts$|\.test\.ts$/.test(name))
    const listed: ReadonlySet<unknown> = new Set(functions)
    for (const file of files) {
      const exported: object = await import(`./${file}`)
      for (const member of Object.values(exported)) assert.ok(listed.has(member), `index.ts does not list ${file}`)
    }
    assert.equal(listed.size, files.length)
  })

  test('has no name twice, whatever its case', () => {
    const names = functions.map(({ name }) => name.toLowerCase())
    assert.deepEqual(names, [...new Set(names)])
  })

  test('says of each function what it does, with an example', () => {
    for (const { name, doc, examples } of functions) {
      assert.ok(doc.endsWith('.'), name)
      assert.ok(examples.length > 0, name)
    }
  })
})

for (const { name, examples } of functions) {
  describe(name, () => {
    for (const [expression, expected, attributes] of examples) {
      const given = attributes === undefined ? '' : ` with ${JSON.stringify(attributes)}`
      test(`${expression}${given} is ${JSON.stringify(expected)}`, () => {
        assert.deepEqual(evaluate(expression, attributes), expected)
      })
    }
  })
}
