import { toDisplayText } from '../../model/attribute-value.ts'
import type { SimulatedChange, SimulatedKind, SimulatedRecord, SimulationReport } from '../../model/simulation.ts'
import type { PaintName } from '../colour.ts'
import { countOf, toCount } from '../count-text.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import { type Cell, renderTable } from '../table.ts'
import type { Screen } from '../terminal.ts'
import { toPrintable } from '../text-width.ts'
import { findLines } from './find-lines.ts'
import { findHint } from './problem-hints.ts'

const recordsPerKindMax = 5
const changesPerRecordMax = 6
const attributesMax = 15
const conflictsMax = 10

/** Failures stand with their reasons, and whoever is skipped has nothing to show. */
type ShownKind = Exclude<SimulatedKind, 'failed' | 'skipped'>
const kindsInDetail = ['created', 'updated', 'disabled', 'deleted', 'held'] as const satisfies readonly ShownKind[]

const headings: Readonly<Record<ShownKind, readonly [heading: string, paint: PaintName]>> = {
  created: ['Would be created', 'green'],
  updated: ['Would be updated', 'green'],
  disabled: ['Would be disabled', 'yellow'],
  deleted: ['Would be deleted', 'yellow'],
  held: ['Would be held back', 'yellow'],
}
const actionOf = {
  created: 'create',
  updated: 'update',
  disabled: 'disable',
  deleted: 'delete',
  held: 'stagedDelete',
} as const

type FindLine = (record: SimulatedRecord) => number | null

/** What would happen, for people: counts, verdict, changes by attribute, failures by line, first records of each kind. */
export function renderSimulation(report: SimulationReport, requests: readonly BulkRequest[], screen: Screen): string {
  const findLine = findLines(requests)
  return [
    renderSummary(report, screen),
    renderAttributes(report, screen),
    ...report.failures.map((failure) => renderFailure(failure, findLine, screen)),
    renderConflicts(report, screen),
    ...kindsInDetail.map((kind) => renderKind(kind, report, { findLine, screen })),
    '\nNothing was changed.\n',
  ].join('')
}

/** Counts, absent people and the verdict: what somebody has to know before saying yes. */
export function renderSummary(report: SimulationReport, screen: Screen): string {
  return `${renderCounts(report, screen)}${renderAbsent(report)}${renderThreshold(report, screen)}`
}

function renderCounts({ counts }: SimulationReport, { columns, paint }: Screen): string {
  const rows = Object.entries(counts).map(([action, results]): Cell[] => [
    action,
    ...(['success', 'warning', 'skipped', 'failure'] as const).map((result): Cell => {
      const count = results[result] ?? 0
      if (count === 0) return ''
      return result === 'failure' ? { text: toCount(count), paint: 'red' } : toCount(count)
    }),
  ])
  const titles = ['Success', 'Warning', 'Skipped', 'Failure'].map((title) => ({ title, align: 'right' as const }))
  return renderTable([{ title: 'Would' }, ...titles], rows, { width: columns, paint })
}

function renderAbsent({ absent }: SimulationReport): string {
  return absent === 0 ? '' : `\nAbsent from the file: ${countOf(absent, 'person', 'people')}\n`
}

function renderThreshold({ threshold }: SimulationReport, { paint }: Screen): string {
  const { limit, wouldDisableOrDelete, exceeded } = threshold
  if (wouldDisableOrDelete === 0) return ''
  const leavers = countOf(wouldDisableOrDelete, 'account')
  if (limit === null) return `Leavers: ${leavers} disabled or deleted; the job has no threshold.\n`
  if (!exceeded) return `Leavers: ${leavers} disabled or deleted, within the threshold of ${toCount(limit)}.\n`
  return `${paint.bold(paint.red(`Leavers: ${leavers} disabled or deleted, beyond the threshold of ${toCount(limit)}: held back.`))}\n`
}

function renderAttributes({ byAttribute }: SimulationReport, { columns, paint }: Screen): string {
  const sorted = Object.entries(byAttribute).sort(([, left], [, right]) => right - left)
  if (sorted.length === 0) return ''
  const rows = sorted.slice(0, attributesMax).map(([attribute, count]) => [attribute, toCount(count)])
  const more = sorted.length - rows.length
  const rest = more === 0 ? '' : paint.dim(`… and ${countOf(more, 'more attribute')}; --json lists all.\n`)
  const titles = [
    { title: 'Changed attribute', shrinks: true },
    { title: 'People', align: 'right' as const },
  ]
  return `\n${renderTable(titles, rows, { width: columns, paint })}${rest}`
}

