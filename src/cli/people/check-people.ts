import { CommandError } from '../command-error.ts'
import { convertCell } from './cell-values.ts'
import type { ColumnPlan } from './column-mapping.ts'
import { type PeopleFile, rowsOf } from './source-person.ts'
import type { Operation } from './to-bulk-requests.ts'

const examplesMax = 5

/** Refuses a plan that would damage data or fail for everyone, before anything is sent. */
export function checkPlan(plan: ColumnPlan, file: PeopleFile): void {
  if (rowsOf(file).length === 0) return
  if (!plan.assignments.some(({ path }) => path.text === 'externalId')) {
    throw new CommandError(
      'usage',
      'No column was recognised as the identifier of a person (externalId).',
      `Name it in a mapping file: {"columns": {"${file.columns[0] ?? 'Number'}": "externalId"}} and pass --map FILE.`,
    )
  }
  for (const { source, convert, values } of plan.assignments) {
    const column = source.kind === 'columns' ? source.columns[0] : undefined
    if (convert === 'text' || column === undefined) continue
    const unknown = new Set<string>()
    for (const { cells } of rowsOf(file)) {
      const converted = convertCell(cells[column], convert, values)
      if (converted.kind === 'unknown') unknown.add(converted.text)
    }
    if (unknown.size > 0) throw unknownValues(file.columns[column] ?? '', [...unknown])
  }
}

function unknownValues(column: string, texts: readonly string[]): CommandError {
  const shown = texts.slice(0, examplesMax).map((text) => `"${text}"`)
  const more = texts.length > examplesMax ? ` and ${texts.length - examplesMax} more` : ''
  const example = JSON.stringify({ values: { [column]: { [texts[0] ?? '']: true } } })
  return new CommandError(
    'usage',
    `Column "${column}" says whether a person is active, but it is not known what ${shown.join(', ')}${more} means.`,
    `Say it in a mapping file: ${example}, or leave the column out: ${JSON.stringify({ columns: { [column]: null } })}.`,
  )
}

/** What will probably surprise the sender, but is no reason to refuse. */
export function findSurprises(operations: readonly Operation[]): string[] {
  const linesById = new Map<string, number[]>()
  for (const { line, externalId } of operations) {
    const lines = linesById.get(externalId.toLowerCase()) ?? []
    lines.push(line)
    linesById.set(externalId.toLowerCase(), lines)
  }
  const nameless = linesById.get('') ?? []
  linesById.delete('')
  const repeated = [...linesById.values()].filter((lines) => lines.length > 1)
  const surprises: string[] = []
  if (nameless.length > 0) surprises.push(`${atLines(nameless)} without externalId will fail.`)
  if (repeated.length > 0) {
    const count = repeated.length === 1 ? '1 person is' : `${repeated.length} people are`
    surprises.push(`${count} there more than once, e.g. ${atLines(repeated[0] ?? [])}: the last row wins.`)
  }
  const managed = operations.filter(({ managerId }) => managerId !== '')
  if (managed.length > 1 && managed.every(({ managerId }) => !linesById.has(managerId.toLowerCase()))) {
    surprises.push(
      `No manager is a person of this file (e.g. "${managed[0]?.managerId}"). A manager is named by externalId, not by name or e-mail.`,
    )
  }
  return surprises
}

function atLines(lines: readonly number[]): string {
  const shown = lines.slice(0, examplesMax).join(', ')
  const more = lines.length > examplesMax ? ` and ${lines.length - examplesMax} more` : ''
  return `${lines.length === 1 ? 'Line' : 'Lines'} ${shown}${more}`
}
