import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeMapping } from '../model/synchronization-schema.ts'
import type { JsonObject } from '../std/json-object.ts'
import { mapAttributes } from './map.ts'
import { mapTo, matchById, sampleAttribute, sampleContext, sampleProgram, sampleRecord } from './samples.conformance.ts'

function map(mappings: readonly AttributeMapping[], data: JsonObject) {
  const source = [sampleAttribute('mails', { multivalued: true })]
  const target = [sampleAttribute('objectFilter'), sampleAttribute('CustomSecurityAttributes.Badge_Level')]
  const program = sampleProgram({ mappings: [matchById, ...mappings], source, target })
  return mapAttributes(program, sampleRecord({ externalId: 'E-1', ...data }), sampleContext)
}

/** The value of the first mapping after the one to match by. */
function wantedBy(mapping: AttributeMapping, data: JsonObject = {}): unknown {
  const result = map([mapping], data)
  assert.ok(result.kind === 'mapped', `it is ${result.kind}`)
  return result.desired.values[1]
}

describe('mapping a record', () => {
  test('copies attributes, evaluates expressions and writes constants', () => {
    assert.equal(wantedBy(mapTo('jobTitle', '[title]'), { title: 'Clerk' }), 'Clerk')
    assert.equal(wantedBy(mapTo('jobTitle', 'ToUpper([title], )'), { title: 'Clerk' }), 'CLERK')
    const constant = { type: 'Constant', name: 'Staff', expression: '"Staff"', parameters: [] } as const
    assert.equal(wantedBy({ ...mapTo('jobTitle', null), source: constant }), 'Staff')
  })

  test('has no opinion on what is absent, and null for what is null or empty', () => {
    assert.equal(wantedBy(mapTo('jobTitle', '[title]')), undefined)
    assert.equal(wantedBy(mapTo('jobTitle', null), { title: 'x' }), undefined)
    assert.equal(wantedBy(mapTo('jobTitle', '[title]'), { title: null }), null)
    assert.equal(wantedBy(mapTo('jobTitle', '[title]'), { title: '' }), null)
    assert.equal(wantedBy(mapTo('jobTitle', 'IgnoreFlowIfNullOrEmpty([title])'), { title: '' }), undefined)
  })

  test('brings values into the type of the target', () => {
    assert.equal(wantedBy(mapTo('accountEnabled', '[active]'), { active: 'FALSE' }), false)
    assert.equal(wantedBy(mapTo('accountEnabled', 'Not([active])'), { active: true }), false)
    assert.deepEqual(wantedBy(mapTo('otherMails', '[mails]'), { mails: ['a', ''] }), ['a'])
    assert.equal(wantedBy(mapTo('employeeHireDate', '[title]'), { title: '2026-01-05' }), '2026-01-05T00:00:00Z')
  })

  test('keeps candidates apart: which one is free only the target knows', () => {
    const result = map([mapTo('userPrincipalName', 'SelectUniqueValue("a@x.example", "b@x.example")')], {})
    assert.ok(result.kind === 'mapped')
    assert.deepEqual([...result.desired.candidates], [[1, ['a@x.example', 'b@x.example']]])
    assert.equal(result.desired.values[1], undefined)
  })

  test('leaves the object alone when a mapping says so', () => {
    const mapping = mapTo('objectFilter', 'IIF([title]="Guest", IgnoreObjectFlow, "x")')
    assert.equal(map([mapping], { title: 'Guest' }).kind, 'ignored')
    assert.equal(map([mapping], { title: 'Clerk' }).kind, 'mapped')
  })

  test('fails with the name of the mapping when a value does not fit or an expression gives up', () => {
    const typed = map([mapTo('accountEnabled', '[title]')], { title: 'perhaps' })
    assert.ok(typed.kind === 'failed')
    assert.equal(typed.error.code, 'InvalidExpression')
    assert.match(typed.error.reason, /mapping of accountEnabled .* 'perhaps' is not a Boolean value/)
    assert.equal(typed.error.additionalDetails, 'accountEnabled: perhaps <- [title]')
    const dated = map([mapTo('jobTitle', 'FormatDateTime([title], , "yyyy-MM-dd", "dd")')], { title: 'soon' })
    assert.ok(dated.kind === 'failed')
    assert.match(dated.error.additionalDetails ?? '', /^jobTitle <- FormatDateTime/)
  })

  test('fails without quoting what this or another mapping redacts', () => {
    const own = map([mapTo('accountEnabled', 'Redact([title])')], { title: 'secret' })
    const other = map([mapTo('accountEnabled', '[title]'), mapTo('jobTitle', 'Redact([title])')], { title: 'secret' })
    const badge = mapTo('CustomSecurityAttributes.Badge_Level', 'FormatDateTime([title], , "yyyy", "dd")')
    for (const result of [own, other, map([badge], { title: 'secret' })]) {
      assert.ok(result.kind === 'failed')
      assert.doesNotMatch(JSON.stringify(result.error), /secret/)
    }
    assert.equal(own.kind === 'failed' && own.error.additionalDetails, 'accountEnabled: [Redact] <- Redact([title])')
  })

  test('sees clock, chance and domains only through the context', () => {
    assert.equal(wantedBy(mapTo('jobTitle', 'DefaultDomain()')), 'fabrikam.example')
    assert.equal(wantedBy(mapTo('jobTitle', 'Guid()')), '0199a0de-0000-7000-8000-000000000001')
  })
})
