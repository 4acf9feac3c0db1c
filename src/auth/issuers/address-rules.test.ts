import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isPublicAddress } from './address-rules.ts'

describe('isPublicAddress', () => {
  test('the inner addresses of a network are not public, however they are written', () => {
    for (const address of [
      '127.0.0.1',
      '127.255.255.254',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '255.255.255.255',
      '224.0.0.1',
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '::7f00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'fe80::1',
      'fe80::1%eth0',
      '2606:4700::1111%eth0',
      'fec0::1',
      'fd00::1',
      'ff02::1',
      'localhost',
      '',
    ]) {
      assert.equal(isPublicAddress(address), false, address)
    }
  })

  test('addresses of the Internet are public', () => {
    for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '223.255.255.1', '2606:4700::1111']) {
      assert.equal(isPublicAddress(address), true, address)
    }
  })

  test('an address that is not public stays so when it is written as an IPv6 one', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(fc.constantFrom(10, 127, 0), octet, octet, octet, (...octets) => {
        assert.equal(isPublicAddress(octets.join('.')), false)
        assert.equal(isPublicAddress(`::ffff:${octets.join('.')}`), false)
      }),
    )
  })
})
