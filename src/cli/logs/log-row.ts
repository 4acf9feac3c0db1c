import type { PaintName } from '../colour.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../json-value.ts'
import type { Cell, Column } from '../table.ts'
import { toLocalTime } from '../time-text.ts'

interface LogColumn extends Column {
  readonly cellOf: (entry: JsonObject) => Cell
  /** Cells for the text, or the share of what the others leave. */
  readonly width: { readonly cells: number } | { readonly share: number }
}

const target: LogColumn = {
  title: 'Target',
  width: { share: 0.28 },
  cellOf: (entry) => nameOf(objectAt(entry, 'targetIdentity'), ['displayName']) || '–',
}

const columns: readonly LogColumn[] = [
  { title: 'Time', width: { cells: 19 }, cellOf: (entry) => toLocalTime(textAt(entry, 'activityDateTime')) },
  { title: 'Action', width: { cells: 12 }, cellOf: (entry) => textAt(entry, 'provisioningAction') ?? '' },
  { title: 'Status', width: { cells: 7 }, cellOf: toStatusCell },
  {
    title: 'Person',
    width: { share: 0.27 },
    cellOf: (entry) => nameOf(objectAt(entry, 'sourceIdentity'), ['id', 'displayName']) || '–',
  },
  target,
  { title: 'What changed, or why not', width: { share: 0.45 }, cellOf: tellOutcome },
]

/** How entries are laid out: which columns there are, and how wide. */
export interface LogLayout {
  readonly columns: readonly LogColumn[]
  readonly widths: readonly number[]
}

const gapCells = 2
const sharedCellsMin = 24
/** Below this width the target, which mostly repeats the person, makes room for the reasons. */
const allColumnsMin = 110
/** Enough for everything; where nobody looks there is no width to go by. */
const widthMax = 160

/** Fixed widths, because rows are shown before the next ones are known. */
export function layOutLog(screenColumns: number): LogLayout {
  const width = Math.min(screenColumns, widthMax)
  const shown = width < allColumnsMin ? columns.filter((column) => column !== target) : columns
  const fixed = shown.reduce((sum, column) => sum + ('cells' in column.width ? column.width.cells : 0), 0)
  const shares = shown.reduce((sum, column) => sum + ('share' in column.width ? column.width.share : 0), 0)
  const rest = Math.max(sharedCellsMin, width - fixed - gapCells * (shown.length - 1))
  const widths = shown.map((column) =>
    'cells' in column.width ? column.width.cells : Math.floor((rest * column.width.share) / shares),
  )
  return { columns: shown, widths }
}

const statusPaints: Readonly<Record<string, PaintName>> = {
  success: 'green',
  failure: 'red',
  warning: 'yellow',
  skipped: 'dim',
}

function toStatusCell(entry: JsonObject): Cell {
  const status = textAt(objectAt(entry, 'provisioningStatusInfo'), 'status') ?? ''
  const paint = statusPaints[status]
  return paint === undefined ? status : { text: status, paint }
}

function nameOf(identity: JsonObject | undefined, members: readonly string[]): string {
  const parts = members.flatMap((member) => textAt(identity, member) || [])
  return parts.length > 0 ? parts.join(' ') : (textAt(identity, 'id') ?? '')
}

/** One line: the reason for what did not go well, else the changes. */
export function tellOutcome(entry: JsonObject): string {
  const error = objectAt(objectAt(entry, 'provisioningStatusInfo'), 'errorInformation')
  if (error === undefined) {
    const action = textAt(entry, 'provisioningAction')
    return listAt(entry, 'modifiedProperties')
      .map((change) => toChange(change, action))
      .join(', ')
  }
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
