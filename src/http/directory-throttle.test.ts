import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type DirectoryLimits, DirectoryThrottle } from './directory-throttle.ts'
import { costOf } from './resource-units.ts'

const caller = { tenantId: 't', appId: 'a' }
const read = { units: 1, writes: 0 } as const
const write = { units: 1, writes: 1 } as const
const limits: DirectoryLimits = {
  bySize: [
    { units: 10, windowMs: 10_000 },
    { units: 20, windowMs: 10_000 },
    { units: 40, windowMs: 10_000 },
  ],
  writes: { units: 3, windowMs: 30_000 },
  application: { units: 25, windowMs: 10_000 },
  tenantWrites: { units: 5, windowMs: 50_000 },
}

function world({ users = 0, changes = {} }: { users?: number; changes?: Partial<DirectoryLimits> } = {}) {
  const clock = { at: 1_000_000, now: () => clock.at }
  const counted: string[] = []
  const throttle = new DirectoryThrottle(
    { ...limits, ...changes },
    {
      clock,
      countUsers: async (tenantId, limit) => {
        counted.push(tenantId)
        return Math.min(users, limit)
      },
    },
  )
  const admitted = (times: number, cost: Parameters<typeof throttle.admit>[1] = read, who = caller) =>
    Array.from({ length: times }, () => throttle.admit(who, cost)).filter((verdict) => verdict.admitted).length
  return { clock, throttle, counted, admitted }
}

describe('directory throttle', () => {
  test('admits the units of a window at once, and then as many as flow off', () => {
    const { admitted, throttle, clock } = world()
    assert.equal(admitted(12), 10)
    const refused = throttle.admit(caller, { units: 3, writes: 0 })
    assert.deepEqual(refused, {
      admitted: false,
      retryAfterSeconds: 3,
      headers: {
        'x-ms-resource-unit': '3',
        'x-ms-throttle-limit-percentage': '1.30',
        'x-ms-throttle-scope': 'Tenant_Application/ReadWrite/a/t',
        'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
      },
    })
    clock.at += 3_000
    assert.equal(admitted(5), 3, 'what was refused did not count')
  })

  test('tells how full a limit is from 80 % on', () => {
    const { admitted, throttle } = world()
    assert.deepEqual(throttle.admit(caller, read).headers, { 'x-ms-resource-unit': '1' })
    admitted(6)
    assert.equal(throttle.admit(caller, read).headers['x-ms-throttle-limit-percentage'], '0.80')
  })

  test('counts writes by themselves, of an application and of all in the tenant', () => {
    const { admitted, throttle } = world()
    assert.equal(admitted(4, write), 3)
    const headers = throttle.admit(caller, write).headers
    assert.equal(headers['x-ms-throttle-information'], 'WriteLimitExceeded')
    assert.equal(headers['x-ms-throttle-scope'], 'Tenant_Application/Write/a/t')
    assert.equal(admitted(1), 1, 'reading goes on')
    const other = { tenantId: 't', appId: 'b' }
    assert.equal(admitted(4, write, other), 2)
    assert.equal(throttle.admit(other, write).headers['x-ms-throttle-scope'], 'Tenant/Write/b/t')
    assert.equal(admitted(4, write, { tenantId: 'u', appId: 'b' }), 3)
  })

  test('names the time after which no limit is in the way', () => {
    const writes = { units: 2, windowMs: 1_000 }
    const tenantWrites = { units: 3, windowMs: 300_000 }
    const { admitted, throttle } = world({ changes: { writes, tenantWrites } })
    admitted(2, write)
    admitted(1, write, { tenantId: 't', appId: 'b' })
    const refused = throttle.admit(caller, write)
    assert.ok(!refused.admitted)
    assert.equal(refused.retryAfterSeconds, 100)
  })

  test('counts an application over all tenants', () => {
    const { admitted } = world()
    const admittedOf = (tenantId: string) => admitted(10, read, { tenantId, appId: 'a' })
    assert.deepEqual(['t', 'u', 'v'].map(admittedOf), [10, 10, 5])
  })

  test('counts the users of a tenant only when it comes near the limit of small ones, and not again for a minute', async () => {
    for (const [users, units] of [
      [49, 10],
      [50, 20],
      [500, 20],
      [501, 25],
    ] as const) {
      const { admitted, counted } = world({ users })
      admitted(7)
      assert.deepEqual(counted, [])
      admitted(1)
      await Promise.resolve()
      assert.equal(admitted(100) + 8, units, `${users} users`)
      assert.deepEqual(counted, ['t'])
    }
  })

  test('leaves unlimited what has no limit', () => {
    const { admitted } = world({ changes: { bySize: null, application: null, tenantWrites: null } })
    assert.equal(admitted(1_000), 1_000)
    assert.equal(admitted(1_000, write), 3)
  })
})

describe('what a request costs', () => {
  const cost = (query: string, units = 2) =>
    costOf({ units, writes: 0 }, new URL(`https://x.example/users${query}`)).units

  test('is less with $select and a small $top, more with $expand, and at least one unit', () => {
    assert.equal(cost(''), 2)
    assert.equal(cost('?$select=id'), 1)
    assert.equal(cost('?%24select=id&$top=5'), 1)
    assert.equal(cost('?$top=20'), 2)
    assert.equal(cost('?$top=19', 3), 2)
    assert.equal(cost('?$expand=manager'), 3)
    assert.equal(cost('?select=id&expand=manager'), 2)
  })
})
