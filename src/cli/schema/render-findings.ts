import type { PaintName } from '../colour.ts'
import { isJsonObject, type JsonObject, listAt, textAt } from '../json-value.ts'
import { type Cell, renderTable } from '../table.ts'
import type { Screen } from '../terminal.ts'
import { toPlaceText } from './place-text.ts'

/** Problems in red, warnings in yellow, each with its place; empty when there are none. */
export function renderFindings(judgement: JsonObject, document: JsonObject, { columns, paint }: Screen): string {
  const rows = [
    ...listAt(judgement, 'problems').map((item) => toRow(item, document, 'red')),
    ...listAt(judgement, 'warnings').map((item) => toRow(item, document, 'yellow')),
  ]
  if (rows.length === 0) return ''
  return renderTable([{ title: '' }, { title: 'Place', shrinks: true }, { title: 'Finding' }], rows, {
    width: columns,
    paint,
  })
}

function toRow(item: unknown, document: JsonObject, colour: PaintName): Cell[] {
  const [message = ''] = (textAt(item, 'message') ?? '').split('\n')
  const text = colour === 'red' ? 'problem' : 'warning'
  return [{ text, paint: colour }, toPlaceText(textAt(item, 'target') ?? '', document), message]
}

/** One line per test, and one per expectation that was not met. */
export function renderTests(results: readonly unknown[], { columns, paint }: Screen): string {
  const rows = results.filter(isJsonObject).flatMap((result): Cell[][] => {
    const passed = result.passed === true
    const state: Cell = passed ? { text: 'passed', paint: 'green' } : { text: 'failed', paint: 'red' }
    const name = textAt(result, 'name') ?? ''
    const reason = textAt(result, 'reason') ?? ''
    const failures = listAt(result, 'failures').filter(isJsonObject)
    if (failures.length === 0) return [[state, name, '', '', reason]]
    return failures.map((failure, index) => [
      index === 0 ? state : '',
      index === 0 ? name : '',
      textAt(failure, 'name') ?? '',
      toValueText(failure.expected),
      `${toValueText(failure.actual)}${reason === '' ? '' : ` (${reason})`}`,
    ])
  })
  const titles = [
    { title: '' },
    { title: 'Test', shrinks: true },
    { title: 'Attribute' },
    { title: 'Expected' },
    { title: 'Came' },
  ]
  return rows.length === 0 ? '' : renderTable(titles, rows, { width: columns, paint })
}

function toValueText(value: unknown): string {
  if (value === null || value === undefined) return 'no value'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
