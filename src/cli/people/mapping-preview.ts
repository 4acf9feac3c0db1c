import type { Paint } from '../colour.ts'
import { renderTable, type Cell as TableCell } from '../table.ts'
import type { Assignment, ColumnPlan, MatchQuality } from './column-mapping.ts'
import { firstColumn } from './column-mapping.ts'
import { enterpriseSchema } from './scim-path.ts'
import { type PeopleFile, rowsOf } from './source-person.ts'

const samplesMax = 3
const sampleRowsMax = 1_000
const sampleLengthMax = 24

const qualities: Readonly<Record<MatchQuality, TableCell>> = {
  file: { text: 'mapping file', paint: 'green' },
  name: { text: 'known name', paint: 'green' },
  guess: { text: 'guess', paint: 'yellow' },
  derived: { text: 'filled in', paint: 'yellow' },
}

/** How the columns are understood: a table with values of each column, then what is not sent. */
export function renderMappingPreview(
  plan: ColumnPlan,
  file: PeopleFile,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const rows = [...plan.assignments]
    .sort((left, right) => firstColumn(left) - firstColumn(right))
    .map((assignment) => toRow(assignment, file))
  const columns = [
    { title: 'Column', shrinks: true },
    { title: 'SCIM attribute', shrinks: true },
    { title: 'Recognised by' },
    { title: 'For example', shrinks: true },
  ]
  const unmatched = plan.unmatched.map((column) => file.columns[column] ?? '')
  const notSent = unmatched.length === 0 ? '' : paint.yellow(`Not sent: ${unmatched.join(', ')}.\n`)
  return renderTable(columns, rows, { width, paint }) + notSent
}

function toRow({ path, source, match }: Assignment, file: PeopleFile): TableCell[] {
  const attribute = path.text.replace(`${enterpriseSchema}:`, 'enterprise: ')
  if (source.kind === 'constant') return ['', attribute, { text: 'constant', paint: 'green' }, String(source.value)]
  const names = source.columns.map((column) => file.columns[column] ?? '')
  return [names.join(' + '), attribute, qualities[match], findSamples(source.columns, file).join(', ')]
}

/** Different values from the first rows: three the same would tell nothing. */
function findSamples(columns: readonly number[], file: PeopleFile): string[] {
  const samples = new Set<string>()
  for (const { cells } of rowsOf(file).slice(0, sampleRowsMax)) {
    const texts = columns.map((column) => String(cells[column] ?? '').trim()).filter((text) => text !== '')
    const text = texts.join(' ')
    if (text !== '') samples.add(text.length > sampleLengthMax ? `${text.slice(0, sampleLengthMax - 1)}…` : text)
    if (samples.size === samplesMax) break
  }
  return [...samples]
}
