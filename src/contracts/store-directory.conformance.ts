import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { identitiesOf } from '../directory/identities.ts'
import type { User } from '../model/user.ts'
import { checkFilter } from '../odata/check-filter.ts'
import { evaluateFilter } from '../odata/evaluate-filter.ts'
import { parseFilter } from '../odata/filter.ts'
import { type FilterOperator, filterableType } from '../odata/filterable.ts'
import { compareCodePoints, foldCase } from '../odata/fold-case.ts'
import { fulfilsSearch, parseSearch } from '../odata/search.ts'
import { nameTable } from '../odata/select.ts'
import { createSampleTenant, type OpenStore, sampleUser } from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'
import type { UserQuery } from './store-directory.ts'
import type { NewUser, WriteOutcome } from './store-provisioning.ts'

const all: readonly FilterOperator[] = ['eq', 'ne', 'not', 'gt', 'ge', 'lt', 'le', 'in', 'startsWith', 'endsWith']
const operators: readonly FilterOperator[] = [...all, 'contains', 'eq null', '/$count eq 0', '/$count ne 0']
const userType = filterableType('user', [
  { name: 'id', type: 'Guid', operators, nullable: false },
  { name: 'userPrincipalName', type: 'String', operators },
  { name: 'displayName', type: 'String', operators },
  { name: 'mail', type: 'String', operators },
  { name: 'employeeId', type: 'String', operators },
  { name: 'userType', type: 'String', operators },
  { name: 'department', type: 'String', operators },
  { name: 'accountEnabled', type: 'Boolean', operators },
  { name: 'createdDateTime', type: 'DateTimeOffset', operators },
  { name: 'employeeOrgData/costCenter', type: 'String', operators },
  { name: 'manager/id', type: 'Guid', operators },
  { name: 'otherMails', type: 'String', operators, collection: true },
  { name: 'identities', operators, members: [{ name: 'issuer', type: 'String', operators }] },
])
const toFilter = (text: string) => checkFilter(parseFilter(text), userType)

const boss = '0199a0de-0000-7000-8000-00000000000b'
const people: readonly NewUser[] = [
  sampleUser({ id: boss, displayName: 'Ærø Bøgh', department: 'Board', mail: 'boss@fabrikam.example' }),
  sampleUser({ displayName: 'ann lee', department: 'finance', employeeId: 'E-1', accountEnabled: false }, boss),
  sampleUser({ displayName: 'Ann Lee', department: 'Finance', employeeId: 'e-2', otherMails: [] }, boss),
  sampleUser({ displayName: 'ZOË', employeeOrgData: { costCenter: 'K1' }, otherMails: ['zoe@contoso.example'] }),
  sampleUser({ displayName: 'zoë 2', createdDateTime: '2026-01-05T08:00:00.500Z', mail: null }),
  sampleUser({
    displayName: '\u{1f600}',
    identities: [{ issuer: 'fabrikam.example' }],
    otherMails: null,
    userType: 'Guest',
  }),
  sampleUser({ displayName: '\u{ff21}' }),
]

const filterTexts = [
  `id eq '${boss.toUpperCase()}'`,
  `id ne '${boss}'`,
  `manager/id eq ${boss}`,
  'manager/id eq null',
  "displayName eq 'ANN LEE'",
  "startsWith(displayName,'zoË')",
  "displayName gt 'zo'",
  "employeeId in ('e-1','E-2',null)",
  "department eq 'FINANCE' and accountEnabled eq true",
  "department ne 'finance'",
  'department eq null',
  "not(startsWith(department,'f'))",
  "endsWith(mail,'@FABRIKAM.example')",
  'mail eq null',
  'accountEnabled ne true',
  'createdDateTime gt 2026-01-05T08:00:00Z',
  'createdDateTime eq 2026-01-05T09:00:00+01:00',
  'createdDateTime eq 2026-01-05T08:00:00.5Z',
  "employeeOrgData/costCenter eq 'k1'",
  "otherMails/any(m:endsWith(m,'contoso.example'))",
  'otherMails/any()',
  'otherMails/$count eq 0',
  "identities/any(i:i/issuer eq 'Fabrikam.Example') or department eq 'board'",
  "userPrincipalName eq 'nobody@fabrikam.example'",
  "userType eq 'GUEST' or accountEnabled eq false",
  "not(userType eq 'guest')",
  "department ge 'b' and department lt 'FINANCE2'",
  "startsWith(department,'FIN') and endsWith(displayName,'lee')",
]

