import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { commands } from '../src/cli/index.ts'
import { runProgram } from '../src/cli/program.ts'
import { createScreen } from '../src/cli/terminal.ts'
import { managedIdentitiesFile, readManagedIdentities } from '../src/config/managed-identities.ts'
import { register } from './applications.ts'
import { openWorld, type World } from './world.ts'

async function entrain(world: World, ...argv: readonly string[]) {
  const out: string[] = []
  const screen = createScreen({ write: (text) => out.push(text) }, {})
  const code = await runProgram(commands, {
    argv: ['managed-identity', ...argv],
    version: '1.2.3',
    terminal: { out: screen, err: screen, confirm: null },
    env: { ENTRAIN_DATA: world.config.dataDirectory, ENTRAIN_MANAGED_IDENTITY_PORT: '8444' },
    signal: new AbortController().signal,
  })
  return { code, out: out.join('') }
}

describe('entrain managed-identity', () => {
  test('prints the environment once and keeps a hash only, in a file for its owner', async () => {
    await using world = await openWorld()
    const { code, out } = await entrain(world, 'add', 'hr-upload')
    assert.equal(code, 0, out)
    assert.match(out, /IDENTITY_ENDPOINT=http:\/\/127\.0\.0\.1:8444\/msi\/token/)
    const secret = /IDENTITY_HEADER=(\S+)/.exec(out)?.[1] ?? assert.fail(out)
    const kept = await readManagedIdentities(world.config.dataDirectory)
    assert.equal(JSON.stringify(kept).includes(secret), false)
    const { mode } = await stat(managedIdentitiesFile(world.config.dataDirectory))
    assert.equal(mode & 0o077, 0)
    assert.equal((await entrain(world, 'list')).out.includes(secret), false)
  })

  test('takes a managed identity that is there, by a second name too', async () => {
    await using world = await openWorld()
    const servicePrincipal = { servicePrincipalType: 'ManagedIdentity' }
    const { servicePrincipalId } = await register(world, { servicePrincipal })
    for (const name of ['one', 'two']) {
      const { code, out } = await entrain(world, 'add', name, '--service-principal', servicePrincipalId)
      assert.equal(code, 0, out)
    }
    const listed = JSON.parse((await entrain(world, 'list', '--json')).out)
    assert.deepEqual(
      listed.map(({ name, servicePrincipalId: id }: { name: string; servicePrincipalId: string }) => [name, id]),
      [
        ['one', servicePrincipalId],
        ['two', servicePrincipalId],
      ],
    )
  })

  test('says what is wrong and what to do, and changes nothing', async () => {
    await using world = await openWorld()
    const { servicePrincipalId } = await register(world, {})
    for (const [argv, reason] of [
      [['add', 'hr', '--grant', 'No.Such.Permission'], /no permission 'No\.Such\.Permission'/],
      [['add', 'hr', '--grant', 'User.Read'], /not a permission of applications/],
      [['add', 'hr', '--service-principal', servicePrincipalId], /no service principal of the type ManagedIdentity/],
      [['add', 'hr', '--tenant', 'contoso.example'], /no tenant 'contoso\.example'/],
      [['remove', 'hr'], /no managed identity 'hr'/],
    ] as const) {
      const { code, out } = await entrain(world, ...argv)
      assert.equal(code, 2)
      assert.match(out, reason)
    }
    assert.deepEqual(await readManagedIdentities(world.config.dataDirectory), [])
    await entrain(world, 'add', 'hr')
    assert.match((await entrain(world, 'add', 'hr')).out, /There is a managed identity 'hr'/)
  })
})
