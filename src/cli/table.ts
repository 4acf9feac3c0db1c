import type { Paint, PaintName } from './colour.ts'
import { padText, textWidth, toPrintable, truncateText } from './text-width.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** May become narrower when the line is too long, down to `cellsMin`. */
  readonly shrinks?: boolean
}

/** A cell, plain or marked. */
export type Cell = string | { readonly text: string; readonly paint: PaintName }

const gap = '  '
const cellsMin = 8

const cellText = (cell: Cell): string => toPrintable(typeof cell === 'string' ? cell : cell.text)

/** A table with a line of titles; ends with a line break. `width` is the terminal's, Infinity for no limit. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const widths = decideWidths(columns, rows, width)
  const titles = columns.map((column): Cell => ({ text: column.title, paint: 'dim' }))
  return [titles, ...rows].map((row) => `${renderRow(columns, row, { widths, paint })}\n`).join('')
}

export interface RowOptions {
  readonly widths: readonly number[]
  readonly paint: Paint
  /** Lets long cells push the next ones to the right instead of cutting them. */
  readonly keepsAll?: boolean
}

/** One line of a table whose widths are known, without a line break. */
export function renderRow(
  columns: readonly Column[],
  row: readonly Cell[],
  { widths, paint, keepsAll = false }: RowOptions,
): string {
  const cells = columns.map((column, index) => {
    const cell = row[index] ?? ''
    const cells = widths[index] ?? 0
    const fitted = keepsAll ? cellText(cell) : truncateText(cellText(cell), cells)
    const marked = typeof cell === 'string' ? fitted : paint[cell.paint](fitted)
    const isLast = index === columns.length - 1
    return isLast && column.align !== 'right' ? marked : padText(marked, cells, column.align)
  })
  return cells.join(gap).trimEnd()
}

/** As wide as the contents; when that is too much, the widest shrinking columns give way first. */
export function decideWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): readonly number[] {
  const widths = columns.map((column, index) =>
    rows.reduce((most, row) => Math.max(most, textWidth(cellText(row[index] ?? ''))), textWidth(column.title)),
  )
  let excess = widths.reduce((sum, cells) => sum + cells, 0) + gap.length * (columns.length - 1) - width
  while (excess > 0) {
    const widest = findWidestShrinking(columns, widths)
    if (widest === undefined) break
    const current = widths[widest] ?? 0
    widths[widest] = current - 1
    excess -= 1
  }
  return widths
}

function findWidestShrinking(columns: readonly Column[], widths: readonly number[]): number | undefined {
  let found: number | undefined
  for (const [index, cells] of widths.entries()) {
    const floor = Math.max(cellsMin, textWidth(columns[index]?.title ?? ''))
    if (columns[index]?.shrinks !== true || cells <= floor) continue
    if (found === undefined || cells > (widths[found] ?? 0)) found = index
  }
  return found
}
