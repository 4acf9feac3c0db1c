import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetObject } from '../contracts/target.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { JsonObject } from '../std/json-object.ts'
import { mapAttributes } from './map.ts'
import { planOperation } from './plan.ts'
import { sampleContext, sampleMapping, sampleProgram, sampleRecord } from './sample-program.conformance.ts'

const flows = { flowNullValues: true }
const program = sampleProgram({
  nullFlowsFrom: ['title', 'name.givenName'],
  mappings: (kept) => [
    ...kept.filter(({ targetAttributeName }) => !['jobTitle', 'givenName'].includes(targetAttributeName)),
    sampleMapping('jobTitle', 'title', flows),
    sampleMapping('givenName', 'name.givenName', flows),
  ],
})
const stored: Readonly<Record<string, AttributeValue>> = { employeeId: 'E-1', jobTitle: 'Clerk', givenName: 'Ana' }
const object: TargetObject = { id: 'id', displayName: null, value: (attribute) => stored[attribute] ?? null }

function changesOf(data: JsonObject) {
  const record = sampleRecord({ externalId: 'E-1', ...data })
  const result = mapAttributes(program, record, sampleContext)
  assert.ok(result.kind === 'mapped')
  const scope = { inScope: true, clauses: {} }
  const match = { kind: 'one', object, trail: { kind: 'link' } } as const
  const options = {
    skipMappingWhenAllInputsAbsent: true,
    skipOutOfScopeDeletions: false,
    absentPeople: 'disable' as const,
  }
  const operation = planOperation(program, { record, scope, desired: result.desired, match, linked: true }, options)
  return operation.kind === 'update' ? operation.changes : []
}

const cleared = (attribute: string) => ({ attribute, value: null })

describe('null flow with both gates open', () => {
  for (const [shown, title] of [
    ['null', null],
    ['an empty text', ''],
  ] as const) {
    test(`${shown} clears the target`, () => {
      assert.deepEqual(changesOf({ title }), [cleared('jobTitle')])
    })
  }

  test('leaving the attribute out clears the target too', () => {
    assert.deepEqual(changesOf({}), [cleared('jobTitle')])
  })

  test('leaving out a member counts only where the complex attribute around it is sent', () => {
    assert.deepEqual(changesOf({ title: 'Clerk' }), [])
    assert.deepEqual(changesOf({ title: 'Clerk', name: { familyName: 'Lima' } }), [
      { attribute: 'surname', value: 'Lima' },
      cleared('givenName'),
    ])
  })
})
