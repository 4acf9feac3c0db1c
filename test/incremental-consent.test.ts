import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser, makePkce, type Shown } from './browser.ts'
import { openWorld, type World } from './world.ts'

function pathOf(world: World, scope: string, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    client_id: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
    response_type: 'code',
    redirect_uri: 'http://localhost:4711',
    scope,
    code_challenge: makePkce().challenge,
    code_challenge_method: 'S256',
    ...more,
  })
  return `/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`
}

/** Permissions that a page of consent lists, by name. */
function askedBy({ text }: Shown): readonly string[] {
  return [...text.matchAll(/<small><code>([^<]*)<\/code><\/small>/g)].map(([, name = '']) => name).sort()
}

test('people are asked for what is new only, and for all again when the client wants that', async () => {
  await using world = await openWorld()
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const browser = new Browser(world)
  const opened = await browser.open(pathOf(world, 'User.Read'))
  const first = await browser.submit(opened, { username: ada.userPrincipalName, password: ada.password })
  assert.deepEqual(askedBy(first), ['User.Read'])
  assert.match((await browser.submit(first, { answer: 'yes' })).location, /code=/)

  const second = await browser.open(pathOf(world, 'User.Read User.ReadBasic.All'))
  assert.deepEqual(askedBy(second), ['User.ReadBasic.All'])
  assert.match((await browser.submit(second, { answer: 'yes' })).location, /code=/)
  assert.match((await browser.open(pathOf(world, 'User.ReadBasic.All User.Read'))).location, /code=/)

  const again = await browser.open(pathOf(world, 'User.Read User.ReadBasic.All', { prompt: 'consent' }))
  assert.deepEqual(askedBy(again), ['User.Read', 'User.ReadBasic.All'])
  assert.match((await browser.submit(again, { answer: 'no' })).location, /error=access_denied/)
})
