import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { User } from '../../model/user.ts'
import { applicationWith, emptyWorld, forTenantOf, origin, refused, sender, userWith } from '../world.test.ts'
import { userRoutes } from './user.ts'
import { userRelationRoutes } from './user-relation.ts'

const appHex = 'aaaaaaaa000040008000000000000001'

function user(number: number, properties: Record<string, unknown> = {}, managerId: string | null = null): User {
  return {
    id: `00000000-0000-7000-8000-00000000000${number}`,
    version: 1,
    managerId,
    properties: {
      userPrincipalName: `user${number}@fabrikam.example`,
      displayName: `User ${number}`,
      accountEnabled: true,
      createdDateTime: `2026-01-0${number}T00:00:00Z`,
      ...properties,
    },
  }
}

const ann = user(1, {
  displayName: 'Ann Lee',
  givenName: 'Ann',
  department: 'Finance',
  employeeId: 'E-1',
  employeeLeaveDateTime: '2026-12-31T00:00:00Z',
  employeeOrgData: { costCenter: '42', division: 'North' },
  onPremisesExtensionAttributes: { extensionAttribute3: 'three' },
  passwordProfile: { password: 'secret', forceChangePasswordNextSignIn: true },
  [`extension_${appHex}_badge`]: 'B-1',
  notInTheTable: 'internal',
})
const ben = user(2, { displayName: 'ben', department: 'Sales' }, ann.id)
const cleo = user(3, { displayName: 'Cleo', accountEnabled: false }, ann.id)
const world = emptyWorld({ users: [ann, ben, cleo] })
const findRestrictedUnits = async () => new Set<string>()
const parts = { forTenant: forTenantOf(world), clock: { now: () => 0 }, findRestrictedUnits }
const send = sender({ ...userRoutes(parts), ...userRelationRoutes(parts) }, applicationWith('User.Read.All'))
const eventual = { headers: { consistencylevel: 'Eventual' } }

async function namesOf(target: string, asking = {}): Promise<string[]> {
  const { body } = await send('GET', target, asking)
  return body.value.map((item: { displayName: string }) => item.displayName)
}

