import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ExpressionError } from './error.ts'
import { type TraceInput, type TraceStep, traceExpression } from './trace.ts'

type Attributes = Readonly<Record<string, string>>

const input: TraceInput<Attributes> = {
  options: { readerOf: (name) => (name === 'unknown' ? undefined : (record) => record[name]) },
  record: { givenName: 'Ann', hired: 'soon' },
  context: {
    now: new Date('2026-07-30T00:00:00Z'),
    defaultDomain: 'fabrikam.example',
    isVerifiedDomain: () => false,
    random: () => 0,
    newGuid: () => '',
  },
}

function lines(step: TraceStep, depth = 0): readonly string[] {
  const shown = step.outcome.kind === 'result' ? String(step.outcome.result) : step.outcome.reason
  const line = `${'  '.repeat(depth)}${step.expression} -> ${shown}`
  return [line, ...step.parts.flatMap((part) => lines(part, depth + 1))]
}

describe('a trace', () => {
  test('shows what each part amounts to', () => {
    assert.deepEqual(lines(traceExpression('IIF([givenName]="Ann", ToLower([givenName]), "x")', input)), [
      'IIF([givenName] = "Ann", ToLower([givenName]), "x") -> ann',
      '  [givenName] = "Ann" -> true',
      '    [givenName] -> Ann',
      '  ToLower([givenName]) -> ann',
      '    [givenName] -> Ann',
    ])
  })

  test('shows which part failed', () => {
    assert.deepEqual(lines(traceExpression('Coalesce([missing], CDate([hired]))', input)), [
      'Coalesce([missing], CDate([hired])) -> CDate: "soon" is not a date',
      '  [missing] -> null',
      '  CDate([hired]) -> CDate: "soon" is not a date',
      '    [hired] -> soon',
    ])
  })

  test('is refused for an expression that is wrong', () => {
    assert.throws(() => traceExpression('ToLower([unknown])', input), ExpressionError)
  })
})
