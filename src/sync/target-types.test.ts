import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeMapping } from '../model/synchronization-schema.ts'
import { isSameValue } from './flow.ts'
import { compileJob } from './job-program.ts'
import { mapAttributes } from './map.ts'
import {
  sampleContext,
  sampleMapping,
  sampleProgram,
  sampleRecord,
  sampleSchema,
} from './sample-program.conformance.ts'

const hireDate = sampleProgram({ mappings: (kept) => [...kept, sampleMapping('employeeHireDate', 'nickName')] })

function hireDateOf(nickName: string) {
  const result = mapAttributes(hireDate, sampleRecord({ externalId: 'E-1', nickName }), sampleContext)
  return result.kind === 'mapped' ? result.desired.values.at(-1) : result.kind
}

function problemsWith(...added: readonly AttributeMapping[]) {
  return compileJob(sampleSchema({ mappings: (kept) => [...kept, ...added] }), 1).problems
}

describe('values of target attributes', () => {
  test('dates without an offset are UTC wherever the server stands', () => {
    process.env.TZ = 'America/New_York'
    assert.equal(hireDateOf('2026-03-01T08:00:00'), '2026-03-01T08:00:00Z')
    assert.equal(hireDateOf('3/1/2026 8:00:00 AM'), '2026-03-01T08:00:00Z')
    assert.equal(hireDateOf('2026-03-01T08:00:00+02:00'), '2026-03-01T06:00:00Z')
    assert.equal(hireDateOf('0001-01-01'), '0001-01-01T00:00:00Z')
  })

  test('what is no date fails the record instead of becoming one', () => {
    assert.equal(hireDateOf('1'), 'failed')
    assert.equal(hireDateOf('soon'), 'failed')
  })

  test('base64 that differs in letter case differs', () => {
    assert.equal(isSameValue('YQ==', 'yq==', { caseExact: false, type: 'Binary' }), false)
    assert.equal(isSameValue('Clerk', 'clerk', { caseExact: false, type: 'String' }), true)
  })
})

describe('compileJob', () => {
  test('brings default values into the type of the target', () => {
    const mappings = (kept: readonly AttributeMapping[]) => [
      ...kept.filter(({ targetAttributeName }) => targetAttributeName !== 'accountEnabled'),
      sampleMapping('accountEnabled', 'active', { defaultValue: '1' }),
      sampleMapping('otherMails', 'nickName', { defaultValue: 'a@fabrikam.example' }),
      sampleMapping('employeeHireDate', 'timezone', { defaultValue: '2026-01-02' }),
    ]
    const defaults = sampleProgram({ mappings }).mappings.slice(-3)
    assert.deepEqual(
      defaults.map(({ defaultValue }) => defaultValue),
      [true, ['a@fabrikam.example'], '2026-01-02T00:00:00Z'],
    )
  })

  test('names the default value that the target attribute cannot hold', () => {
    const [problem] = problemsWith(sampleMapping('employeeHireDate', 'nickName', { defaultValue: 'soon' }))
    assert.match(problem?.target ?? '', /\/attributeMappings\/\d+\/defaultValue$/)
  })

  test('refuses mappings onto read-only attributes and a second mapping of one attribute', () => {
    const problems = problemsWith(sampleMapping('objectId', 'id'), sampleMapping('jobTitle', 'nickName'))
    assert.deepEqual(
      problems.map(({ message }) => message),
      ["The target's attribute 'objectId' is read-only.", "The target's attribute 'jobTitle' has a mapping already."],
    )
  })

  test('takes a mapping of the pseudo attribute objectFilter, which no target declares', () => {
    assert.deepEqual(problemsWith(sampleMapping('objectFilter', 'nickName')), [])
  })
})
