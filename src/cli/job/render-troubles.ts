import { countOf } from '../count-text.ts'
import { type JsonObject, listAt, numberAt, objectAt, textAt } from '../json-value.ts'
import { drawProgress } from '../progress-bar.ts'
import type { Screen } from '../terminal.ts'
import { toLocalTime } from '../time-text.ts'

const barWidthMax = 100

/** What a job's table cannot say: why it rests and what to do about it, who waits, how far an evaluation is. */
export function renderTroubles(job: JsonObject, screen: Pick<Screen, 'paint' | 'columns'>): string {
  const lines = [...quarantineLines(job, screen), ...waitingLines(job), ...progressLines(job, screen)]
  return lines.map((line) => `${line}\n`).join('')
}

const remedies: Readonly<Record<string, string>> = {
  TooManyDeletes: 'Look with "entrain job deletes"; then --allow or --reject, or correct the source and restart.',
  EncounteredQuarantineException: 'Correct what the message names, then "entrain job start".',
}
const remedyOfFailures = 'See why with "entrain logs --status failure"; correct it, then "entrain job start".'

function quarantineLines(job: JsonObject, { paint }: Pick<Screen, 'paint'>): string[] {
  const quarantine = objectAt(objectAt(job, 'status'), 'quarantine')
  if (quarantine === undefined) return []
  const reason = textAt(quarantine, 'reason') ?? 'unknown reason'
  const detail = textAt(objectAt(quarantine, 'error'), 'message')
  const isDisabled = textAt(objectAt(job, 'schedule'), 'state') === 'Disabled'
  const next = isDisabled
    ? 'The job is disabled: it rested for too long.'
    : `Next attempt ${toLocalTime(textAt(quarantine, 'nextAttempt'))}.`
  return [
    `${paint.red('Quarantine')} of ${textAt(job, 'id')}: ${reason}${detail === undefined ? '' : `: ${detail}`}`,
    `  ${next} ${remedies[reason] ?? remedyOfFailures}`,
  ]
}

function waitingLines(job: JsonObject): string[] {
  const waiting = objectAt(job, 'waiting')
  const escrowed = numberAt(waiting, 'escrowed') ?? 0
  const staged = numberAt(waiting, 'staged') ?? 0
  return [
    ...(escrowed === 0
      ? []
      : [`${countOf(escrowed, 'person', 'people')} failed and will be tried again: "entrain logs --status failure".`]),
    ...(staged === 0 ? [] : [`${countOf(staged, 'staged delete')} to decide about: "entrain job deletes".`]),
  ]
}

function progressLines(job: JsonObject, { paint, columns }: Pick<Screen, 'paint' | 'columns'>): string[] {
  return listAt(objectAt(job, 'status'), 'progress').map((progress) => {
    const [done, total] = [numberAt(progress, 'completedUnits') ?? 0, numberAt(progress, 'totalUnits') ?? 0]
    if (total === 0) return 'Everybody is about to be looked at again.'
    const title = 'Looking at everybody again'
    const width = Math.min(columns, barWidthMax)
    const { before, filled, rest, after } = drawProgress({ title, done, total, note: '', width })
    return `${before}${paint.cyan(filled)}${paint.dim(rest)}${after}`
  })
}
