import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import { nameMapping } from './name-mapping.ts'
import { mapTo, matchById, sampleProgram } from './samples.conformance.ts'

const program = sampleProgram({ mappings: [matchById, mapTo('jobTitle', 'ToUpper([title], )'), mapTo('city', null)] })

function named(additionalDetails: string | null): string | null {
  const error = { code: 'UnprocessableEntity', reason: 'Too long.', additionalDetails, recommendedAction: null }
  const entry = { error } as ProvisioningLogEntry
  return nameMapping(entry, program).error?.additionalDetails ?? null
}

describe('an error about one attribute', () => {
  test('names the mapping that its value came from, once', () => {
    assert.equal(named('jobTitle: COOK'), 'jobTitle: COOK <- ToUpper([title], )')
    assert.equal(named('jobTitle: COOK <- ToUpper([title], )'), 'jobTitle: COOK <- ToUpper([title], )')
    assert.equal(named('jobTitle: [Redact]'), 'jobTitle: [Redact] <- ToUpper([title], )')
  })

  test('stays as it is when there is no such mapping, no source, or no value', () => {
    for (const details of [null, 'jobTitle', 'city: Berlin', 'state: x', 'NotEffectivelyEntitled'])
      assert.equal(named(details), details)
    assert.deepEqual(nameMapping({ error: null } as ProvisioningLogEntry, program), { error: null })
  })
})
