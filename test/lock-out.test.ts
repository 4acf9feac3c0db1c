import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { checkCode } from '../src/auth/passwords/check-code.ts'
import { checkPassword } from '../src/auth/passwords/check-password.ts'
import { generateTotpSecret, totpCode, totpStep } from '../src/auth/totp.ts'
import { openWorld } from './world.ts'

const now = Date.UTC(2026, 5, 1)
const guesses = 24

/** Somebody who guesses from as many addresses as there are guesses. */
async function openAttempt() {
  const world = await openWorld()
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const opened = await openStore(world.config.dataDirectory)
  const store = opened.forTenant(world.setUp.tenantId)
  const addresses = { isBlocked: () => false, failed() {} }
  const close = async () => {
    await opened.close()
    await world[Symbol.asyncDispose]()
  }
  return { ada, attempt: { store, addresses, remoteAddress: '192.0.2.1', now }, close }
}

test('the right password is no better than the wrong ones that were sent together with it', async () => {
  const { ada, attempt, close } = await openAttempt()
  const tried = [...Array.from({ length: guesses }, (_, index) => `Wrong-${index}`), ada.password]
  const found = await Promise.all(tried.map((password) => checkPassword(attempt, ada.userPrincipalName, password)))
  assert.equal(found.at(-1)?.kind, 'locked')
  assert.equal((await attempt.store.identity.failures.find(ada.userPrincipalName))?.count, guesses)
  await close()
})

test('neither is the right code, which then is used up', async () => {
  const { ada, attempt, close } = await openAttempt()
  const { directory, identity } = attempt.store
  const user = await directory.findUser(ada.id)
  assert.ok(user !== undefined)
  const secret = generateTotpSecret()
  await identity.totp.put(ada.id, { secret, lastStep: 0 })
  const right = totpCode(secret, totpStep(now))
  const wrong = right === '000000' ? '000001' : '000000'
  const tried = [...Array.from({ length: guesses }, () => wrong), right]
  const found = await Promise.all(tried.map((code) => checkCode(attempt, user, code)))
  assert.deepEqual(new Set(found.slice(0, -1)), new Set(['wrong']))
  assert.equal(found.at(-1), 'locked')
  await close()
})
