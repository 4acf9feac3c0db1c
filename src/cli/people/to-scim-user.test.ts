import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkPlan, findSurprises } from './check-people.ts'
import { planColumns } from './column-mapping.ts'
import { emptyMappingFile, parseMappingFile } from './mapping-file.ts'
import { readCsv } from './read-csv.ts'
import { enterpriseSchema } from './scim-path.ts'
import { rowsOf } from './source-person.ts'
import { toBulkRequests, toOperations } from './to-bulk-requests.ts'
import { toScimUser } from './to-scim-user.ts'

describe('rows as SCIM users', () => {
  const csv = [
    'Employee ID;First name;Last name;Email;Status;Manager ID;City;Mobile;urn:contoso:employee:Badge',
    '1;Zoë;Ångström;zoe@fabrikam.example;active;;Malmö;+46 70;B7',
    '2;Jan;;jan@fabrikam.example;Terminated;1;;;',
  ].join('\n')
  const file = readCsv(csv)
  const plan = planColumns(file.columns, emptyMappingFile)
  const users = rowsOf(file).map(({ cells }) => toScimUser(plan, cells, 'absent'))

  test('values stand where SCIM wants them, with the schemas that they need', () => {
    assert.deepEqual(users[0], {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterpriseSchema, 'urn:contoso:employee'],
      externalId: '1',
      name: { givenName: 'Zoë', familyName: 'Ångström' },
      emails: [{ type: 'work', primary: true, value: 'zoe@fabrikam.example' }],
      active: true,
      addresses: [{ type: 'work', locality: 'Malmö' }],
      phoneNumbers: [{ type: 'mobile', value: '+46 70' }],
      'urn:contoso:employee': { Badge: 'B7' },
      userName: 'zoe@fabrikam.example',
      displayName: 'Zoë Ångström',
    })
  })

  test('empty cells are left out', () => {
    assert.deepEqual(users[1], {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterpriseSchema],
      externalId: '2',
      name: { givenName: 'Jan' },
      emails: [{ type: 'work', primary: true, value: 'jan@fabrikam.example' }],
      active: false,
      [enterpriseSchema]: { manager: { value: '1' } },
      userName: 'jan@fabrikam.example',
      displayName: 'Jan',
    })
  })

  test('on request empty cells become null, cells that are not there do not', () => {
    const [short] = rowsOf(readCsv('id,title,city\n1,'))
    const { assignments } = planColumns(['Employee ID', 'Title', 'City'], emptyMappingFile)
    const user = toScimUser({ assignments, unmatched: [] }, short?.cells ?? [], 'null')
    assert.equal(user.title, null)
    assert.ok(!('addresses' in user))
  })

  test('value maps decide before the built-in words', () => {
    const map = parseMappingFile(
      '{"columns":{"Status":"active"},"values":{"Status":{"A":true,"T":false,"":true,"*":false}}}',
    )
    const mapped = planColumns(['Status'], map)
    const values = ['a', 'T', '', 'on leave'].map((cell) => toScimUser(mapped, [cell], 'absent').active)
    assert.deepEqual(values, [true, false, true, false])
  })

  test('a column about leaving counts the other way round', () => {
    const leaving = planColumns(['Terminated'], emptyMappingFile)
    assert.equal(toScimUser(leaving, ['yes'], 'absent').active, false)
    assert.equal(toScimUser(leaving, ['No'], 'absent').active, true)
  })

  test('a status that is not understood is refused before sending', () => {
    const strange = readCsv('Employee ID,Status\n1,active\n2,sabbatical\n')
    assert.throws(() => checkPlan(planColumns(strange.columns, emptyMappingFile), strange), /what "sabbatical" means/)
  })

  test('a file without identifiers is refused', () => {
    const strange = readCsv('Shoe size\n42\n')
    assert.throws(() => checkPlan(planColumns(strange.columns, emptyMappingFile), strange), /externalId/)
  })

  test('every text survives the way from the cell to the request', () => {
    const columns = ['externalId', 'displayName', 'title', 'department', 'urn:contoso:employee:Note']
    const cell = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.tuple(cell, cell, cell, cell, cell), (cells) => {
        const planned = planColumns(columns, emptyMappingFile)
        const [request] = toBulkRequests(toOperations(planned, [{ kind: 'row', line: 7, cells }], 'absent'), 50)
        const [operation] = JSON.parse(request?.body ?? '').Operations
        const { data } = operation
        const back = [
          data.externalId,
          data.displayName,
          data.title,
          data[enterpriseSchema]?.department,
          data['urn:contoso:employee']?.Note,
        ]
        assert.deepEqual(
          back,
          cells.map((text) => text.trim() || undefined),
        )
        assert.equal(operation.bulkId, 'line-7')
      }),
    )
  })
})

describe('bulk requests', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ kind: 'row', line: index + 2, cells: [String(index)] }) as const)
  const plan = planColumns(['externalId'], emptyMappingFile)

  test('order is kept, no request is too large, no bulkId stands twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 50 }), (count, batch) => {
        const requests = toBulkRequests(toOperations(plan, people(count), 'absent'), batch)
        const operations = requests.flatMap((request) => request.operations)
        assert.deepEqual(
          operations.map(({ externalId }) => externalId),
          people(count).map(({ cells }) => cells[0]),
        )
        assert.ok(requests.every((request) => request.operations.length <= batch))
        assert.equal(new Set(operations.map(({ bulkId }) => bulkId)).size, count)
      }),
    )
  })

  test('people of one line get different bulkIds; SCIM users keep theirs', () => {
    const line = { kind: 'row', line: 1, cells: ['7'] } as const
    const scim = { kind: 'scim', line: 1, bulkId: 'mine', user: { externalId: 8 } } as const
    const operations = toOperations(plan, [line, line, scim], 'absent')
    assert.deepEqual(
      operations.map(({ bulkId, externalId }) => [bulkId, externalId]),
      [
        ['line-1', '7'],
        ['line-1-2', '7'],
        ['mine', '8'],
      ],
    )
  })

  test('bodies stay below the size that servers take', () => {
    const large = {
      kind: 'scim',
      line: 1,
      bulkId: null,
      user: { externalId: '1', note: 'x'.repeat(2_000_000) },
    } as const
    assert.equal(toBulkRequests(toOperations(plan, [large, large], 'absent'), 50).length, 2)
  })

  test('surprises are said before sending', () => {
    const file = readCsv('externalId,manager\n,9\n1,ann@fabrikam.example\n2,bo@fabrikam.example\n1,\n')
    const surprises = findSurprises(toOperations(planColumns(file.columns, emptyMappingFile), file.people, 'absent'))
    assert.deepEqual(
      surprises.map((text) => text.slice(0, 20)),
      ['Line 2 without exter', '1 person is there mo', 'No manager is a pers'],
    )
  })
})
