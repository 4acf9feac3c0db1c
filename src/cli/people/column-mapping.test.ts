import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createPaint } from '../colour.ts'
import { textWidth } from '../text-width.ts'
import { checkPlan, findSurprises } from './check-people.ts'
import { planColumns } from './column-mapping.ts'
import { knownColumns, normaliseName } from './column-names.ts'
import { emptyMappingFile, parseMappingFile } from './mapping-file.ts'
import { renderMappingPreview } from './mapping-preview.ts'
import { readCsv } from './read-csv.ts'
import { enterpriseSchema, knownPaths, parseScimPath } from './scim-path.ts'
import { rowsOf } from './source-person.ts'
import { toBulkRequests, toOperations } from './to-bulk-requests.ts'
import { toScimUser } from './to-scim-user.ts'

/** Attribute by column, as the automatic matching sees it. */
function recognise(...columns: string[]): Record<string, string> {
  const { assignments } = planColumns(columns, emptyMappingFile)
  return Object.fromEntries(
    assignments.map(({ path, source }) => [
      path.text.replace(`${enterpriseSchema}:`, ''),
      source.kind === 'columns' ? source.columns.map((column) => columns[column]).join('+') : '',
    ]),
  )
}

describe('recognising columns', () => {
  test('an English personnel file', () => {
    assert.deepEqual(
      recognise(
        'Employee ID',
        'First Name',
        'Last Name',
        'Work Email',
        'Job Title',
        'Department',
        'Cost Center',
        'Manager ID',
        'Employment Status',
      ),
      {
        externalId: 'Employee ID',
        'name.givenName': 'First Name',
        'name.familyName': 'Last Name',
        'emails[type eq "work"].value': 'Work Email',
        title: 'Job Title',
        department: 'Department',
        costCenter: 'Cost Center',
        manager: 'Manager ID',
        active: 'Employment Status',
        userName: 'Work Email',
        displayName: 'First Name+Last Name',
      },
    )
  })

  test('German, French, Spanish and Dutch files', () => {
    const files = [
      [
        'Personal-Nr.',
        'Vorname',
        'Nachname',
        'E-Mail-Adresse',
        'Funktion',
        'Abteilung',
        'Kostenstelle',
        'Vorgesetzter',
        'Ort',
        'PLZ',
      ],
      [
        'Matricule',
        'Prénom',
        'Nom',
        'Courriel',
        'Intitulé du poste',
        'Département',
        'Centre de coût',
        'ID responsable',
        'Ville',
        'Code postal',
      ],
      [
        'Número de empleado',
        'Nombre',
        'Apellidos',
        'Correo electrónico',
        'Puesto',
        'Departamento',
        'Centro de coste',
        'ID jefe',
        'Ciudad',
        'Código postal',
      ],
      [
        'Personeelsnummer',
        'Voornaam',
        'Achternaam',
        'E-mailadres',
        'Functie',
        'Afdeling',
        'Kostenplaats',
        'Leidinggevende',
        'Plaats',
        'Postcode',
      ],
    ]
    const wanted = [
      ...['externalId', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value', 'title', 'department'],
      ...['costCenter', 'manager', 'addresses[type eq "work"].locality', 'addresses[type eq "work"].postalCode'],
    ]
    for (const columns of files) {
      const found = recognise(...columns)
      assert.deepEqual(
        wanted.map((path) => found[path]),
        columns,
      )
    }
  })

  test('the better name wins, and each column is used once', () => {
    assert.equal(recognise('Department Code', 'Department').department, 'Department')
    assert.deepEqual(recognise('Personnel Number', 'Employee ID'), {
      externalId: 'Employee ID',
      employeeNumber: 'Personnel Number',
    })
    assert.equal(recognise('Team', 'Department').department, 'Department')
  })

  test('"Name" is the whole name, but the family name beside a given name', () => {
    assert.deepEqual(recognise('Name'), { displayName: 'Name' })
    assert.equal(recognise('Name', 'Vorname')['name.familyName'], 'Name')
    assert.equal(recognise('Name', 'Vorname').displayName, 'Vorname+Name')
  })

  test('what is private or about the manager is never guessed', () => {
    const columns = [
      'Manager Name',
      'Manager Email',
      'Home Phone',
      'Private E-Mail',
      'Date of Birth',
      'Emergency contact phone',
      'Salary',
    ]
    assert.deepEqual(recognise(...columns), {})
  })

  test('small misspellings are guesses', () => {
    const { assignments } = planColumns(['Deparment'], emptyMappingFile)
    assert.deepEqual(
      assignments.map(({ path, match }) => [path.text, match]),
      [[`${enterpriseSchema}:department`, 'guess']],
    )
  })

  test('every name in the table is normalised and every path known', () => {
    for (const { path, names } of knownColumns) {
      assert.ok(parseScimPath(path), path)
      for (const name of names) assert.equal(normaliseName(name), name)
    }
  })
})

describe('SCIM paths', () => {
  test('every known path is its own canonical form, whatever the letter case', () => {
    for (const path of knownPaths) {
      assert.equal(parseScimPath(path.text), path)
      assert.equal(parseScimPath(path.text.toUpperCase()), path)
    }
    assert.equal(parseScimPath('department'), parseScimPath(`${enterpriseSchema}:department`))
    assert.equal(parseScimPath('manager.value'), parseScimPath('manager'))
  })

  test('an attribute of a custom namespace keeps its spelling', () => {
    const path = parseScimPath('urn:ietf:params:scim:schemas:extension:contoso:1.0:User:HireDate')
    assert.deepEqual(path, {
      kind: 'extension',
      text: 'urn:ietf:params:scim:schemas:extension:contoso:1.0:User:HireDate',
      urn: 'urn:ietf:params:scim:schemas:extension:contoso:1.0:User',
      name: 'HireDate',
      member: null,
    })
  })

  test('unknown paths are none', () => {
    for (const text of ['', 'emails', 'emails.work', 'urn:contoso', `${enterpriseSchema}:shoeSize`, '__proto__']) {
      assert.equal(parseScimPath(text), undefined, text)
    }
  })
})

describe('mapping files', () => {
  test('the file wins over the names, and null leaves a column out', () => {
    const file = parseMappingFile(
      '{"columns":{"Badge":"externalId","employee id":"employeeNumber","Email":null},"constants":{"userType":"Employee"}}',
    )
    const { assignments, unmatched } = planColumns(['Employee ID', 'Badge', 'Email'], file)
    assert.deepEqual(
      assignments.map(({ path, match }) => [path.text, match]),
      [
        ['externalId', 'file'],
        [`${enterpriseSchema}:employeeNumber`, 'file'],
        ['userType', 'file'],
      ],
    )
    assert.deepEqual(unmatched, [2])
  })

  test('one column may fill several attributes', () => {
    const file = parseMappingFile(
      '{"columns":{"Mail":["userName","emails[type eq \\"work\\"].value"]},"automatic":false}',
    )
    assert.equal(planColumns(['Mail', 'Department'], file).assignments.length, 2)
  })

  test('a wrong path, column or part is refused with a hint', () => {
    assert.throws(() => parseMappingFile('{"Dept":"departmnt"}'), { hint: /enterprise:2.0:User:department/ })
    assert.throws(() => parseMappingFile('{"Mail":"emails"}'), { hint: /emails\[type eq "work"\]/ })
    assert.throws(() => parseMappingFile('{"column":{},"columns":{}}'), /unknown part "column"/)
    assert.throws(() => planColumns(['Department'], parseMappingFile('{"Departments":"title"}')), {
      hint: /"Department"/,
    })
    assert.throws(() => parseMappingFile('[]'), /not a JSON object/)
    assert.throws(() => planColumns(['A', 'B'], parseMappingFile('{"A":"title","B":"title"}')), /fills title twice/)
  })
})

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

test('the preview shows each column with different values and names what is not sent', () => {
  const file = readCsv(
    'Employee ID,Shoe size,Dept\n1,42,Sales\n2,43,Sales\n3,44,Research and development of the future\n',
  )
  const text = renderMappingPreview(planColumns(file.columns, emptyMappingFile), file, {
    width: 100,
    paint: createPaint(false),
  })
  assert.equal(
    text,
    [
      'Column       SCIM attribute          Recognised by  For example',
      'Employee ID  externalId              known name     1, 2, 3',
      'Dept         enterprise: department  known name     Sales, Research and developmen…',
      'Not sent: Shoe size.',
      '',
    ].join('\n'),
  )
  assert.ok(text.split('\n').every((line) => textWidth(line) <= 100))
})
