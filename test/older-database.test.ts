import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { createClientSecret } from '../src/auth/client-secrets.ts'
import { graphAppId, permissions } from '../src/auth/permissions.ts'
import { foldCase } from '../src/odata/fold-case.ts'
import { writeSkipToken } from '../src/odata/skip-token.ts'
import { migrations } from '../src/store/migrations/index.ts'
import { migrate } from '../src/store/sql/migrate.ts'
import { mainDatabaseFile } from '../src/store/sqlite/data-files.ts'
import { openSqliteDatabase } from '../src/store/sqlite/database.ts'
import type { SqliteDriver } from '../src/store/sqlite/driver.ts'
import { advanced, callerOf } from './graph-call.ts'
import { type Json, openWorld } from './world.ts'

const granted = [
  'User.ReadWrite.All',
  'User.DeleteRestore.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
] as const

/** The level of the first layout that has applications as objects. */
const objectsLevel = 4

interface Old {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly applicationId: string
  readonly servicePrincipalId: string
  readonly people: Readonly<Record<'boss' | 'ann' | 'guest' | 'leaver', string>>
}

const names: Readonly<Record<keyof Old['people'], Json>> = {
  boss: { displayName: 'Öznur Ünal', department: 'Management', mail: 'Boss@Contoso.example', employeeId: 'E1' },
  ann: { displayName: 'Ann STRASSE', department: 'Finance', jobTitle: 'Clerk', employeeId: 'E2' },
  guest: { displayName: 'Guest', userType: 'Guest', accountEnabled: false },
  leaver: { displayName: 'Leaver', department: 'finance' },
}

/** A tenant in a database of an older layout, as the program of that time has written it. */
async function createOld(dataDirectory: string, level: number): Promise<Old> {
  const database = openSqliteDatabase({ file: mainDatabaseFile(dataDirectory) })
  try {
    // Clients and people first in the oldest layout that there was outside.
    await migrate(database, migrations.slice(0, 3))
    const { writer } = database
    const at = '2026-01-01T00:00:00.000Z'
    const old = { tenantId: randomUUID(), ...createClients(writer, at), people: people() }
    writer
      .prepare('INSERT INTO tenants (key, id, display_name, created_at) VALUES (1, ?, ?, ?)')
      .run(old.tenantId, 'Contoso', at)
    writer.prepare("INSERT INTO domains (tenant, name, is_default) VALUES (1, 'contoso.example', 1)").run()
    const { boss, ann, guest, leaver } = old.people
    insertUser(writer, { id: boss, properties: names.boss, managerId: null })
    if (level < objectsLevel) insertUser(writer, { id: ann, properties: names.ann, managerId: boss })
    await migrate(database, migrations.slice(0, level))
    if (level >= objectsLevel) {
      insertUser(writer, { id: ann, properties: names.ann, managerId: boss })
      writer.prepare('UPDATE users SET version = version + 1 WHERE tenant = 1 AND id = ?').run(boss)
    }
    insertUser(writer, { id: guest, properties: names.guest, managerId: null })
    const buried = JSON.stringify(toProperties(leaver, names.leaver))
    writer
      .prepare(
        'INSERT INTO deleted_users (tenant, id, deleted_at, manager_id, version, properties) VALUES (1, ?, ?, ?, 3, ?)',
      )
      .run(leaver, Date.now() - 86_400_000, boss, buried)
    return old
  } finally {
    await database.close()
  }
}

function people(): Old['people'] {
  return { boss: randomUUID(), ann: randomUUID(), guest: randomUUID(), leaver: randomUUID() }
}

function toProperties(id: string, properties: Json): Json {
  const userPrincipalName = `${id.slice(0, 8)}@contoso.example`
  return {
    userPrincipalName,
    accountEnabled: true,
    userType: 'Member',
    createdDateTime: '2026-01-01T00:00:00Z',
    ...properties,
  }
}

interface OldUser {
  readonly id: string
  readonly properties: Json
  readonly managerId: string | null
}

function insertUser(writer: SqliteDriver, { id, properties, managerId }: OldUser): void {
  const { userPrincipalName, employeeId, mail, displayName } = toProperties(id, properties)
  const keys = [userPrincipalName, employeeId, mail, displayName].map((value) =>
    typeof value === 'string' ? foldCase(value) : null,
  )
  writer
    .prepare(
      `INSERT INTO users (tenant, id, upn_key, employee_id_key, mail_key, display_name_key, manager_id, version, properties)
       VALUES (1, ?, ?, ?, ?, ?, ?, 1, ?)`,
    )
    .run(id, ...keys, managerId, JSON.stringify(toProperties(id, properties)))
}

