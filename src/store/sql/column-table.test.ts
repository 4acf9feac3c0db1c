import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkFilter } from '../../odata/check-filter.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import { parseFilter } from '../../odata/filter.ts'
import { filterableType } from '../../odata/filterable.ts'
import { fulfilsSearch, parseSearch } from '../../odata/search.ts'
import { nameTable } from '../../odata/select.ts'
import { columnsOf, toColumnFilter, toSearchColumnFilter } from './column-filter.ts'
import { ColumnTable } from './column-table.ts'

const operators = ['eq', 'ne', 'not', 'ge', 'le', 'in', 'startsWith', 'endsWith', 'eq null', '/$count eq 0'] as const
const person = filterableType('user', [
  { name: 'id', type: 'String', operators },
  { name: 'jobTitle', type: 'String', operators },
  { name: 'city', type: 'String', operators },
  { name: 'isPaid', type: 'Boolean', operators },
  { name: 'otherMails', type: 'String', operators, collection: true },
  { name: 'extra/number', type: 'String', operators },
])
const conditionOf = (text: string) => checkFilter(parseFilter(text), person).condition
const names = ['jobTitle', 'city', 'isPaid', 'otherMails', 'extra', 'displayName']

const filters = [
  "jobTitle eq 'Engineer'",
  "jobTitle ne 'Engineer' and city eq null",
  "not(startsWith(jobTitle,'E')) or isPaid eq true",
  "jobTitle in ('ENGINEER','Σίσυφος') and not(city ge 'b')",
  "otherMails/any(m:startsWith(m,'a'))",
  'not(otherMails/$count eq 0)',
  "endsWith(extra/number,'1') or id eq 'b'",
  "(city le 'Bonn' or city eq null) and not(isPaid eq false)",
]
const searches = ['"displayName:ann"', '"displayName:lee" OR "otherMails:A"']

const word = fc.constantFrom(
  'Engineer',
  'engineer',
  'Editor',
  'Σίσυφος',
  'Bonn',
  'Aachen',
  'ab@x.example',
  'AnnLee',
  '',
)
const properties = fc.record(
  {
    jobTitle: fc.option(word),
    city: fc.option(word),
    isPaid: fc.boolean(),
    otherMails: fc.array(word, { maxLength: 2 }),
    extra: fc.record({ number: fc.constantFrom('1', '21', '2') }, { requiredKeys: [] }),
    displayName: word,
  },
  { requiredKeys: [] },
)
/** What happens to objects, in order: null takes one away. */
const history = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.option(properties)), {
  maxLength: 30,
})

describe('ColumnTable', () => {
  test('finds the objects that a look at each of them finds, ordered by id, whatever was put, replaced and removed before', () => {
    fc.assert(
      fc.property(history, fc.nat(20), (steps, askedAt) => {
        const table = new ColumnTable(names)
        const objects = new Map<string, Readonly<Record<string, unknown>>>()
        for (const [index, [id, object]] of steps.entries()) {
          if (object === null) objects.delete(id)
          else objects.set(id, object)
          if (object === null) table.remove(id)
          else table.put(id, toTexts(object))
          // Asked in between as well, because answers put the table in order.
          if (index === askedAt) compareAnswers(table, objects)
        }
        compareAnswers(table, objects)
      }),
    )
  })

  test('says that it is worn when most of what it keeps is of no use any more', () => {
    const table = new ColumnTable(['jobTitle'])
    table.put('a', ['"0"'])
    assert.equal(table.isWorn, false)
    for (let title = 1; title < 2_000; title++) table.put('a', [`"${title}"`])
    assert.equal(table.isWorn, true)
  })

  test('tells how much it keeps, and how many values a filter is asked of', () => {
    const table = new ColumnTable(['jobTitle', 'city'])
    for (const id of ['a', 'b', 'c']) table.put(id, ['"Clerk"', `"${id}"`])
    assert.equal(table.chars, '"Clerk"'.length + 3 * '"a"'.length, 'each value once')
    const ask = (text: string) => table.questionsOf(toColumnFilter(conditionOf(text)))
    const [titles, cities] = [2, 4]
    assert.equal(ask("jobTitle eq 'x'"), titles, 'unset is a value as well')
    assert.equal(ask("not (jobTitle eq 'x' or city eq 'y') and city ne 'z'"), titles + 2 * cities)
    assert.equal(ask("id eq 'x'"), 3)
  })

  test('names the columns that a filter looks at', () => {
    const filter = toColumnFilter(conditionOf("extra/number eq '1' and (city eq 'x' or otherMails/any(m:m eq 'y'))"))
    assert.deepEqual(columnsOf(filter), ['extra', 'city', 'otherMails'])
  })
})

function compareAnswers(table: ColumnTable, objects: ReadonlyMap<string, Readonly<Record<string, unknown>>>): void {
  assert.equal(table.size, objects.size)
  const idsOf = (holds: (object: Readonly<Record<string, unknown>>) => boolean) =>
    [...objects].flatMap(([id, object]) => (holds({ ...object, id }) ? id : [])).sort()
  for (const text of filters) {
    const condition = conditionOf(text)
    assert.deepEqual(table.matching(toColumnFilter(condition)), idsOf(toPredicate(condition)), text)
  }
  for (const text of searches) {
    const search = parseSearch(text, nameTable(['displayName', 'otherMails']), 'user')
    const found = table.matching(toSearchColumnFilter(search))
    assert.deepEqual(
      found,
      idsOf((object) => fulfilsSearch(search, object)),
      text,
    )
  }
}

function toTexts(object: Readonly<Record<string, unknown>>): readonly (string | null)[] {
  return names.map((name) => (object[name] === undefined ? null : JSON.stringify(object[name])))
}
