import type { OperationState } from '../../model/upload.ts'
import { operationStates } from '../../model/upload.ts'
import type { PaintName } from '../colour.ts'
import { toCount } from '../count-text.ts'
import { type Cell, renderTable } from '../table.ts'
import type { Screen } from '../terminal.ts'
import { toPrintable } from '../text-width.ts'
import { countStates, type Problem, type RowOutcome } from './outcome.ts'
import { findHint } from './problem-hints.ts'

const rowsPerGroupMax = 20
/** Codes that say less than the reason beside them. */
const genericCodes: ReadonlySet<string> = new Set(['', 'InternalError', 'InternalServerError'])

const paintOf: Readonly<Partial<Record<OperationState, PaintName>>> = {
  created: 'green',
  updated: 'green',
  disabled: 'yellow',
  deleted: 'yellow',
  failed: 'red',
  purged: 'red',
}

/** The result for people: how many came to which state, then what failed and what deserves attention, grouped by reason. */
export function renderOutcomes(outcomes: readonly RowOutcome[], screen: Screen): string {
  const failed = outcomes.filter(({ state }) => state === 'failed')
  const skipped = outcomes.filter(({ state, problems }) => state === 'skipped' && !problems.every(isUnremarkable))
  const warned = outcomes.filter(
    ({ state, problems }) => state !== 'failed' && state !== 'skipped' && problems.length > 0,
  )
  return [
    renderCounts(outcomes, screen),
    renderGroups(failed, { title: 'Failed', paint: 'red' }, screen),
    renderGroups(skipped, { title: 'Skipped', paint: 'yellow' }, screen),
    renderGroups(warned, { title: 'Written, but', paint: 'yellow' }, screen),
  ].join('')
}

/** Nothing had to be written: that is what most people expect of most rows. */
function isUnremarkable({ code }: Problem): boolean {
  return code === 'RedundantExport'
}

function renderCounts(outcomes: readonly RowOutcome[], { columns, paint }: Screen): string {
  const counts = countStates(outcomes)
  const rows = operationStates
    .filter((state) => counts[state] > 0)
    .map((state): Cell[] => {
      const mark = paintOf[state]
      return [mark === undefined ? state : { text: state, paint: mark }, toCount(counts[state])]
    })
  return renderTable([{ title: 'Outcome' }, { title: 'People', align: 'right' }], rows, { width: columns, paint })
}

interface Group {
  readonly problem: Problem
  readonly rows: { readonly outcome: RowOutcome; readonly problem: Problem }[]
}

/** Rows with the same problem stand together, so that its remedy is said once. */
function groupByProblem(outcomes: readonly RowOutcome[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const outcome of outcomes) {
    const problems = outcome.problems.length > 0 ? outcome.problems : [noReason]
    for (const problem of problems) {
      const code = genericCodes.has(problem.code) ? problem.reason : problem.code
      const key = `${code} ${findHint(problem.code, problem.reason) ?? problem.recommendedAction}`
      const group = groups.get(key) ?? { problem, rows: [] }
      group.rows.push({ outcome, problem })
      groups.set(key, group)
    }
  }
  return [...groups.values()].sort((left, right) => right.rows.length - left.rows.length)
}

const noReason: Problem = {
  code: 'Unknown',
  reason: 'No reason was given.',
  additionalDetails: null,
  recommendedAction: null,
}

function renderGroups(
  outcomes: readonly RowOutcome[],
  { title, paint }: { readonly title: string; readonly paint: PaintName },
  screen: Screen,
): string {
  return groupByProblem(outcomes)
    .map((group) => {
      const { code, reason, recommendedAction } = group.problem
      const heading = screen.paint.bold(
        screen.paint[paint](`${title}: ${toPrintable(genericCodes.has(code) ? reason : code)} (${group.rows.length})`),
      )
      const hint = findHint(code, reason) ?? recommendedAction
      const remedy = hint === null ? '' : `${screen.paint.cyan(`→ ${toPrintable(hint)}`)}\n`
      return `\n${heading}\n${remedy}${renderRows(group, screen)}`
    })
    .join('')
}

function renderRows({ rows }: Group, { columns, paint }: Screen): string {
  const shown = rows.slice(0, rowsPerGroupMax).map(({ outcome, problem }): Cell[] => {
    const details = problem.additionalDetails === null ? '' : ` (${problem.additionalDetails})`
    return [String(outcome.line), outcome.externalId || '–', `${problem.reason}${details}`]
  })
  const titles = [
    { title: 'Line', align: 'right' as const },
    { title: 'externalId', shrinks: true },
    { title: 'Reason', shrinks: true },
  ]
  const more = rows.length - shown.length
  const rest = more === 0 ? '' : paint.dim(`… and ${toCount(more)} more; --json lists all.\n`)
  return renderTable(titles, shown, { width: columns, paint }) + rest
}
