import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changesOf, type EditableSchema, editSchema, managerOf, statesOf, tell } from './journey.ts'
import { dayMs, hourMs, type Life, openLife } from './life.ts'
import { type Json, newcomer, person } from './world.ts'

/**
 * A company's year: people are hired ahead, renamed, moved, on leave, dismissed and hired again, while the clock moves
 * and HR uploads only when something changes. Each test looks at the accounts and at what the log tells of them.
 */

const employeeUrn = 'urn:contoso:employee'
const attributes = ['HireDate', 'LeaveDate', 'LastDay'].map((name) => `${employeeUrn}:${name}`)

/** Midnight, UTC, that many days after the story begins. */
type Calendar = (days: number) => string

interface Company extends Life {
  readonly day: Calendar
  /** Lives until the morning of a day. */
  morning(days: number): Promise<void>
  /** Lives until the last second before a day. */
  eve(days: number): Promise<void>
  /** Lives until the first second of a day. */
  midnight(days: number): Promise<void>
}

/** A company on the morning of day 0 whose mapping knows dates. */
async function openCompany(map: (schema: EditableSchema) => void): Promise<Company> {
  const life = await openLife()
  const first = Math.ceil(life.world.now() / dayMs) * dayMs
  const day: Calendar = (days) => new Date(first + days * dayMs).toISOString().slice(0, 10)
  await life.until(`${day(0)}T08:00:00Z`)
  await editSchema(life.world, (schema) => {
    for (const attribute of attributes) schema.declare(attribute)
    map(schema)
  })
  await life.rest()
  return Object.assign(life, {
    day,
    morning: async (days: number) => void (await life.until(`${day(days)}T08:00:00Z`)),
    eve: async (days: number) => void (await life.until(`${day(days - 1)}T23:59:59Z`)),
    midnight: async (days: number) => void (await life.until(`${day(days)}T00:00:01Z`)),
  })
}

function employee(externalId: string, dates: Json, rest: Json = {}): Json {
  return newcomer(externalId, { [employeeUrn]: dates, ...rest })
}

/** Scope: from two weeks before the first day to the last one. */
const byScope = (schema: EditableSchema): void => {
  schema.scope(
    [`${employeeUrn}:HireDate`, 'ON OR BEFORE', 'now+14d'],
    [`${employeeUrn}:LastDay`, 'ON OR AFTER', 'today'],
  )
  schema.scope([`${employeeUrn}:HireDate`, 'ON OR BEFORE', 'now+14d'], [`${employeeUrn}:LastDay`, 'IS NULL'])
}

const hireDate = `CDate([${employeeUrn}:HireDate])`
const lastDay = `CDate(Switch([${employeeUrn}:LastDay],[${employeeUrn}:LastDay],"","9999-12-31"))`

/**
 * Published recipes: DateDiff counts whole days of 24 hours, so "<= 14" begins with the 15th day before, and "> 0" ends
 * one day before.
 */
const byRecipes = (schema: EditableSchema): void => {
  schema.map('objectFilter', `IIF(DateDiff("d", Now(), ${hireDate}) <= 14, "False", IgnoreObjectFlow)`)
  schema.map(
    'accountEnabled',
    `IIF(DateDiff("d", Now(), ${hireDate}) > 0, "False", IIF(DateDiff("d", Now(), ${lastDay}) < 0, "False", "True"))`,
  )
}

const enabledFromFirstDay = (schema: EditableSchema): void => {
  byScope(schema)
  schema.map('accountEnabled', `IIF(X.IsAfter([${employeeUrn}:HireDate], Now()), "False", [active])`)
}

