import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkPlan } from '../people/check-people.ts'
import { planColumns } from '../people/column-mapping.ts'
import { emptyMappingFile } from '../people/mapping-file.ts'
import { readCsv } from '../people/read-csv.ts'
import { readJson } from '../people/read-json.ts'
import { rowsOf } from '../people/source-person.ts'
import { toOperations } from '../people/to-bulk-requests.ts'
import { brokenKinds, createCompany, peopleCountMin } from './company.ts'
import type { DemoPerson } from './demo-person.ts'
import { createNextDay } from './next-day.ts'
import { toCsv, toJsonList } from './people-text.ts'

const plans = fc.record({
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  peopleCount: fc.integer({ min: peopleCountMin, max: 400 }),
  domain: fc.constant('fabrikam.example'),
})
const usable = (userName: string) => /^[a-z0-9.]+@fabrikam\.example$/.test(userName)

/** Plays both days by the rules of the default mapping, as far as the files use them. */
function play(people: readonly DemoPerson[], known: Map<string, DemoPerson>) {
  const counts = { created: 0, updated: 0, disabled: 0, skipped: 0, failed: 0, warnings: 0, healedReferences: 0 }
  const names = new Map([...known.values()].map(({ employeeId, userName }) => [userName, employeeId]))
  for (const person of people) {
    const { employeeId, userName, displayName } = person
    const before = known.get(employeeId)
    const isTaken = (names.get(userName) ?? employeeId) !== employeeId
    if (employeeId === '' || employeeId.length > 16 || !usable(userName) || displayName === '' || isTaken) {
      counts.failed += 1
      continue
    }
    if (before === undefined) counts.created += 1
    else if (JSON.stringify(before) === JSON.stringify(person)) counts.skipped += 1
    else if (before.status === 'active' && person.status === 'terminated') counts.disabled += 1
    else counts.updated += 1
    if (before === undefined)
      counts.healedReferences += [...known.values()].filter(({ managerId }) => managerId === employeeId).length
    if (person.managerId !== '' && !known.has(person.managerId)) counts.warnings += 1
    known.set(employeeId, person)
    names.set(userName, employeeId)
  }
  return counts
}

describe('the demonstration company', () => {
  test('the same plan gives the same company, another seed another one', () => {
    const plan = { seed: 7, peopleCount: 100, domain: 'fabrikam.example' }
    assert.equal(toCsv(createCompany(plan).firstDay.people), toCsv(createCompany(plan).firstDay.people))
    assert.notEqual(
      toCsv(createCompany(plan).firstDay.people),
      toCsv(createCompany({ ...plan, seed: 8 }).firstDay.people),
    )
  })

  test('whatever the plan: one root, spans from 3 to 12, managers before their people', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { staff, lateManager } = createCompany(plan)
        const spans = new Map<string, number>()
        const seen = new Set<string>([lateManager.employeeId])
        for (const { employeeId, managerId } of staff) {
          if (managerId !== '') assert.ok(seen.has(managerId))
          seen.add(employeeId)
          spans.set(managerId, (spans.get(managerId) ?? 0) + 1)
        }
        assert.equal(spans.get(''), 1)
        spans.delete('')
        // The late manager's seat below their own manager is empty on the first day.
        spans.set(lateManager.managerId, (spans.get(lateManager.managerId) ?? 0) + 1)
        for (const span of spans.values()) assert.ok(span >= 3 && span <= 12)
      }),
      { numRuns: 50 },
    )
  })

  test('whatever the plan: the file has the rows asked for, and both days come out as they promise', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const company = createCompany(plan)
        const known = new Map<string, DemoPerson>()
        assert.equal(company.firstDay.people.length, plan.peopleCount)
        assert.deepEqual(play(company.firstDay.people, known), company.firstDay.expected)
        const nextDay = createNextDay(company)
        assert.deepEqual(play(nextDay.people, known), nextDay.expected)
        assert.ok(nextDay.expected.healedReferences >= 3)
      }),
      { numRuns: 50 },
    )
  })

  test('each kind of broken row is there', () => {
    const { broken } = createCompany({ seed: 1, peopleCount: 1_000, domain: 'fabrikam.example' })
    for (const kind of brokenKinds) assert.equal(broken.filter((row) => row.kind === kind).length, 2)
  })

  test('names come from many scripts, user names are ASCII and unique', () => {
    const { staff } = createCompany({ seed: 3, peopleCount: 2_000, domain: 'fabrikam.example' })
    for (const script of [/[éüøłßñ]/, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Han}/u]) {
      assert.ok(staff.some(({ displayName }) => script.test(displayName)))
    }
    assert.ok(staff.every(({ userName }) => usable(userName)))
    assert.equal(new Set(staff.map(({ userName }) => userName)).size, staff.length)
    assert.ok(staff.some(({ status }) => status === 'terminated'))
  })

  test('upload recognises every column, and CSV and JSON say the same', () => {
    const { people } = createCompany({ seed: 5, peopleCount: 60, domain: 'fabrikam.example' }).firstDay
    const csv = readCsv(toCsv(people))
    const plan = planColumns(csv.columns, emptyMappingFile)
    checkPlan(plan, csv)
    assert.deepEqual(plan.unmatched, [])
    assert.ok(plan.assignments.every(({ match }) => match === 'name'))
    assert.deepEqual(
      rowsOf(csv).map(({ line }) => line),
      people.map((_, index) => index + 2),
    )
    const json = readJson(toJsonList(people))
    const fromJson = toOperations(planColumns(json.columns, emptyMappingFile), json.people, 'absent')
    const fromCsv = toOperations(plan, csv.people, 'absent')
    assert.deepEqual(
      fromJson.map(({ data }) => data),
      fromCsv.map(({ data }) => data),
    )
  })
})
