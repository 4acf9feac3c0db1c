import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { CommandError } from '../command-error.ts'
import { decodeText } from './decode-text.ts'
import { findElementOffsets, toLineNumbers } from './json-lines.ts'
import { detectDelimiter, readCsv } from './read-csv.ts'
import { readJson, readJsonLines } from './read-json.ts'
import { readPeople } from './read-people.ts'
import { rowsOf } from './source-person.ts'

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`
/** Text that a cell can hold: line breaks are normalised on reading, so only one kind is made. */
const cellText = fc
  .string({ unit: fc.constantFrom('a', 'é', '山', ' ', ',', ';', '"', '\n', '\t', '1') })
  .filter((text) => text.trim() !== '')

describe('CSV', () => {
  test('whatever the cells contain, they come back, and each row knows the line where it begins', () => {
    const rows = fc.array(fc.tuple(fc.nat(3), fc.tuple(cellText, cellText)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (entries, delimiter, lineBreak) => {
          let text = `Number${delimiter}Name\n`
          const expected = entries.map(([emptyLines, cells]) => {
            text += '\n'.repeat(emptyLines)
            const line = text.split('\n').length
            text += `${cells.map(quote).join(delimiter)}\n`
            return { kind: 'row', line, cells }
          })
          assert.deepEqual(readCsv(text.replaceAll('\n', lineBreak)).people, expected)
        },
      ),
    )
  })

  test('finds the separator in the first line, outside quotes', () => {
    assert.equal(detectDelimiter('"a,b,c";d;e\n1,2,3,4,5'), ';')
    assert.equal(detectDelimiter('only'), ',')
    assert.equal(detectDelimiter('\n\na\tb'), '\t')
  })

  test('a line "sep=" names the separator and is counted as a line', () => {
    const { columns, people } = readCsv('sep=;\r\nName;Role, long\r\nAna;Lead\r\n')
    assert.deepEqual(columns, ['Name', 'Role, long'])
    assert.equal(people[0]?.line, 3)
  })

  test('columns without a name or with the same name stay apart', () => {
    assert.deepEqual(readCsv('Phone,,Phone\n1,2,3').columns, ['Phone', 'column 2', 'Phone (2)'])
  })

  test('a row with too many cells is refused with its line, one with too few is fine', () => {
    assert.throws(() => readCsv('a,b\n1,2\n1,Lima, Ana\n'), /Line 3 has 3 cells/)
    assert.deepEqual(rowsOf(readCsv('a,b\n1\n'))[0]?.cells, ['1'])
    assert.deepEqual(rowsOf(readCsv('a,b\n1,2,,\n'))[0]?.cells, ['1', '2'])
  })

  test('a quote that is not closed is refused', () => {
    assert.throws(() => readCsv('a,b\n1,"x\n'), CommandError)
  })
})

describe('encodings', () => {
  test('UTF-8 with and without its mark, UTF-16 and Windows-1252 are told apart', () => {
    assert.deepEqual(decodeText(Buffer.from('\ufeffZoë')), { text: 'Zoë', encoding: 'UTF-8' })
    assert.deepEqual(decodeText(Buffer.from('\ufeffZoë', 'utf16le')), { text: 'Zoë', encoding: 'UTF-16' })
    assert.deepEqual(decodeText(Buffer.from('Zo\u00eb', 'latin1')), { text: 'Zoë', encoding: 'Windows-1252' })
  })

  test('a guessed encoding is said', () => {
    assert.equal(readPeople(Buffer.from('Name\nZo\u00eb', 'latin1'), readCsv).notes.length, 1)
    assert.equal(readPeople(Buffer.from('Name\nZoë'), readCsv).notes.length, 0)
  })

  test('a file without people is refused', () => {
    assert.throws(() => readPeople(Buffer.from('Name\n\n'), readCsv), /no people/)
    assert.throws(() => readPeople(Buffer.from(''), readCsv), /empty/)
    assert.throws(() => readPeople(Buffer.from('[]'), readJson), /no people/)
  })
})

describe('JSON', () => {
  test('for every list, the elements are found where they begin', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), fc.boolean(), (values, indent, inside) => {
        const text = JSON.stringify(inside ? { 'a"': { b: [1] }, Operations: values, c: 1 } : values, null, indent)
        const offsets = findElementOffsets(text, inside ? 'Operations' : null)
        assert.equal(offsets.length, values.length)
        const first = values.map((value) => JSON.stringify(value).charAt(0))
        assert.deepEqual(
          offsets.map((offset) => text.charAt(offset)),
          first,
        )
      }),
    )
  })

  test('line numbers are those of the offsets', () => {
    assert.deepEqual(toLineNumbers('[\n1,\n\n2, 3]', [2, 6, 9]), [2, 4, 4])
  })

  test('flat objects become rows over all names that occur; SCIM users pass', () => {
    const file = readJsonLines('{"id":1,"on":true}\n\n{"name":"Ana","id":null}\n{"schemas":[],"externalId":"7"}\n')
    assert.deepEqual(file.columns, ['id', 'on', 'name'])
    assert.deepEqual(file.people, [
      { kind: 'row', line: 1, cells: ['1', true, undefined] },
      { kind: 'row', line: 3, cells: ['', undefined, 'Ana'] },
      { kind: 'scim', line: 4, bulkId: null, user: { schemas: [], externalId: '7' } },
    ])
  })

  test('a BulkRequest gives its users with lines and bulkIds', () => {
    const text = JSON.stringify({ Operations: [{ method: 'POST', bulkId: 'b1', data: { externalId: '7' } }] }, null, 2)
    assert.deepEqual(readJson(text).people, [{ kind: 'scim', line: 3, bulkId: 'b1', user: { externalId: '7' } }])
  })

  test('what is not a person is refused with its line', () => {
    assert.throws(() => readJsonLines('{}\n[1]\n'), /Line 2/)
    assert.throws(() => readJsonLines('{}\n{\n'), /line 2/)
    assert.throws(() => readJson('{"Operations":[{"method":"DELETE","data":{}}]}'), /only POST/)
    assert.throws(() => readJson('{"people":[]}'), /list of people/)
  })
})
