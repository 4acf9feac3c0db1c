import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseTrustedIssuers } from '../src/auth/issuers/trusted-issuer.ts'

const page = () => readFile(join(import.meta.dirname, '../docs/guides/sign-in-applications.md'), 'utf8')

test('the file of trusted issuers that the guide shows is one, and the guide explains each of its members', async () => {
  const text = await page()
  const [, json = ''] = /```json\n(\{\n {2}"issuers"[\s\S]*?)```/.exec(text) ?? []
  const [issuer] = parseTrustedIssuers(JSON.parse(json))
  assert.equal(issuer?.roles?.permissions.get('uploader'), 'SynchronizationData-User.Upload')
  for (const member of Object.keys(issuer ?? {})) assert.ok(text.includes(`\`${member}\``), member)
})