describe('hired in the future', () => {
  const ways = [
    ['a scope with dates', enabledFromFirstDay, 26, 40],
    ['recipes of the expression language', byRecipes, 25, 39],
  ] as const
  for (const [name, map, accountDay, firstDay] of ways)
    test(`${name}: no account before, a disabled one two weeks ahead, enabled for the first day, without an upload`, async () => {
      await using company = await openCompany(map)
      const sent = await company.send(employee('E-1', { HireDate: company.day(40) }))
      assert.deepEqual(statesOf(sent), ['skipped'])
      await company.eve(accountDay)
      assert.equal(await company.account('E-1'), undefined)
      await company.midnight(accountDay)
      assert.equal(await company.isEnabled('E-1'), false)
      await company.eve(firstDay)
      assert.equal(await company.isEnabled('E-1'), false)
      await company.midnight(firstDay)
      assert.equal(await company.isEnabled('E-1'), true)
      await company.morning(200)
      assert.deepEqual(await company.story('E-1'), [
        'other skipped EntrySynchronizationSkipped',
        'create success',
        'update success',
      ])
      const [enabled, created] = await company.world.logs("sourceIdentity/id eq 'E-1'")
      assert.deepEqual(changesOf(enabled), ['accountEnabled: False → True'])
      assert.match(String(created?.activityDateTime), new RegExp(`^${company.day(accountDay)}T00:00:`))
      assert.match(String(enabled?.activityDateTime), new RegExp(`^${company.day(firstDay)}T00:00:`))
    })

  test('an employer who calls it off, or moves the day, is heard', async () => {
    await using company = await openCompany(enabledFromFirstDay)
    await company.send(employee('E-1', { HireDate: company.day(40) }), employee('E-2', { HireDate: company.day(40) }))
    await company.morning(30)
    await company.send(
      employee('E-1', { HireDate: company.day(60) }),
      employee('E-2', { HireDate: company.day(40) }, { active: false }),
    )
    await company.morning(45)
    assert.deepEqual([await company.isEnabled('E-1'), await company.isEnabled('E-2')], [false, false])
    await company.morning(60)
    assert.deepEqual([await company.isEnabled('E-1'), await company.isEnabled('E-2')], [true, false])
  })

  test('a manager who is hired later is set on the day of the account', async () => {
    await using company = await openCompany(byScope)
    await company.send(
      employee('E-1', { HireDate: company.day(0) }, { enterprise: { manager: { value: 'E-2' } } }),
      employee('E-2', { HireDate: company.day(40) }),
    )
    const subject = (await company.account('E-1'))?.id
    assert.equal(await managerOf(company.world, subject), null)
    await company.morning(26)
    assert.equal(await managerOf(company.world, subject), 'E-2')
    assert.deepEqual(await company.story('E-1'), [
      'create warning UnableToResolveReferenceAttributeValue',
      'update success',
    ])
  })
})