describe('GET /users', () => {
  test('sends the default set of eleven properties in v1.0, unset ones as null or empty lists', async () => {
    const { status, body } = await send('GET', 'users')
    assert.equal(status, 200)
    assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#users`)
    assert.deepEqual(body.value[0], {
      businessPhones: [],
      displayName: 'Ann Lee',
      givenName: 'Ann',
      jobTitle: null,
      mail: null,
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: null,
      userPrincipalName: 'user1@fabrikam.example',
      id: ann.id,
    })
  })

  test('sends everything but secrets in beta', async () => {
    const { body } = await send('GET', `${origin}/beta/users`)
    const [shown] = body.value
    assert.equal(body['@odata.context'], `${origin}/beta/$metadata#users`)
    assert.equal(shown.department, 'Finance')
    assert.deepEqual(shown.employeeOrgData, { costCenter: '42', division: 'North' })
    assert.deepEqual(shown.passwordProfile, {
      password: null,
      forceChangePasswordNextSignIn: true,
      forceChangePasswordNextSignInWithMfa: null,
    })
    assert.equal(shown[`extension_${appHex}_badge`], 'B-1')
    assert.ok(!('notInTheTable' in shown))
    assert.ok(!JSON.stringify(body).includes('secret'))
  })

  test('sends exactly what was selected, members of complex values and directory extensions too', async () => {
    const select = `id,DEPARTMENT,employeeOrgData/costCenter,onPremisesExtensionAttributes,extension_${appHex}_badge`
    const { body } = await send('GET', `users?$select=${select}`)
    assert.equal(
      body['@odata.context'],
      `${origin}/v1.0/$metadata#users(id,department,employeeOrgData/costCenter,onPremisesExtensionAttributes,extension_${appHex}_badge)`,
    )
    const { onPremisesExtensionAttributes, ...others } = body.value[0]
    assert.deepEqual(others, {
      id: ann.id,
      department: 'Finance',
      employeeOrgData: { costCenter: '42' },
      [`extension_${appHex}_badge`]: 'B-1',
    })
    assert.equal(onPremisesExtensionAttributes.extensionAttribute3, 'three')
    assert.equal(onPremisesExtensionAttributes.extensionAttribute15, null)
  })

  test('answers filters of the default mode without any header', async () => {
    assert.deepEqual(await namesOf("users?$filter=employeeId eq 'e-1'"), ['Ann Lee'])
    assert.deepEqual(await namesOf("users?$filter=startswith(displayName,'B')"), ['ben'])
    assert.deepEqual(await namesOf("users?$filter=department in ('Finance','Sales') and accountEnabled eq true"), [
      'Ann Lee',
      'ben',
    ])
    assert.deepEqual(await namesOf(`users?$filter=manager/id eq '${ann.id}'`), ['ben', 'Cleo'])
    assert.deepEqual(await namesOf(`users?%24filter=extension_${appHex}_badge eq 'b-1'`), ['Ann Lee'])
    assert.deepEqual(await namesOf('users?$filter=createdDateTime ge 2026-01-02T00:00:00Z'), ['ben', 'Cleo'])
  })

  test('answers advanced filters only with both ConsistencyLevel and $count', async () => {
    const target = "users?$filter=department ne 'Finance'"
    await refused(send('GET', target), 'unsupportedQuery', /\$count=true query parameter and ConsistencyLevel:eventual/)
    await refused(send('GET', `${target}&$count=true`), 'unsupportedQuery')
    await refused(send('GET', target, eventual), 'unsupportedQuery')
    assert.deepEqual(await namesOf(`${target}&$count=true`, eventual), ['ben', 'Cleo'])
    await refused(send('GET', "users?$filter=companyName eq 'x'"), 'unsupportedQuery')
    await refused(send('GET', "users?$filter=department eq 'x'&$orderby=displayName"), 'unsupportedQuery')
    await refused(send('GET', "users?$filter=not startsWith(displayName,'a')"), 'unsupportedQuery')
  })

  test('counts all matches, and ignores $count without the header', async () => {
    assert.equal((await send('GET', 'users?$count=true&$top=1', eventual)).body['@odata.count'], 3)
    assert.ok(!('@odata.count' in (await send('GET', 'users?$count=true')).body))
  })

  test('orders by name in either direction, letter case aside', async () => {
    assert.deepEqual(await namesOf('users?$orderby=displayName'), ['Ann Lee', 'ben', 'Cleo'])
    assert.deepEqual(await namesOf('users?$orderBy=displayName desc'), ['Cleo', 'ben', 'Ann Lee'])
    await refused(send('GET', 'users?$orderby=jobTitle'), 'unsupportedQuery')
  })

  test('pages with absolute links that keep every option, in whatever order', async () => {
    for (const order of ['', '&$orderby=displayName desc', '&%24orderby=userPrincipalName']) {
      const seen: string[] = []
      let link: string | undefined = `${origin}/v1.0/users?$top=1&$select=id,displayName${order}`
      while (link !== undefined) {
        const { body } = await send('GET', link)
        seen.push(...body.value.map((item: { displayName: string }) => item.displayName))
        link = body['@odata.nextLink']
        const kept = `${origin}/v1.0/users?$top=1&$select=id%2CdisplayName`
        assert.ok(link === undefined || link.startsWith(kept), link)
      }
      assert.deepEqual(seen.toSorted(), ['Ann Lee', 'Cleo', 'ben'])
      if (order.includes('desc')) assert.deepEqual(seen, ['Cleo', 'ben', 'Ann Lee'])
    }
  })

  test('refuses a page token of another query, a bad page size and unknown names', async () => {
    const { body } = await send('GET', 'users?$top=1')
    const token = new URL(body['@odata.nextLink']).searchParams.get('$skiptoken')
    await refused(send('GET', `users?$top=2&$skiptoken=${token}`), 'expiredPageToken')
    await refused(send('GET', 'users?$skiptoken=nonsense'), 'expiredPageToken')
    await refused(send('GET', 'users?$top=0'), 'unsupportedQuery', /between 1 and 999/)
    await refused(send('GET', 'users?$top=1000'), 'unsupportedQuery')
    await refused(send('GET', 'users?$select=nope'), 'badRequest', /named 'nope' on type 'microsoft.graph.user'/)
    await refused(send('GET', "users?$filter=nope eq 'x'"), 'badRequest')
    await refused(send('GET', 'users?$search="displayName:a"'), 'unsupportedQuery')
  })
})

