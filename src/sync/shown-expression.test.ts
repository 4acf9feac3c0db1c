import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mapTo } from './samples.conformance.ts'
import { shownExpression } from './shown-expression.ts'

const shown = (expression: string | null, redacts: boolean) =>
  shownExpression({ mapping: mapTo('jobTitle', expression), redacts })

describe('the text of a mapping for readers of the log', () => {
  test('is the expression as it was written', () => {
    assert.equal(shown('Join( "x",[a])', false), 'Join( "x",[a])')
    assert.equal(shown(null, false), null)
    assert.equal(shown('[title]', true), '[title]')
  })

  test('leaves out the constants of a mapping that redacts', () => {
    assert.equal(
      shown('Redact(Switch([a], "s1", "A", 4711))', true),
      'Redact(Switch([a], "[Redact]", "[Redact]", "[Redact]"))',
    )
    const source = { type: 'Constant', name: 's', expression: '"s"', parameters: [] } as const
    assert.equal(shownExpression({ mapping: mapTo('x', '', { source }), redacts: true }), '[Redact]')
    assert.equal(shown('Redact(', true), '[Redact]')
  })
})