const searchTexts = [
  '"displayName:LEE ann"',
  '"displayName:bøg"',
  '"displayName:øgh"',
  '"displayName:zoë2"',
  '"displayName:!"',
  '"mail:BOSS" OR "displayName:zo"',
  '"mail:boss" AND "displayName:zo"',
  '"userPrincipalName:nobody"',
  '"displayName:\u{1f600}" OR "displayName:\u{ff41}"',
]

async function fill(tenant: TenantStore): Promise<readonly User[]> {
  await tenant.provisioning.transaction(async ({ users }) => {
    const outcomes = await users.insert(people)
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['written']))
  })
  const users = await tenant.directory.findUsers(people.map(({ id }) => id))
  return users.map((user) => user ?? assert.fail('a user that was written is not found'))
}

const everyone: UserQuery = { filter: null, orderBy: { property: 'id', descending: false }, limit: 100, after: null }
const idsOf = (users: readonly (User | undefined)[]) => users.map((user) => user?.id)

/** Needs a store whose provisioning part writes users. */
export function directoryConformance(open: OpenStore): void {
  describe('DirectoryStore', () => {
    test('answers with users as they were written, found by id in any letter case', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      await fill(tenant)
      for (const { id, managerId, properties } of people) {
        const found = await tenant.directory.findUser(id.toUpperCase())
        assert.deepEqual(found, { id, managerId, properties, version: found?.version })
      }
      assert.equal(await tenant.directory.findUser(randomUUID()), undefined)
      await store.close()
    })

    test('sets managers without touching anything else of the user, and says who is gone', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const [user, ...others] = (await fill(tenant)).filter(({ id }) => id !== boss)
      assert.ok(user !== undefined)
      const gone = randomUUID()
      for (const managerId of [boss, null]) {
        const outcomes: readonly WriteOutcome[] = await tenant.provisioning.transaction(({ users }) =>
          users.setManagers([
            { id: gone, managerId },
            { id: user.id, managerId },
          ]),
        )
        assert.deepEqual(outcomes, [{ kind: 'gone' }, { kind: 'written' }])
        const found = await tenant.directory.findUser(user.id)
        assert.deepEqual(found, { ...user, managerId, version: user.version + (managerId === null ? 2 : 1) })
      }
      assert.deepEqual(await tenant.directory.findUsers(idsOf(others).map(String)), others)
      await store.close()
    })

    test('finds a user by principal name, letter case ignored beyond ASCII too', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const user = sampleUser({ userPrincipalName: 'Zoë.ΟΔΟΣ@fabrikam.example' })
      await tenant.provisioning.transaction(async ({ users }) => users.insert([user]))
      for (const name of ['Zoë.ΟΔΟΣ@fabrikam.example', 'ZOË.οδος@FABRIKAM.example']) {
        assert.equal((await tenant.directory.findUserByPrincipalName(name))?.id, user.id, name)
      }
      assert.equal(await tenant.directory.findUserByPrincipalName('Zoe.ΟΔΟΣ@fabrikam.example'), undefined)
      await store.close()
    })

    test('answers a list of ids in its order, with gaps and repetitions', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const users = await fill(tenant)
      const [first, second] = idsOf(users)
      const ids = [second ?? '', randomUUID(), first?.toUpperCase() ?? '', second ?? '']
      assert.deepEqual(idsOf(await tenant.directory.findUsers(ids)), [second, undefined, first, second])
      assert.deepEqual(await tenant.directory.findUsers([]), [])
      await store.close()
    })

    test('orders by folded text in code point order, ties by id, and pages without loss or repetition', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const users = await fill(tenant)
      for (const property of ['id', 'displayName', 'userPrincipalName'] as const) {
        for (const descending of [false, true]) {
          const sortValueOf = (user: User) => (property === 'id' ? user.id : user.properties[property])
          const compare = (a: User, b: User) =>
            compareCodePoints(foldCase(sortValueOf(a)), foldCase(sortValueOf(b))) || compareCodePoints(a.id, b.id)
          const expected = [...users].sort((a, b) => (descending ? compare(b, a) : compare(a, b)))
          const paged: User[] = []
          for (let after: UserQuery['after'] = null; ; ) {
            const page = await tenant.directory.listUsers({
              ...everyone,
              orderBy: { property, descending },
              limit: 2,
              after,
            })
            paged.push(...page)
            const last = page.at(-1)
            if (last === undefined) break
            after = { sortValue: sortValueOf(last), id: last.id }
          }
          assert.deepEqual(idsOf(paged), idsOf(expected), `${property} ${descending ? 'desc' : 'asc'}`)
        }
      }
      await store.close()
    })

    test('filters and counts exactly as a filter is evaluated in memory', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const users = await fill(tenant)
      for (const text of filterTexts) {
        const filter = toFilter(text)
        const toResource = ({ id, managerId, properties }: User) => ({
          ...properties,
          identities: identitiesOf(properties.identities, properties.userPrincipalName),
          id,
          manager: { id: managerId },
        })
        const expected = users.filter((user) => evaluateFilter(filter.condition, toResource(user)))
        const found = await tenant.directory.listUsers({ ...everyone, filter })
        assert.deepEqual(idsOf(found), idsOf(expected).sort(), text)
        assert.equal(await tenant.directory.countUsers(filter), expected.length, text)
        const firstTwo = await tenant.directory.listUsers({ ...everyone, filter, limit: 2 })
        assert.deepEqual(firstTwo, found.slice(0, 2), text)
      }
      assert.equal(await tenant.directory.countUsers(null), people.length)
      await store.close()
    })

    test('searches and counts exactly as a search is evaluated in memory', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const users = await fill(tenant)
      const names = nameTable(['displayName', 'mail', 'userPrincipalName'])
      for (const text of searchTexts) {
        const search = parseSearch(text, names, 'user')
        const expected = users.filter(({ properties }) => fulfilsSearch(search, properties))
        const found = await tenant.directory.listUsers({ ...everyone, search })
        assert.deepEqual(idsOf(found), idsOf(expected).sort(), text)
        assert.equal(await tenant.directory.countUsers(null, search), expected.length, text)
        const filter = toFilter('accountEnabled eq true')
        const enabled = expected.filter(({ properties }) => properties.accountEnabled)
        assert.equal(await tenant.directory.countUsers(filter, search), enabled.length, text)
      }
      await store.close()
    })

    test('lists who reports to a manager, ordered by id', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const users = await fill(tenant)
      const reports = users.filter(({ managerId }) => managerId === boss)
      assert.deepEqual(await tenant.directory.listDirectReportIds(boss.toUpperCase()), idsOf(reports).sort())
      assert.deepEqual(await tenant.directory.listDirectReportIds(randomUUID()), [])
      await store.close()
    })

    test('keeps tenants apart, and is empty for a tenant that does not exist', async () => {
      const store = await open()
      const fabrikam = await createSampleTenant(store)
      await fill(fabrikam)
      for (const { directory } of [await createSampleTenant(store), store.forTenant(randomUUID())]) {
        assert.deepEqual(await directory.listUsers(everyone), [])
        assert.equal(await directory.countUsers(null), 0)
        assert.equal(await directory.findUser(boss), undefined)
        assert.deepEqual(await directory.listDirectReportIds(boss), [])
      }
      await store.close()
    })
  })
}