describe('leaving', () => {
  const ways = [
    ['a scope with dates', byScope],
    ['recipes of the expression language', byRecipes],
  ] as const
  for (const [name, map] of ways)
    test(`${name}: works to the end of the last day, then the account is disabled, without an upload`, async () => {
      await using company = await openCompany(map)
      const { day } = company
      await company.send(employee('E-1', { HireDate: day(0), LastDay: day(100) }))
      await company.eve(101)
      assert.equal(await company.isEnabled('E-1'), true)
      await company.midnight(101)
      assert.equal(await company.isEnabled('E-1'), false)
      await company.morning(300)
      assert.deepEqual(await company.story('E-1'), ['create success', 'disable success'])
      const [entry] = await company.world.logs()
      assert.deepEqual(changesOf(entry), ['accountEnabled: True → False'])
      assert.match(String(entry?.activityDateTime), new RegExp(`^${day(101)}T00:00:`))

      // Hired again, ahead of the day.
      const again = employee('E-1', { HireDate: day(320), LastDay: null }, { title: 'Returned' })
      await company.send(again)
      await company.morning(319)
      await company.morning(320)
      const account = await company.account('E-1', 'accountEnabled', 'jobTitle')
      assert.deepEqual([account?.accountEnabled, account?.jobTitle], [true, 'Returned'])
      assert.deepEqual((await company.story('E-1')).filter((step) => step.startsWith('create')).length, 1)
    })

  test('a last day that is put off or taken back is not the last day', async () => {
    await using company = await openCompany(byRecipes)
    const { day } = company
    await company.send(
      employee('E-1', { HireDate: day(0), LastDay: day(20) }),
      employee('E-2', { HireDate: day(0), LastDay: day(20) }),
    )
    await company.morning(10)
    await company.send(
      employee('E-1', { HireDate: day(0), LastDay: day(50) }),
      employee('E-2', { HireDate: day(0), LastDay: null }),
    )
    await company.morning(49)
    assert.deepEqual([await company.isEnabled('E-1'), await company.isEnabled('E-2')], [true, true])
    await company.morning(60)
    assert.deepEqual([await company.isEnabled('E-1'), await company.isEnabled('E-2')], [false, true])
  })

  test('more last days on one date than the threshold allows are staged, and an administrator decides', async () => {
    await using company = await openCompany(byScope)
    const { day } = company
    await company.configure({ settings: { QuarantineTooManyDeletesThreshold: '2' } })
    const season = ['E-1', 'E-2', 'E-3']
    await company.send(...season.map((id) => employee(id, { HireDate: day(0), LastDay: day(30) })))
    await company.morning(31)
    for (const id of season) {
      assert.equal(await company.isEnabled(id), true)
      assert.deepEqual(await company.story(id), ['create success', 'stagedDelete skipped TooManyDeletes'])
    }
    await tell(company.world, 'restart', { criteria: { resetScope: 'ForceDeletes' } })
    await company.rest()
    for (const id of season) {
      assert.equal(await company.isEnabled(id), false)
      assert.equal((await company.story(id)).at(-1), 'disable success')
    }
  })
})

