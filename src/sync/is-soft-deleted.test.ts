import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../std/json-object.ts'
import { collectChanges, collectInitialValues } from './flow.ts'
import { mapAttributes } from './map.ts'
import { mapTo, matchById, sampleContext, sampleObject, sampleProgram, sampleRecord } from './samples.conformance.ts'

const program = sampleProgram({
  mappings: [
    matchById,
    mapTo('accountEnabled', 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
    mapTo('jobTitle', '[IsSoftDeleted]'),
  ],
  objectMapping: {
    scope: {
      groups: [
        {
          name: 'Here',
          clauses: [{ sourceOperandName: 'IsSoftDeleted', operatorName: 'IS FALSE', targetOperand: { values: [] } }],
        },
      ],
      inputFilterGroups: [],
      categoryFilterGroups: [],
    },
  },
})

function flow(data: JsonObject, extras: { readonly presence?: 'present' | 'absent'; readonly exists?: boolean } = {}) {
  const { exists = false, ...presence } = extras
  const record = { ...sampleRecord({ externalId: 'E-1', ...data }), ...presence }
  const result = mapAttributes(program, record, sampleContext)
  assert.ok(result.kind === 'mapped')
  const { desired } = result
  const changes = exists
    ? collectChanges(program, { record, desired }, sampleObject({ employeeId: 'E-1' }), {
        skipMappingWhenAllInputsAbsent: true,
      })
    : collectInitialValues(program, desired).changes
  const { inScope } = program.decideScope(record, sampleContext)
  return { inScope, ...Object.fromEntries(changes.map(({ attribute, value }) => [attribute, value])) }
}

describe('[IsSoftDeleted]', () => {
  test('is False for who is there and active, without a declaration', () => {
    const enabled = { employeeId: 'E-1', accountEnabled: true, jobTitle: 'False', inScope: true }
    assert.deepEqual(flow({ active: true }), enabled)
    assert.deepEqual(flow({}), enabled)
  })

  test('is True for who is inactive, in whatever spelling, and for who is gone from the source', () => {
    const disabled = { employeeId: 'E-1', accountEnabled: false, jobTitle: 'True', inScope: false }
    for (const active of [false, 'False', '0']) assert.deepEqual(flow({ active }), disabled)
    assert.deepEqual(flow({ active: true }, { presence: 'absent' }), disabled)
    assert.deepEqual(flow({ active: true }, { presence: 'present' }).inScope, true)
  })

  test('says nothing about an account when the record says nothing of active', () => {
    assert.deepEqual(flow({}, { exists: true }), { inScope: true })
    assert.deepEqual(flow({ active: false }, { exists: true }), {
      inScope: false,
      accountEnabled: false,
      jobTitle: 'True',
    })
    assert.equal(Object(flow({}, { exists: true, presence: 'absent' })).accountEnabled, false)
  })
})
