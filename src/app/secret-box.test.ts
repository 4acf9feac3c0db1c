import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createSecretBox, secretsKeyFile } from './secret-box.ts'

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'entrain-box-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('the box for secrets', () => {
  test('opens what it sealed, also after a restart, and never seals the same way twice', () =>
    withFolder(async (folder) => {
      const box = createSecretBox(folder)
      const sealed = box.seal('pässword')
      assert.equal(sealed.includes('pässword'), false)
      assert.notEqual(box.seal('pässword'), sealed)
      assert.equal(createSecretBox(folder).open(sealed), 'pässword')
    }))

  test('opens nothing that another installation sealed, or that was changed', () =>
    withFolder(async (folder) => {
      const box = createSecretBox(folder)
      const sealed = createSecretBox(join(folder, 'other')).seal('password')
      for (const wrong of [sealed, '', 'v1.', 'v1.AAAA', 'password', `${box.seal('password').slice(0, -6)}AAAA==`])
        assert.equal(box.open(wrong), undefined)
    }))

  test('keeps its key where only the owner reads it', () =>
    withFolder(async (folder) => {
      createSecretBox(folder).seal('password')
      assert.equal((await stat(join(folder, secretsKeyFile))).mode & 0o777, 0o600)
    }))
})
