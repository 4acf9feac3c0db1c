import type { PaintName } from '../colour.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../json-value.ts'
import type { Cell } from '../table.ts'
import { toLocalTime } from '../time-text.ts'

export const logColumns = [
  { title: 'Time' },
  { title: 'Action' },
  { title: 'Status' },
  { title: 'Person' },
  { title: 'Target' },
  { title: 'What changed, or why not' },
] as const

const timeCells = 19
const actionCells = 12
const statusCells = 7
const gapsCells = 2 * (logColumns.length - 1)

/** Fixed widths, because rows are shown before the next ones are known. */
export function logWidths(columns: number): readonly number[] {
  if (columns === Number.POSITIVE_INFINITY)
    return [timeCells, actionCells, statusCells, 24, 32, Number.POSITIVE_INFINITY]
  const rest = Math.max(24, columns - timeCells - actionCells - statusCells - gapsCells)
  const person = Math.max(6, Math.floor(rest * 0.22))
  const target = Math.max(6, Math.floor(rest * 0.28))
  return [timeCells, actionCells, statusCells, person, target, rest - person - target]
}

const statusPaints: Readonly<Record<string, PaintName>> = {
  success: 'green',
  failure: 'red',
  warning: 'yellow',
  skipped: 'dim',
}

export function toLogRow(entry: JsonObject): Cell[] {
  const status = textAt(objectAt(entry, 'provisioningStatusInfo'), 'status') ?? ''
  const source = objectAt(entry, 'sourceIdentity')
  const target = objectAt(entry, 'targetIdentity')
  const paint = statusPaints[status]
  return [
    toLocalTime(textAt(entry, 'activityDateTime')),
    textAt(entry, 'provisioningAction') ?? '',
    paint === undefined ? status : { text: status, paint },
    [textAt(source, 'id'), textAt(source, 'displayName')].filter(Boolean).join(' ') || '–',
    textAt(target, 'displayName') || textAt(target, 'id') || '–',
    explain(entry),
  ]
}

/** One line: the reason for what did not go well, else the changes. */
function explain(entry: JsonObject): string {
  const error = objectAt(objectAt(entry, 'provisioningStatusInfo'), 'errorInformation')
  const changes = listAt(entry, 'modifiedProperties').map((change) =>
    toChange(change, textAt(entry, 'provisioningAction')),
  )
  if (error === undefined) return changes.join(', ')
  const details = textAt(error, 'additionalDetails')
  const why = [textAt(error, 'errorCode'), textAt(error, 'reason')].filter(Boolean).join(': ')
  return details === undefined ? why : `${why} (${details})`
}

function toChange(change: unknown, action: string | undefined): string {
  const name = textAt(change, 'displayName') ?? ''
  const from = textAt(change, 'oldValue')
  const to = textAt(change, 'newValue') ?? 'nothing'
  return action === 'create' || from === undefined ? `${name}: ${to}` : `${name}: ${from} → ${to}`
}