describe('what a caller may see of users', () => {
  const basic = { principal: applicationWith('User.ReadBasic.All') }

  test('User.ReadBasic.All shows the basic profile and searches by nothing else', async () => {
    const { body } = await send('GET', `users/${ann.id}?$select=displayName,department,businessPhones`, basic)
    const { '@odata.context': _, ...shown } = body
    assert.deepEqual(shown, { displayName: 'Ann Lee', department: null, businessPhones: [] })
    await refused(send('GET', "users?$filter=department eq 'Finance'", basic), 'accessDenied')
    await refused(
      send('GET', "users/$count?$filter=department eq 'Finance'", { ...basic, ...eventual }),
      'accessDenied',
    )
  })

  test('the leave date needs its own permission', async () => {
    const target = `users/${ann.id}?$select=employeeLeaveDateTime`
    assert.equal((await send('GET', target)).body.employeeLeaveDateTime, null)
    const principal = applicationWith('User.Read.All', 'User-LifeCycleInfo.Read.All')
    assert.equal((await send('GET', target, { principal })).body.employeeLeaveDateTime, '2026-12-31T00:00:00Z')
  })

  test('a user who may only read itself sees itself whole and nobody else', async () => {
    const own = { principal: userWith(ann.id, 'User.Read') }
    assert.equal((await send('GET', `users/${ann.id}?$select=department`, own)).body.department, 'Finance')
    await refused(send('GET', `users/${ben.id}`, own), 'accessDenied')
    await refused(send('GET', 'users/nobody@fabrikam.example', own), 'accessDenied')
    const reports = await send('GET', `users/${ann.id}/directReports`, own)
    assert.equal(reports.body.value.length, 2)
  })
})

describe('one user', () => {
  test('is found by id and by userPrincipalName, in any letter case and address form', async () => {
    for (const key of [ann.id, ann.id.toUpperCase(), 'USER1@fabrikam.example', 'user1%40fabrikam.example']) {
      const { body } = await send('GET', `users/${key}`)
      assert.equal(body.id, ann.id)
      assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#users/$entity`)
    }
    assert.equal((await send('GET', "users('user1@fabrikam.example')?$select=id")).body.id, ann.id)
    await refused(send('GET', 'users/nobody@fabrikam.example'), 'notFound', /'nobody@fabrikam.example' does not exist/)
  })

  test('has a manager and direct reports', async () => {
    const { body } = await send('GET', `users/${ben.id}/manager`)
    assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#directoryObjects/$entity`)
    assert.equal(body['@odata.type'], '#microsoft.graph.user')
    assert.equal(body.id, ann.id)
    const reference = await send('GET', `users/${ben.id}/manager/$ref`)
    assert.equal(reference.body['@odata.id'], `${origin}/v1.0/users/${ann.id}`)

    const first = await send('GET', `users/${ann.id}/directReports?$top=1&$select=id`)
    assert.deepEqual(first.body.value, [{ '@odata.type': '#microsoft.graph.user', id: ben.id }])
    const second = await send('GET', first.body['@odata.nextLink'])
    assert.deepEqual(second.body.value, [{ '@odata.type': '#microsoft.graph.user', id: cleo.id }])
    assert.ok(!('@odata.nextLink' in second.body))
  })

  test('without a manager says so in the words of the reference', async () => {
    const message =
      /^Resource 'manager' does not exist or one of its queried reference-property objects are not present\.$/
    await refused(send('GET', `users/${ann.id}/manager`), 'notFound', message)
    await refused(send('GET', `users/${ann.id}/manager/$ref`), 'notFound', message)
  })
})

describe('GET /users/$count', () => {
  test('is a plain number and needs the header', async () => {
    const { headers, body } = await send('GET', "users/$count?$filter=department ne 'Finance'", eventual)
    assert.equal(body, '2')
    assert.match(headers['Content-Type'] ?? '', /^text\/plain/)
    await refused(send('GET', 'users/$count'), 'invalidValue', /\$count is not currently supported/)
  })
})
