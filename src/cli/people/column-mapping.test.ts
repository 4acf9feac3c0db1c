import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPaint } from '../colour.ts'
import { textWidth } from '../text-width.ts'
import { planColumns } from './column-mapping.ts'
import { knownColumns, normaliseName } from './column-names.ts'
import { emptyMappingFile, parseMappingFile } from './mapping-file.ts'
import { renderMappingPreview } from './mapping-preview.ts'
import { toMappingText } from './mapping-text.ts'
import { readCsv } from './read-csv.ts'
import { enterpriseSchema, knownPaths, parseScimPath } from './scim-path.ts'

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

describe('mapping files, written', () => {
  test('what is written down gives the same plan again', () => {
    const columns = ['Employee ID', 'Vorname', 'Nachname', 'Work Email', 'Terminated', 'Shoe size']
    const plan = planColumns(columns, emptyMappingFile)
    const again = planColumns(columns, parseMappingFile(toMappingText(plan, columns)))
    const essence = ({ assignments, unmatched }: typeof plan) => ({
      assignments: assignments.map(({ path, source, convert }) => [path.text, source, convert]).sort(),
      unmatched,
    })
    assert.deepEqual(essence(again), essence(plan))
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
