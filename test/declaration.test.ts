import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { runAsAdministration as run } from './run-against-world.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

async function succeed(world: World, ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await run(world, argv)
  assert.equal(code, 0, `${argv.join(' ')}: ${err}${out}`)
  return out
}

async function link(world: World, ownedId: string, owners: readonly { readonly id: string }[]): Promise<void> {
  const store = await openStore(world.config.dataDirectory)
  await store.forTenant(world.setUp.tenantId).provisioning.transaction(async ({ objects }) => {
    for (const { id } of owners) await objects.link('owners', ownedId, id)
  })
  await store.close()
}

const folder = mkdtempSync(join(tmpdir(), 'entrain-declaration-'))
let files = 0
function write(text: string): string {
  files += 1
  const file = join(folder, `entrain-${files}.yaml`)
  writeFileSync(file, text)
  return file
}

describe('entrain app', { timeout: 120_000 }, () => {
  test('registers a connector that uploads what it owns, without a portal', async () => {
    await using world = await openWorld()
    const made = JSON.parse(await succeed(world, 'app', 'create', 'HR connector', '--json'))
    await succeed(world, 'app', 'grant', 'HR connector', 'SynchronizationData-User.Upload.OwnedBy')
    const secret = JSON.parse(await succeed(world, 'app', 'secret', 'HR connector', '--days', '30', '--json'))
    const client = { clientId: made.appId, clientSecret: secret.secretText }
    const upload = () => world.provision(newcomer('E-1'))
    const token = await world.token(client)
    const path = `/v1.0${world.jobPath}/bulkUpload`
    const refused = await world.send('POST', path, { token, body: '{}' })
    assert.equal(refused.status, 403)
    await succeed(world, 'app', 'owner', 'API-driven provisioning to Microsoft Entra ID', 'HR connector')
    const accepted = await world.send('POST', path, { token, body: '{}' })
    assert.equal(accepted.status, 400, 'let in, and the body is what is wrong now')
    await upload()
    const list = await succeed(world, 'app', 'list')
    assert.match(list, /HR connector +[0-9a-f-]{36} +SynchronizationData-User\.Upload\.OwnedBy/)
    assert.match(
      await succeed(world, 'app', 'show', 'HR connector'),
      /secret +[0-9a-f-]{36} +made by entrain app secret/,
    )
  })

  test('revokes permissions and removes secrets and owners', async () => {
    await using world = await openWorld()
    await succeed(world, 'app', 'create', 'One')
    await succeed(world, 'app', 'create', 'Other')
    await succeed(world, 'app', 'grant', 'One', 'User.Read.All', 'AuditLog.Read.All')
    await succeed(world, 'app', 'grant', 'One', 'User.Read', '--delegated')
    await succeed(world, 'app', 'grant', 'One', 'AuditLog.Read.All', '--revoke')
    await succeed(world, 'app', 'owner', 'One', 'Other')
    const { keyId } = JSON.parse(await succeed(world, 'app', 'secret', 'One', '--json'))
    const shown = await succeed(world, 'app', 'show', 'One')
    assert.match(shown, /^permissions +User\.Read\.All$/m)
    assert.match(shown, /^delegated +User\.Read$/m)
    await succeed(world, 'app', 'secret', 'One', '--remove', keyId)
    await succeed(world, 'app', 'owner', 'One', 'Other', '--remove')
    const after = await succeed(world, 'app', 'show', 'One')
    assert.doesNotMatch(after, /^secret/m)
    assert.match(after, /^owners +–$/m)
    const { code, err } = await run(world, ['app', 'show', 'Nobody'])
    assert.equal(code, 3)
    assert.match(err, /no application 'Nobody'/)
  })

  test('list gives each permission and each credential a line of its own', async () => {
    await using world = await openWorld()
    await succeed(world, 'app', 'create', 'Payroll')
    await succeed(world, 'app', 'grant', 'Payroll', 'User.Read.All', 'AuditLog.Read.All')
    await succeed(world, 'app', 'grant', 'Payroll', 'User.Read', '--delegated')
    await succeed(world, 'app', 'secret', 'Payroll')
    await succeed(world, 'app', 'secret', 'Payroll')
    const lines = (await succeed(world, 'app', 'list')).split('\n')
    const first = lines.findIndex((line) => line.startsWith('Payroll'))
    const told = lines.slice(first, first + 3).map((line) => line.replace(/^.*[0-9a-f]{12}/, '').trim())
    assert.match(String(told[0]), /^AuditLog\.Read\.All +\d{4}-\d\d-\d\d$/)
    assert.match(String(told[1]), /^User\.Read\.All +\d{4}-\d\d-\d\d$/)
    assert.equal(told[2], 'User.Read (delegated)')
  })

  test('says what to write instead of a misspelt permission, a name that two have, or a missing certificate', async () => {
    await using world = await openWorld()
    const one = JSON.parse(await succeed(world, 'app', 'create', 'Payroll', '--json'))
    for (const [argv, code, told] of [
      [
        ['grant', 'Payroll', 'User.Raed.All'],
        2,
        /'User\.Raed\.All' is not an application[\s\S]*mean User\.Read\.All\?/,
      ],
      [['grant', 'Payroll', 'User.Read'], 2, /not an application permission[\s\S]*--delegated/],
      [['grant', 'Payroll', 'User.Raed', '--delegated'], 2, /not a delegated permission[\s\S]*mean User\.Read\?/],
      [['cert', 'Payroll', join(folder, 'nothing.pem')], 2, /nothing\.pem cannot be read[\s\S]*openssl req/],
    ] as const) {
      const refused = await run(world, ['app', ...argv])
      assert.equal(refused.code, code)
      assert.match(refused.err, told)
    }
    const other = JSON.parse(await succeed(world, 'app', 'create', 'Payroll', '--json'))
    const { code, err } = await run(world, ['app', 'show', 'Payroll'])
    assert.equal(code, 3)
    for (const { appId } of [one, other]) assert.ok(err.includes(appId))
  })
})