/** Microsoft Graph, and a client that has a secret, permissions, and an owner: itself. */
function createClients(writer: SqliteDriver, at: string): Omit<Old, 'tenantId' | 'people'> {
  const [graphId, servicePrincipalId, applicationId, clientId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ]
  const addPrincipal = writer.prepare(
    `INSERT INTO service_principals (tenant, id, app_id, display_name, account_enabled, tags, owner_ids) VALUES (1, ?, ?, ?, 1, ?, ?)`,
  )
  addPrincipal.run(graphId, graphAppId, 'Microsoft Graph', '[]', '[]')
  addPrincipal.run(servicePrincipalId, clientId, 'Old client', '["a tag"]', JSON.stringify([servicePrincipalId]))
  writer
    .prepare('INSERT INTO applications (tenant, id, app_id, display_name, created_at) VALUES (1, ?, ?, ?, ?)')
    .run(applicationId, clientId, 'Old client', at)
  const { credential, secretText } = createClientSecret({
    displayName: 'old',
    startsAt: 0,
    endsAt: Date.now() + 86_400_000,
  })
  const { keyId, displayName, hint, secretHash, startDateTime, endDateTime } = credential
  writer
    .prepare(
      `INSERT INTO passwords (tenant, app_id, key_id, display_name, hint, secret_hash, start_at, end_at) VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(clientId, keyId, displayName, hint, secretHash, startDateTime, endDateTime)
  const assign = writer.prepare(
    `INSERT INTO app_role_assignments (tenant, id, principal_id, resource_id, app_role_id, created_at) VALUES (1, ?, ?, ?, ?, ?)`,
  )
  for (const name of granted)
    assign.run(randomUUID(), servicePrincipalId, graphId, String(permissions[name].application), at)
  return { clientId, clientSecret: secretText, applicationId, servicePrincipalId }
}

async function openOld(level: number) {
  let old: Old | undefined
  const world = await openWorld({
    prepare: async (dataDirectory) => {
      old = await createOld(dataDirectory, level)
    },
  })
  assert.ok(old)
  const call = callerOf(world, old)
  const idsOf = async (path: string) => (await call.list(path, advanced)).map(({ id }) => String(id)).toSorted()
  return { world, call, old, idsOf }
}

/** The last layout whose feed does not tell which properties have changed. */
const namelessLevel = 7

test(`what was changed in layout ${namelessLevel} comes whole, and later changes by the properties that changed`, async () => {
  const { world, call, old } = await openOld(namelessLevel)
  await using _ = world
  const { boss, ann, guest } = old.people
  // As the former version wrote it: from the beginning of the feed.
  const key = ['changes', 0, null, Date.now(), 'displayName,jobTitle', null]
  const token = writeSkipToken(key, `delta ${old.tenantId} v1.0 users`)
  const read = async (link: string) => {
    const answer = await call('GET', link, undefined, { prefer: 'return=minimal' })
    assert.equal(answer.status, 200, answer.text)
    return answer.json<{ value: readonly Json[]; '@odata.deltaLink': string }>()
  }
  await call.expect(204, 'PATCH', `/users/${boss}`, { jobTitle: 'Head' })
  const before = await read(`/users/delta?$deltatoken=${token}`)
  const names = new Map(before.value.map((item) => [item.id, Object.keys(item).toSorted().join()]))
  assert.deepEqual(names, new Map([boss, ann, guest].map((id) => [id, 'displayName,id,jobTitle'])))
  await call.expect(204, 'PATCH', `/users/${boss}`, { jobTitle: 'Chair' })
  const after = await read(before['@odata.deltaLink'])
  assert.deepEqual(after.value, [{ id: boss, jobTitle: 'Chair' }])
})

for (const level of [3, 4, 5]) {
  describe(`a database of layout ${level}`, () => {
    test('has everybody found by whatever people are searched by', async () => {
      const { world, old, idsOf } = await openOld(level)
      await using _ = world
      const { boss, ann, guest } = old.people
      const expected: readonly (readonly [filter: string, ids: readonly string[]])[] = [
        ["department eq 'FINANCE'", [ann]],
        ["department in ('Finance','management')", [ann, boss]],
        ["department ne 'Finance'", [boss, guest]],
        ['department eq null', [guest]],
        ["startsWith(department,'man')", [boss]],
        ["userType eq 'guest'", [guest]],
        ["userType eq 'Member' and accountEnabled eq true", [ann, boss]],
        ['accountEnabled eq false', [guest]],
        ["startsWith(displayName,'öznur')", [boss]],
        ["displayName eq 'ann strasse'", [ann]],
        ["mail eq 'boss@contoso.example'", [boss]],
        ["endsWith(mail,'@contoso.example')", [boss]],
        ["employeeId eq 'e2'", [ann]],
        ["jobTitle eq 'clerk' and department eq 'finance'", [ann]],
        [`manager/id eq '${boss}'`, [ann]],
        [
          `identities/any(i:i/issuerAssignedId eq '${ann.slice(0, 8)}@contoso.example' and i/issuer eq 'contoso.example')`,
          [ann],
        ],
      ]
      for (const [filter, ids] of expected) {
        const found = await idsOf(`/users?$count=true&$filter=${encodeURIComponent(filter)}`)
        assert.deepEqual(found, ids.toSorted(), filter)
      }
      assert.deepEqual(await idsOf('/users?$count=true&$search="displayName:strasse"'), [ann])
      assert.deepEqual(await idsOf('/users?$count=true&$orderby=displayName'), [boss, ann, guest].toSorted())
    })

    test('has its applications, credentials, owners and grants, and they can be changed', async () => {
      const { world, call, old, idsOf } = await openOld(level)
      await using _ = world
      const { clientId, applicationId, servicePrincipalId } = old
      assert.deepEqual(await idsOf(`/applications?$filter=appId eq '${clientId}'`), [applicationId])
      const names = `servicePrincipalNames/any(n:n eq '${clientId}')`
      assert.deepEqual(await idsOf(`/servicePrincipals?$filter=${encodeURIComponent(names)}`), [servicePrincipalId])
      assert.deepEqual(await idsOf(`/servicePrincipals/${servicePrincipalId}/owners`), [servicePrincipalId])
      const assignments = await call.list(`/servicePrincipals/${servicePrincipalId}/appRoleAssignments`)
      assert.equal(assignments.length, granted.length)
      assert.deepEqual(new Set(assignments.map(({ principalType }) => principalType)), new Set(['ServicePrincipal']))
      await call.expect(204, 'PATCH', `/applications/${applicationId}`, { notes: 'still here' })
      await call.expect(204, 'PATCH', `/servicePrincipals/${servicePrincipalId}`, { tags: ['another'] })
      await call.expect(200, 'POST', `/applications/${applicationId}/addPassword`, {})
      const shown = await call.expect(
        200,
        'GET',
        `/applications(appId='${clientId}')?$select=notes,passwordCredentials`,
      )
      assert.equal(shown.notes, 'still here')
      assert.deepEqual(
        (shown.passwordCredentials as Json[]).map(({ displayName }) => displayName),
        ['old', null],
      )
      world.forgetTokens()
      assert.equal((await call.list('/users')).length, 3)
    })

    test('begins delta queries with everything, and goes on with what changes', async () => {
      const { world, call, old } = await openOld(level)
      await using _ = world
      const { boss, ann, guest, leaver } = old.people
      const page = async (path: string) => call.expect<{ value: Json[]; '@odata.deltaLink': string }>(200, 'GET', path)
      const users = await page('/users/delta?$select=displayName')
      assert.deepEqual(new Set(users.value.map(({ id }) => id)), new Set([boss, ann, guest]))
      const principals = await page('/servicePrincipals/delta?$select=appId')
      assert.ok(principals.value.some(({ appId }) => appId === old.clientId))

      await call.expect(204, 'PATCH', `/users/${ann}`, { department: 'Sales' })
      await call.expect(204, 'DELETE', `/users/${guest}`)
      await call.expect(200, 'POST', `/directory/deletedItems/${leaver}/restore`)
      await world.restart()
      const changes = (await page(users['@odata.deltaLink'])).value
      const outcome = new Map(changes.map((item) => [item.id, '@removed' in item ? 'removed' : item.displayName]))
      assert.deepEqual(
        outcome,
        new Map([
          [ann, 'Ann STRASSE'],
          [guest, 'removed'],
          [leaver, 'Leaver'],
        ]),
      )
      const finance = await call.list("/users?$filter=department eq 'finance'&$select=id")
      assert.deepEqual(
        finance.map(({ id }) => id),
        [leaver],
      )
      assert.equal((await call.expect(200, 'GET', `/users/${leaver}/manager`)).id, boss)
      assert.deepEqual((await page(principals['@odata.deltaLink'])).value, [])
    })
  })
}
