import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { EntrainError } from '../model/error.ts'
import { parseGraphPath } from './path.ts'

const refusal = (path: string) => {
  try {
    parseGraphPath(path)
  } catch (error) {
    if (error instanceof EntrainError) return `${error.code}: ${error.message}`
    throw error
  }
  return undefined
}

describe('parseGraphPath', () => {
  test('takes the version in any letter case and drops a trailing slash', () => {
    assert.deepEqual(parseGraphPath('/V1.0/users/'), { version: 'v1.0', segments: ['users'] })
    assert.deepEqual(parseGraphPath('/Beta'), { version: 'beta', segments: [] })
  })

  test('decodes each segment by itself, so that an encoded slash stays inside its id', () => {
    assert.deepEqual(parseGraphPath('/v1.0/users/a%2Fb%23c').segments, ['users', 'a/b#c'])
  })

  test('keeps an empty segment in the middle, which then fits no route', () => {
    assert.deepEqual(parseGraphPath('/v1.0/users//manager').segments, ['users', '', 'manager'])
  })

  test('refuses other versions, broken encoding and endless paths', () => {
    assert.match(refusal('/v2.0/users') ?? '', /badRequest: Invalid version: 'v2\.0'/)
    assert.match(refusal('/') ?? '', /Invalid version: ''/)
    assert.match(refusal('/v1.0/users/%zz') ?? '', /percent-encoding/)
    assert.match(refusal(`/v1.0${'/a'.repeat(40)}`) ?? '', /more than 32 segments/)
  })

  test('fails only with badRequest, whatever the path is', () => {
    fc.assert(fc.property(fc.string(), (text) => void refusal(`/v1.0/${text}`)))
  })
})
