import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Json, openWorld } from '../world.ts'
import { converse, settingsOf } from './run-client.ts'
import { visitor } from './visit.ts'

const program = fileURLToPath(new URL('programs/sign-in.ts', import.meta.url))

describe('a person who signed in with msal-node', () => {
  test('is asked no more: the cache answers, then the refresh token', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const told = await converse<Json>({
      command: process.execPath,
      args: [program],
      env: settingsOf(world),
      answer: visitor(world, ada),
    })
    assert.deepEqual(told, {
      me: ada.userPrincipalName,
      account: ada.userPrincipalName,
      silentFromCache: true,
      forcedFromCache: false,
    })
  })
})