const declaration = `
applications:
  - uniqueName: hr-connector
    displayName: HR connector
    web: { redirectUris: [https://hr.fabrikam.example/signed-in] }
    permissions:
      application: [SynchronizationData-User.Upload.OwnedBy, ProvisioningLog.Read.All]
      delegated: [User.Read]
    federatedIdentityCredentials:
      - name: pipeline
        issuer: https://ci.fabrikam.example
        subject: repo:fabrikam/hr
        audiences: [api://AzureADTokenExchange]
  - uniqueName: hr-inbound
    displayName: HR to directory
    owners: [hr-connector]
    jobs:
      - template: API2AAD
        schedule: Active
        settings: { QuarantineTooManyDeletesThreshold: 50 }
`

describe('entrain plan, apply, diff and export', { timeout: 120_000 }, () => {
  test('apply makes what is declared, and a second time there is nothing to do', async () => {
    await using world = await openWorld()
    const file = write(declaration)
    const planned = await succeed(world, 'plan', '--file', file)
    assert.match(planned, /^hr-connector\n {2}\+ application\n {2}\+ service principal/m)
    assert.equal((await run(world, ['diff', '--file', file])).code, 1)

    const asked = await run(world, ['apply', '--file', file], false)
    assert.match(asked.err, /Nothing was changed/)
    await succeed(world, 'apply', '--file', file, '--yes')
    assert.equal((await run(world, ['diff', '--file', file])).code, 0)
    assert.match((await run(world, ['apply', '--file', file, '--yes'])).err, /Nothing to do/)

    const [principal] = (
      await world.get<{ value: readonly Json[] }>("/servicePrincipals?$filter=displayName eq 'HR to directory'")
    ).value
    const jobs = await world.get<{ value: readonly { schedule: Json }[] }>(
      `/servicePrincipals/${principal?.id}/synchronization/jobs`,
    )
    assert.deepEqual(
      jobs.value.map(({ schedule }) => schedule.state),
      ['Active'],
    )
  })

  test('what is taken out of a list is taken away', async () => {
    await using world = await openWorld()
    await succeed(world, 'apply', '--file', write(declaration), '--yes')
    const less = declaration
      .replace(', ProvisioningLog.Read.All', '')
      .replace('delegated: [User.Read]', 'delegated: []')
    const planned = await succeed(world, 'plan', '--file', write(less))
    assert.equal(
      planned,
      'hr-connector\n  - permission ProvisioningLog.Read.All (application)\n  - delegated permissions for everybody\n      scope  User.Read → –\n',
    )
    await succeed(world, 'apply', '--file', write(less), '--yes')
    assert.equal((await run(world, ['diff', '--file', write(less)])).code, 0)
  })

  test('an owner goes however many there are', async () => {
    await using world = await openWorld()
    const people = Array.from({ length: 101 }, (_, index) => newcomer(`O-${index}`))
    for (let at = 0; at < people.length; at += 40) await world.provision(...people.slice(at, at + 40))
    const { value } = await world.get<{ value: readonly { id: string; userPrincipalName: string }[] }>(
      '/users?$top=999&$select=id,userPrincipalName',
    )
    const owners = value.filter(({ userPrincipalName }) => userPrincipalName.startsWith('o-'))
    const yaml = (names: readonly string[]) =>
      `applications:\n  - uniqueName: many\n    owners: [${names.join(', ')}]\n`
    await succeed(world, 'apply', '--file', write(yaml([])), '--yes')
    const { id } = await world.get<{ id: string }>("/applications(uniqueName='many')")
    await link(world, id, owners)
    const last = owners
      .map((owner) => owner.id)
      .toSorted()
      .at(-1)
    const others = owners.filter((owner) => owner.id !== last).map(({ userPrincipalName }) => userPrincipalName)
    const file = write(yaml(others))
    await succeed(world, 'apply', '--file', file, '--yes')
    assert.equal((await run(world, ['diff', '--file', file])).code, 0)
  })

  test('a schema that was changed in its file is put once', async () => {
    await using world = await openWorld()
    const place = mkdtempSync(join(folder, 'schema-'))
    const file = join(place, 'entrain.yaml')
    await succeed(world, 'export', '--file', file)
    const schemaFile = join(place, 'api-driven-provisioning-to-microsoft-entra-id.schema.json')
    const schema = readFileSync(schemaFile, 'utf8')
    writeFileSync(schemaFile, schema.replaceAll('"API"', '"HR"'))
    assert.notEqual(readFileSync(schemaFile, 'utf8'), schema)
    await succeed(world, 'apply', '--file', file, '--yes')
    assert.equal((await run(world, ['diff', '--file', file])).out, '')
  })

  test('an export of one tenant makes the same in another', async () => {
    await using here = await openWorld()
    await succeed(here, 'apply', '--file', write(declaration), '--yes')
    for (const name of ['Zeta', 'Alpha', 'Twin', 'Twin']) await succeed(here, 'app', 'create', name)
    await succeed(here, 'app', 'grant', 'Zeta', 'User.Read.All')
    await succeed(here, 'app', 'owner', 'Alpha', 'Zeta')
    await succeed(here, 'app', 'owner', 'Zeta', 'Alpha')
    const file = join(mkdtempSync(join(folder, 'moved-')), 'entrain.yaml')
    await succeed(here, 'export', '--file', file)
    assert.equal((await run(here, ['diff', '--file', file])).out, '')

    await using there = await openWorld()
    const planned = await succeed(there, 'plan', '--file', file)
    assert.match(planned, /^alpha\n {2}\+ application\n {2}\+ service principal\n {2}\+ owner zeta$/m)
    assert.equal(planned.match(/^twin-[0-9a-f]{8}$/gm)?.length, 2)
    assert.doesNotMatch(planned, /^ {2}-/m)
    await succeed(there, 'apply', '--file', file, '--yes')
    const again = await run(there, ['apply', '--file', file, '--yes'])
    assert.match(again.err, /Nothing to do/, again.out)
    assert.match(await succeed(there, 'app', 'show', 'zeta'), /^owners +alpha$/m)
  })

  test('applying an export changes nothing', async () => {
    await using world = await openWorld()
    await succeed(world, 'apply', '--file', write(declaration), '--yes')
    const file = join(folder, 'export.yaml')
    await succeed(world, 'export', '--file', file)
    assert.match(readFileSync(file, 'utf8'), /uniqueName: hr-inbound/)
    const { code, out, err } = await run(world, ['diff', '--file', file])
    assert.equal(out, '')
    assert.equal(code, 0, err)
  })
})