function renderFailure(
  { code, count, examples }: SimulationReport['failures'][number],
  findLine: FindLine,
  { columns, paint }: Screen,
): string {
  const reason = examples[0]?.error?.reason ?? ''
  const hint = findHint(code, reason) ?? examples[0]?.error?.recommendedAction ?? null
  const remedy = hint === null ? '' : `${paint.cyan(`→ ${toPrintable(hint)}`)}\n`
  const rows = examples.map((record): Cell[] => {
    const details = record.error?.additionalDetails ?? null
    const why = `${record.error?.reason ?? ''}${details === null ? '' : ` (${details})`}`
    return [lineOf(record, findLine), record.externalId || '–', why]
  })
  const more = count - rows.length
  const rest = more <= 0 ? '' : paint.dim(`… and ${toCount(more)} more.\n`)
  const titles = [
    { title: 'Line', align: 'right' as const },
    { title: 'externalId', shrinks: true },
    { title: 'Reason', shrinks: true },
  ]
  const heading = paint.bold(paint.red(`Would fail: ${toPrintable(code)} (${toCount(count)})`))
  return `\n${heading}\n${remedy}${renderTable(titles, rows, { width: columns, paint })}${rest}`
}

function renderConflicts({ conflicts }: SimulationReport, { columns, paint }: Screen): string {
  if (conflicts.length === 0) return ''
  const rows = conflicts
    .slice(0, conflictsMax)
    .map(({ attribute, value, externalIds }) => [attribute, value, externalIds.join(', ')])
  const titles = ['Attribute', 'Value', 'Claimed by'].map((title) => ({ title, shrinks: true }))
  const heading = paint.bold(paint.yellow(`Claimed more than once (${toCount(conflicts.length)})`))
  return `\n${heading}\n${renderTable(titles, rows, { width: columns, paint })}`
}

function renderKind(
  kind: ShownKind,
  { details, counts }: SimulationReport,
  { findLine, screen }: { readonly findLine: FindLine; readonly screen: Screen },
): string {
  const records = details[kind] ?? []
  if (records.length === 0) return ''
  const { columns, paint } = screen
  const [heading, colour] = headings[kind]
  const shown = records.slice(0, recordsPerKindMax)
  const titles = [
    { title: 'Line', align: 'right' as const },
    { title: 'externalId', shrinks: true },
    { title: 'Name', shrinks: true },
    { title: 'Attribute', shrinks: true },
    { title: 'Now', shrinks: true },
    { title: 'Then', shrinks: true },
  ]
  const rows = shown.flatMap((record) => toRows(record, findLine))
  const { success = 0, warning = 0, skipped = 0 } = counts[actionOf[kind]] ?? {}
  const total = Math.max(success + warning + (kind === 'held' ? skipped : 0), records.length)
  const first = total > shown.length ? `, the first ${shown.length}` : ''
  const title = paint.bold(paint[colour](`${heading} (${toCount(total)})${first}`))
  return `\n${title}\n${renderTable(titles, rows, { width: columns, paint })}`
}

/** The person in the first row, a change in each. */
function toRows(record: SimulatedRecord, findLine: FindLine): Cell[][] {
  const { externalId, displayName, changes } = record
  const person: Cell[] = [lineOf(record, findLine), externalId || '–', displayName ?? '']
  const shown = changes.slice(0, changesPerRecordMax).map(toCells)
  const more = changes.length - shown.length
  if (more > 0) shown.push([{ text: `… and ${more} more`, paint: 'dim' }, '', ''])
  if (shown.length === 0) return [person]
  return shown.map((cells, index) => [...(index === 0 ? person : ['', '', '']), ...cells])
}

function toCells({ attribute, oldValue, newValue }: SimulatedChange): Cell[] {
  return [attribute, toDisplayText(oldValue) ?? '–', toDisplayText(newValue) ?? '–']
}

function lineOf(record: SimulatedRecord, findLine: FindLine): string {
  return String(findLine(record) ?? '–')
}