describe('a year with the company', () => {
  test('rename, transfer, another manager, leave of absence, dismissal and return', async () => {
    await using company = await openCompany(() => undefined)
    const reportsTo = (value: string, department: string) => ({ enterprise: { department, manager: { value } } })
    await company.send(
      newcomer('B-1'),
      newcomer('B-2'),
      newcomer('E-1', {
        userName: 'ana.kos@fabrikam.example',
        displayName: 'Ana Kos',
        name: { familyName: 'Kos' },
        ...reportsTo('B-1', 'Sales'),
      }),
    )
    const account = await company.account('E-1')
    const steps: readonly (readonly [day: number, sent: Json, state: string, changes: readonly string[]])[] = [
      [
        60,
        person('E-1', { userName: 'ana.rot@fabrikam.example', displayName: 'Ana Rot', name: { familyName: 'Rot' } }),
        'updated',
        ['displayName: Ana Kos → Ana Rot', 'surname: Kos → Rot'],
      ],
      [90, person('E-1', reportsTo('B-1', 'Legal')), 'updated', ['department: Sales → Legal']],
      [
        120,
        person('E-1', reportsTo('B-2', 'Legal')),
        'updated',
        [`manager: ${(await company.account('B-1'))?.id} → ${(await company.account('B-2'))?.id}`],
      ],
      [150, person('E-1', { active: false }), 'disabled', ['accountEnabled: True → False']],
      [240, person('E-1', { active: true }), 'updated', ['accountEnabled: False → True']],
      [300, person('E-1', { active: false }), 'disabled', ['accountEnabled: True → False']],
      [
        350,
        person('E-1', { active: true, title: 'Advisor' }),
        'updated',
        ['accountEnabled: False → True', 'jobTitle: null → Advisor'],
      ],
    ]
    for (const [day, sent, state, changes] of steps) {
      await company.morning(day)
      assert.deepEqual(statesOf(await company.send(sent)), [state])
      const [entry] = await company.world.logs("sourceIdentity/id eq 'E-1'")
      assert.deepEqual(changesOf(entry), changes)
      assert.match(String(entry?.activityDateTime), new RegExp(`^${company.day(day)}T`))
    }
    const names = ['userPrincipalName', 'displayName', 'department', 'accountEnabled', 'jobTitle']
    assert.deepEqual(await company.account('E-1', ...names), {
      id: account?.id,
      userPrincipalName: 'ana.kos@fabrikam.example',
      displayName: 'Ana Rot',
      department: 'Legal',
      accountEnabled: true,
      jobTitle: 'Advisor',
    })
    assert.equal(await managerOf(company.world, account?.id), 'B-2')
    assert.equal((await company.story('E-1')).length, steps.length + 1)
  })

  test('a leave of absence with a date and a return with a date, sent once', async () => {
    await using company = await openCompany((schema) => {
      const isAway = `X.And(X.Not(X.IsAfter([${employeeUrn}:LeaveDate], Now())), X.IsAfter([${employeeUrn}:HireDate], Now()))`
      schema.map('accountEnabled', `IIF(${isAway}, "False", "True")`)
    })
    const { day } = company
    await company.send(employee('E-1', { LeaveDate: day(50), HireDate: day(80) }))
    const seen: [number, unknown][] = []
    for (const days of [1, 49, 50, 79, 80, 200]) {
      await company.morning(days)
      seen.push([days, await company.isEnabled('E-1')])
    }
    assert.deepEqual(seen, [
      [1, true],
      [49, true],
      [50, false],
      [79, false],
      [80, true],
      [200, true],
    ])
    assert.deepEqual(await company.story('E-1'), ['create success', 'disable success', 'update success'])
  })

  test('HR loses its active flags in the middle of the year: nobody is locked out, then some are', async () => {
    await using company = await openCompany(() => undefined)
    await company.configure({ settings: { QuarantineTooManyDeletesThreshold: '3' } })
    const staff = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5']
    await company.send(...staff.map((id) => newcomer(id)))
    await company.morning(180)
    await company.send(...staff.map((id) => newcomer(id, { active: false, title: 'Lost' })))
    for (const id of staff) assert.equal(await company.isEnabled(id), true)
    // Rejected: HR is corrected and sends everybody again; two have really left.
    await tell(company.world, 'restart', { criteria: { resetScope: 'QuarantineState' } })
    await company.until(hourMs)
    await company.send(...staff.map((id, index) => newcomer(id, { active: index > 1, title: 'Found' })))
    const seen = await Promise.all(staff.map((id) => company.isEnabled(id)))
    assert.deepEqual(seen, [false, false, true, true, true])
    assert.deepEqual(await company.story('E-5'), [
      'create success',
      'stagedDelete skipped TooManyDeletes',
      'update success',
    ])
  })

  test('a new mapping in the middle of the year reaches everybody, also who has long not been sent', async () => {
    await using company = await openCompany(() => undefined)
    for (const [month, id] of ['E-1', 'E-2', 'E-3'].entries()) {
      await company.morning(1 + month * 30)
      await company.send(newcomer(id, { title: 'Clerk', userType: 'Employee' }))
    }
    await company.send(person('E-2', { title: 'Lead' }))
    await company.morning(200)
    await editSchema(company.world, (schema) => schema.map('jobTitle', 'Join(" ", [title], "(Fabrikam)")'))
    await company.rest()
    const titles = await Promise.all(
      ['E-1', 'E-2', 'E-3'].map(async (id) => (await company.account(id, 'jobTitle'))?.jobTitle),
    )
    assert.deepEqual(titles, ['Clerk (Fabrikam)', 'Lead (Fabrikam)', 'Clerk (Fabrikam)'])
    const [entry] = await company.world.logs("sourceIdentity/id eq 'E-1'")
    assert.deepEqual([entry?.upload, changesOf(entry)], [null, ['jobTitle: Clerk → Clerk (Fabrikam)']])
    assert.match(String(entry?.activityDateTime), new RegExp(`^${company.day(200)}T`))
  })
})
