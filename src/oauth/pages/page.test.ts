import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from './html.ts'
import { toPage } from './page.ts'

test('the address that a page leads to adds an origin to its policy, and nothing else', () => {
  const targetsOf = (leadsTo: string) => {
    const { headers } = toPage({ title: 'Sign in', brand: 'Entrain', body: html``, leadsTo })
    return /form-action ([^;]*); frame-ancestors 'none'; base-uri 'none'$/.exec(
      String(headers['Content-Security-Policy']),
    )?.[1]
  }
  assert.equal(targetsOf('https://hr.fabrikam.example/a;b,c?d=e'), "'self' https://hr.fabrikam.example")
  assert.equal(targetsOf('msauth://app/x'), "'self' msauth:")
  for (const wrong of ['https://hr.fabrikam.example;sandbox/', 'https://a,sandbox/', 'no address']) {
    assert.equal(targetsOf(wrong), "'self'", wrong)
  }
})
