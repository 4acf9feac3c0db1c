import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bulkRequest, newcomer, openWorld } from '../world.ts'
import { hasChromium, openChromium } from './chromium.ts'
import type { Tour } from './programs/stops.ts'
import { converse, settingsOf } from './run-client.ts'
import { openBrowserDoor } from './visit.ts'

const program = fileURLToPath(new URL('programs/tour.ts', import.meta.url))
// A machine of one's own need not have it; where every change is judged, it has to be there.
const skip = hasChromium || process.env.CI !== undefined ? false : 'chromium is not installed'

describe('people sign in with Chromium', { skip }, () => {
  for (const [library, answers] of [
    ['@azure/identity', 'in the address'],
    ['msal-node', 'in a form that sends itself'],
  ] as const) {
    test(`that ${library} opened; the code comes back ${answers}`, async () => {
      await using world = await openWorld()
      const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
      await using chromium = await openChromium(world)
      const visit = chromium.visitor(ada)
      await using door = await openBrowserDoor(world, visit)
      const { uploadStatus, logged } = await converse<Tour>({
        command: process.execPath,
        args: [program, library, 'browser'],
        env: { ...settingsOf(world), BODY: bulkRequest(newcomer('E-1'), newcomer('E-2')), ...door.env },
        answer: visit,
        signal: door.signal,
      })
      assert.deepEqual({ uploadStatus, logged }, { uploadStatus: 202, logged: ['E-1', 'E-2'] })
      const [ours, theirs, ...more] = chromium.shown
      assert.equal(ours, world.origin)
      assert.match(String(theirs), /^(http:\/\/localhost:\d+|null)$/)
      assert.deepEqual(more, [])
    })
  }
})
