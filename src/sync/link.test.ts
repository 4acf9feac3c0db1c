import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FlowType, ObjectMapping } from '../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../scim/uris.ts'
import type { JobProgram } from './job-program.ts'
import { referringAttributes, resolveReferences, wantedAnchors } from './link.ts'
import { type Desired, mapAttributes } from './map.ts'
import { mapTo, matchById, sampleContext, sampleObject, sampleProgram, sampleRecord } from './samples.conformance.ts'

function programOf(flowType: FlowType = 'Always', objectMapping: Partial<ObjectMapping> = {}): JobProgram {
  const manager = mapTo('manager', `[${enterpriseUserSchema}:manager]`, { flowType })
  return sampleProgram({ mappings: [matchById, manager], objectMapping })
}

function desire(manager: unknown, program = programOf()): Desired {
  const data = manager === undefined ? {} : { [enterpriseUserSchema]: { manager } }
  const result = mapAttributes(program, sampleRecord({ externalId: 'E-1', ...data }), sampleContext)
  assert.ok(result.kind === 'mapped')
  return result.desired
}

const ids = new Map([['e-2', 'object-2']])
const resolve = (manager: unknown) => resolveReferences(programOf(), desire(manager), (key) => ids.get(key))

describe('references', () => {
  test('become object ids where the person is known, letter case ignored', () => {
    const { desired, unresolved } = resolve({ value: 'E-2' })
    assert.deepEqual(desired.values, ['E-1', 'object-2'])
    assert.deepEqual(unresolved, [])
  })

  test('are named, and have no value, where the person is not known', () => {
    const { desired, unresolved } = resolve({ value: 'E-9' })
    assert.deepEqual(desired.values, ['E-1', undefined])
    assert.deepEqual(unresolved, [{ attribute: 'manager', anchor: 'E-9' }])
  })

  test('that are absent, null or empty want nobody', () => {
    for (const manager of [undefined, null, '', { value: null }, { value: ' ' }, {}]) {
      assert.deepEqual(wantedAnchors(programOf(), desire(manager)), [])
      assert.deepEqual(resolve(manager).unresolved, [])
      assert.deepEqual(referringAttributes(programOf(), desire(manager), null), [])
    }
  })

  test('may be written as an object or as the bare identifier', () => {
    for (const manager of [{ value: 'E-2' }, 'E-2', ' E-2 ', { Value: 'E-2', displayName: 'Bo' }])
      assert.deepEqual(wantedAnchors(programOf(), desire(manager)), ['E-2'])
  })
})

describe('the reference attributes that a record may set', () => {
  const sets = (program: JobProgram, manager: string | null | undefined) =>
    referringAttributes(program, desire({ value: 'E-2' }), manager === undefined ? null : sampleObject({ manager }))
      .length > 0

  test('follow the flow of their mapping', () => {
    assert.equal(sets(programOf(), 'object-3'), true)
    assert.equal(sets(programOf('ObjectAddOnly'), undefined), true)
    assert.equal(sets(programOf('ObjectAddOnly'), null), false)
    assert.equal(sets(programOf('AttributeAddOnly'), null), true)
    assert.equal(sets(programOf('AttributeAddOnly'), 'object-3'), false)
    assert.equal(sets(programOf('ValueAddOnly'), null), true)
    assert.equal(sets(programOf('ValueAddOnly'), 'object-3'), false)
  })

  test('are none on an object that exists when Update is switched off', () => {
    const program = programOf('Always', { flowTypes: 'Add' })
    assert.equal(sets(program, undefined), true)
    assert.equal(sets(program, null), false)
  })
})
