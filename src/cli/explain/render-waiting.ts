import { countOf } from '../count-text.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json-value.ts'
import { toLocalTime } from '../time-text.ts'

/** One sentence for each thing that will happen without anybody doing something, or that waits for somebody. */
export function tellWaiting(waiting: JsonObject | undefined): string[] {
  const retry = objectAt(waiting, 'retry')
  const date = objectAt(waiting, 'date')
  return [
    ...(retry === undefined ? [] : [tellRetry(retry)]),
    ...(date === undefined ? [] : [`${toLocalTime(textAt(date, 'at'))}: ${textAt(date, 'reason') ?? ''}`]),
    ...listAt(waiting, 'held').filter(isJsonObject).map(tellHeld),
    ...listAt(waiting, 'references').map(
      (reference) =>
        `${textAt(reference, 'attribute')} waits for '${textAt(reference, 'externalId')}', whom this job does not know yet.`,
    ),
  ]
}

function tellRetry(retry: JsonObject): string {
  const attempts = countOf(numberAt(retry, 'attempts') ?? 1, 'failure')
  const since = toLocalTime(textAt(retry, 'since'))
  return `${attempts} since ${since}; tried again at ${toLocalTime(textAt(retry, 'nextAttempt'))}, or as soon as a newer record comes.`
}

function tellHeld(held: JsonObject): string {
  const what =
    held.isAbsence === true
      ? 'That the source no longer has the person is held back.'
      : `The record of upload ${textAt(held, 'uploadId') ?? '(gone)'} is held back.`
  return `${what} ${textAt(held, 'reason') ?? ''}`
}
