import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { entrain, freePort, type Installation, init, type Server, start } from './program.ts'

const dayMs = 86_400_000

describe('a server that was started with --clock', () => {
  let root: string
  let installation: Installation
  let port: number
  let server: Server
  let data: readonly [string, string]

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'entrain-clock-'))
    port = await freePort()
    installation = await init(join(root, 'data'), port)
    data = ['--data', installation.folder]
    server = await start(installation.folder, port, ['--clock', '+90d'])
  })
  after(async () => {
    await server.stop()
    await rm(root, { recursive: true, force: true })
  })

  async function clock(...args: readonly string[]): Promise<{ readonly now: string; readonly offsetSeconds: number }> {
    const { code, out, err } = await entrain('clock', ...args, '--json', ...data)
    assert.equal(code, 0, err)
    return JSON.parse(out)
  }

  test('tells its time, and is moved by a distance or to a time', async () => {
    assert.equal((await clock()).offsetSeconds, 90 * 86_400)
    assert.equal((await clock('+36h')).offsetSeconds, 91.5 * 86_400)
    const later = new Date(Date.now() + 200 * dayMs).toISOString()
    assert.ok((await clock(later)).now >= later)
    const told = await entrain('clock', ...data)
    assert.match(told.out, /^\d{4}-\d\d-\d\dT\S+Z \((199 d 23 h 59 min|200 d).* ahead of the system\)\n$/)
  })

  test('is not moved back, and a wrong time is refused before anything is sent', async () => {
    const back = await entrain('clock', '2020-01-01', ...data)
    assert.equal(back.code, 3)
    assert.match(back.err, /never moved back/)
    const wrong = await entrain('clock', 'tomorrow', ...data)
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /\+90d/)
  })

  test('takes uploads of later days, and the log shows their time', async () => {
    const file = join(root, 'people.csv')
    const header = 'Personnel No,Display name,User name,Active\n'
    await writeFile(file, `${header}E-1,Ana Lima,ana.lima@fabrikam.example,true\n`)
    const { now } = await clock('+1d')
    const upload = await entrain('upload', file, '--yes', ...data)
    assert.equal(upload.code, 0, upload.err + upload.out)
    const { out } = await entrain('logs', '--json', ...data)
    assert.ok(JSON.parse(out.split('\n')[0] ?? '').activityDateTime >= now)
  })

  test('says at its start that the time is not the right one; without --clock there is nothing to move', async () => {
    const { err } = await server.stop()
    assert.match(err, /Test mode: the clock stands at \S+Z \(90 d ahead of the system\)/)
    server = await start(installation.folder, port)
    const { code, err: refusal } = await entrain('clock', ...data)
    assert.equal(code, 3)
    assert.match(refusal, /keeps the system's time[\s\S]*entrain start --clock/)
  })

  test('a time of the past, or none at all, is wrong usage', async () => {
    for (const time of ['2020-01-01T00:00:00Z', 'soon']) {
      const { code, err } = await entrain('start', '--clock', time, ...data)
      assert.equal(code, 2)
      assert.match(err, /ENTRAIN_CLOCK must/)
    }
  })
})
