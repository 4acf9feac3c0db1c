import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { OAuthError } from './error.ts'
import { readResponseMode } from './response-mode.ts'

const refused = (error: unknown) => error instanceof OAuthError && error.number === 70007

describe('readResponseMode', () => {
  for (const [kind, wantsIdToken, modes] of [
    ['web', false, ['query', 'fragment', 'form_post']],
    ['web', true, ['fragment', 'form_post']],
    ['spa', false, ['query', 'fragment']],
    ['spa', true, ['fragment']],
    ['public', false, ['query', 'form_post']],
    ['public', true, ['form_post']],
  ] as const) {
    test(`gives ${kind} redirects ${wantsIdToken ? 'with an id_token' : 'a code'} by ${modes.join(', ')}`, () => {
      const known: readonly string[] = modes
      for (const mode of ['query', 'fragment', 'form_post', 'web_message', 'QUERY']) {
        if (known.includes(mode)) assert.equal(readResponseMode(mode, { kind, wantsIdToken }), mode)
        else assert.throws(() => readResponseMode(mode, { kind, wantsIdToken }), refused)
      }
    })
  }

  test('takes the usual one of the kind and the response type when none is named', () => {
    assert.equal(readResponseMode('', { kind: 'public', wantsIdToken: false }), 'query')
    assert.equal(readResponseMode('', { kind: 'web', wantsIdToken: true }), 'fragment')
    assert.equal(readResponseMode('', { kind: 'public', wantsIdToken: true }), 'form_post')
  })
})
