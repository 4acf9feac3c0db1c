import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetObject } from '../contracts/target.ts'
import { notInScope, redundantExport } from '../model/standard-log-errors.ts'
import type { AttributeMapping } from '../model/synchronization-schema.ts'
import type { JsonObject } from '../std/json-object.ts'
import { mapAttributes } from './map.ts'
import { type Match, nobody } from './match.ts'
import { type Operation, type PlanOptions, planOperation } from './plan.ts'
import {
  mapTo,
  matchById,
  type SampleSchemaOptions,
  sampleContext,
  sampleObject,
  sampleProgram,
  sampleRecord,
} from './samples.conformance.ts'

const defaults: PlanOptions = {
  skipMappingWhenAllInputsAbsent: true,
  skipOutOfScopeDeletions: false,
  absentPeople: 'disable',
}
const found = (object: TargetObject): Match => ({ kind: 'one', object, trail: { kind: 'link' } })
const ambiguous: Match = { kind: 'ambiguous', trail: { kind: 'ambiguous', attribute: 'employeeId', value: 'E-1' } }

interface Case extends Omit<SampleSchemaOptions, 'mappings'> {
  readonly mappings: readonly AttributeMapping[]
  readonly data: JsonObject
  readonly match?: Match
  readonly inScope?: boolean
  readonly linked?: boolean
  readonly options?: Partial<PlanOptions>
}

function plan({ data, match = nobody, inScope = true, linked = false, options = {}, ...schema }: Case): Operation {
  const program = sampleProgram({ ...schema, mappings: [matchById, ...schema.mappings] })
  const record = sampleRecord({ externalId: 'E-1', ...data })
  const result = mapAttributes(program, record, sampleContext)
  assert.ok(result.kind === 'mapped')
  const findings = { record, scope: { inScope, clauses: {} }, desired: result.desired, match, linked }
  return planOperation(program, findings, { ...defaults, ...options })
}

/** The changes of an update as a record; fails when it is none. */
function changesOf(operation: Operation): Record<string, unknown> {
  assert.ok(operation.kind === 'update' || operation.kind === 'create', `it is a ${operation.kind}`)
  return Object.fromEntries(operation.changes.map(({ attribute, value }) => [attribute, value]))
}

const title = mapTo('jobTitle', '[title]')
const active = mapTo('accountEnabled', '[active]')
const known = { employeeId: 'E-1', jobTitle: 'Clerk', accountEnabled: true }

describe('the decision about a record in scope', () => {
  test('creates whom nobody matches', () => {
    const operation = plan({ mappings: [title], data: { title: 'Clerk' } })
    assert.equal(operation.kind, 'create')
    assert.deepEqual(changesOf(operation), { employeeId: 'E-1', jobTitle: 'Clerk' })
  })

  test('creates nobody when Add is switched off', () => {
    const operation = plan({ mappings: [title], data: {}, objectMapping: { flowTypes: 'Update, Delete' } })
    assert.equal(operation.kind === 'skip' && operation.error.code, 'EntrySynchronizationSkipped')
    assert.equal(operation.kind === 'skip' && operation.object, null)
  })

  test('creates disabled people disabled', () => {
    assert.equal(changesOf(plan({ mappings: [active], data: { active: false } })).accountEnabled, false)
  })

  test('updates what differs and nothing else', () => {
    const operation = plan({
      mappings: [title, active],
      data: { title: 'Lead', active: true },
      match: found(sampleObject(known)),
    })
    assert.deepEqual(changesOf(operation), { jobTitle: 'Lead' })
    assert.equal(operation.kind === 'update' && operation.disables, false)
  })

  test('calls it a disable when only accountEnabled goes from true to false', () => {
    const disable = (data: JsonObject, object: typeof known | Partial<typeof known>) => {
      const operation = plan({ mappings: [title, active], data, match: found(sampleObject(object)) })
      return operation.kind === 'update' && operation.disables
    }
    assert.equal(disable({ active: false }, known), true)
    assert.equal(disable({ active: false, title: 'Lead' }, known), false)
    assert.equal(disable({ active: true }, { ...known, accountEnabled: false }), false)
  })

  test('skips whoever is up to date, whatever the object mapping may do', () => {
    for (const flowTypes of ['Add, Update, Delete', 'Add', '']) {
      const object = sampleObject(known)
      const operation = plan({
        mappings: [title, active],
        data: { title: 'Clerk', active: true },
        match: found(object),
        objectMapping: { flowTypes },
      })
      assert.deepEqual(operation, { kind: 'skip', error: redundantExport, object })
    }
  })

  test('skips whoever differs when Update is switched off', () => {
    const operation = plan({
      mappings: [title],
      data: { title: 'Lead' },
      match: found(sampleObject(known)),
      objectMapping: { flowTypes: 'Add, Delete' },
    })
    assert.equal(operation.kind === 'skip' && operation.error.code, 'EntrySynchronizationSkipped')
  })

  test('fails when several objects match', () => {
    const operation = plan({ mappings: [title], data: {}, match: ambiguous })
    assert.equal(operation.kind === 'fail' && operation.error.code, 'DuplicateTargetEntries')
    assert.equal(operation.kind === 'fail' && operation.error.additionalDetails, 'employeeId: E-1')
  })
})

describe('the decision about a record out of scope', () => {
  const object = sampleObject(known)

  test('skips who was never linked', () => {
    for (const match of [nobody, found(object)]) {
      const operation = plan({ mappings: [], data: {}, match, inScope: false })
      assert.equal(operation.kind === 'skip' && operation.error, notInScope)
    }
  })

  test('disables who was linked', () => {
    const operation = plan({ mappings: [], data: {}, match: found(object), linked: true, inScope: false })
    assert.deepEqual(changesOf(operation), { accountEnabled: false })
    assert.equal(operation.kind === 'update' && operation.disables, true)
  })

  test('leaves the account as it is with SkipOutOfScopeDeletions, without Delete, or when it is disabled already', () => {
    const linked = { mappings: [], data: {}, linked: true, inScope: false }
    const untouched = [
      plan({ ...linked, match: found(object), options: { skipOutOfScopeDeletions: true, absentPeople: 'disable' } }),
      plan({ ...linked, match: found(object), objectMapping: { flowTypes: 'Add, Update' } }),
      plan({ ...linked, match: found(sampleObject({ ...known, accountEnabled: false })) }),
      plan({ ...linked, match: nobody }),
    ]
    for (const operation of untouched) assert.equal(operation.kind === 'skip' && operation.error, notInScope)
  })
})

describe('mandatory attributes', () => {
  test('without value and default make the creation fail and are named with their source', () => {
    const mappings = [mapTo('displayName', '[displayName]'), mapTo('mailNickname', '[nickName]')]
    const operation = plan({ mappings, data: { displayName: 'Ann' } })
    assert.ok(operation.kind === 'fail')
    assert.equal(operation.error.code, 'MandatoryFieldsMissing')
    assert.equal(operation.error.additionalDetails, 'mailNickname <- [nickName]')
  })

  test('do not trouble an update', () => {
    const mappings = [mapTo('displayName', '[displayName]'), title]
    const operation = plan({ mappings, data: { title: 'Lead' }, match: found(sampleObject(known)) })
    assert.deepEqual(changesOf(operation), { jobTitle: 'Lead' })
  })
})
