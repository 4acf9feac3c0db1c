import type { Paint } from '../colour.ts'
import { toPrintable, truncateText, wrapText } from '../text-width.ts'

/** Where an explanation is drawn. */
export interface Canvas {
  /** Cells per line. */
  readonly width: number
  readonly paint: Paint
}

export const indent = '  '
export const headingCells = 10

/** A heading with what matters most beside it. */
export function section(title: string, verdict: string, { paint }: Canvas): string {
  return `\n${paint.bold(title.padEnd(headingCells))}${verdict}`.trimEnd()
}

/** Text below a heading, broken at spaces; words that are too long are cut. */
export function paragraph(text: string, { width }: Canvas, depth = 1): string[] {
  const space = indent.repeat(depth)
  const cells = width - space.length
  return wrapText(toPrintable(text), cells).map((line) => space + truncateText(line, cells))
}

const enterprise = /urn:ietf:params:scim:schemas:extension:enterprise:2\.0:User:/gi

/** The long name of the enterprise extension takes the room that people need for what differs. */
export function shortenNames(text: string): string {
  return text.replaceAll(enterprise, '…:')
}

/** A value as people read it: nothing is a dash, lists are joined. */
export function toValueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return Array.isArray(value) ? value.map(toValueText).join('; ') : String(value)
}
