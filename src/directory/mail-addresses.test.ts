import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { proxyAddressesAfter } from './mail-addresses.ts'

describe('proxyAddressesAfter', () => {
  test('makes mail the primary address', () => {
    assert.deepEqual(proxyAddressesAfter('ann@fabrikam.example', undefined), ['SMTP:ann@fabrikam.example'])
  })

  test('keeps the former primary address as a secondary one', () => {
    const before = ['SMTP:ann@fabrikam.example', 'smtp:a.lee@fabrikam.example', 'sip:ann@fabrikam.example']
    assert.deepEqual(proxyAddressesAfter('a.lee@fabrikam.example', before), [
      'SMTP:a.lee@fabrikam.example',
      'smtp:ann@fabrikam.example',
      'sip:ann@fabrikam.example',
    ])
    assert.deepEqual(proxyAddressesAfter(null, ['SMTP:ann@fabrikam.example']), ['smtp:ann@fabrikam.example'])
  })
})
