import { countOf } from '../count-text.ts'
import type { Screen } from '../terminal.ts'
import type { Step } from './plan.ts'

const marks = { add: ['+', 'green'], change: ['~', 'yellow'], remove: ['-', 'red'] } as const
/** Characters of a value in a line about a change. */
const valueCharsMax = 60
const differencesMax = 20

/** What would be done, application by application. */
export function renderPlan(steps: readonly Step[], { paint }: Pick<Screen, 'paint'>): string {
  const lines: string[] = []
  let application: string | undefined
  for (const step of steps) {
    if (step.application !== application) lines.push(`${lines.length === 0 ? '' : '\n'}${paint.bold(step.application)}`)
    application = step.application
    lines.push(...renderStep(step, paint))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function renderStep({ kind, what, differences }: Step, paint: Screen['paint']): readonly string[] {
  const [mark, colour] = marks[kind]
  const shown = differences.slice(0, differencesMax).map(({ property, before, after }) => {
    const change = before === '…' ? 'differs' : `${toText(before)} → ${toText(after)}`
    return `      ${paint.dim(property)}  ${change}`
  })
  const more = differences.length - shown.length
  return [`  ${paint[colour](mark)} ${what}`, ...shown, ...(more > 0 ? [`      and ${more} more`] : [])]
}

function toText(value: unknown): string {
  const text = toWords(value)
  return text.length > valueCharsMax ? `${text.slice(0, valueCharsMax)}…` : text
}

function toWords(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string')
  return isList ? value.join(', ') || '–' : JSON.stringify(value)
}

export function summarize(steps: readonly Step[]): string {
  if (steps.length === 0) return 'Nothing to do: the tenant is as declared.'
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
  return `${countOf(count('add'), 'addition', 'additions')}, ${countOf(count('change'), 'change', 'changes')}, ${countOf(count('remove'), 'removal', 'removals')}.`
}
