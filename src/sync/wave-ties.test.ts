import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../std/json-object.ts'
import { prepareRecord } from './prepare.ts'
import { sampleContext, sampleProgram, sampleRecord } from './sample-program.conformance.ts'
import { createTies } from './wave-ties.ts'

const program = sampleProgram()
const capabilities = { systemName: 'sample', disables: true, uniqueAttributes: ['userPrincipalName'] }

function keysOf(data: JsonObject): readonly string[] {
  return createTies(program, { capabilities })(prepareRecord(program, sampleRecord(data), sampleContext)).keys
}

function shared(one: JsonObject, other: JsonObject): readonly string[] {
  const keys = new Set(keysOf(one))
  return keysOf(other).filter((key) => keys.has(key))
}

describe('createTies', () => {
  test('lets partial records of different persons be decided together', () => {
    assert.deepEqual(shared({ externalId: 'E-1', title: 'Clerk' }, { externalId: 'E-2', title: 'Clerk' }), [])
  })

  test('keeps records of one person, and those that want one name, in order', () => {
    assert.deepEqual(shared({ externalId: 'E-1' }, { externalId: 'e-1' }), ['anchor:e-1', 'employeeId:e-1'])
    const [ana, other] = ['ana@fabrikam.example', 'ANA@fabrikam.example']
    assert.deepEqual(shared({ externalId: 'E-1', userName: ana }, { externalId: 'E-2', userName: other }), [
      'userPrincipalName:ana@fabrikam.example',
    ])
  })
})
