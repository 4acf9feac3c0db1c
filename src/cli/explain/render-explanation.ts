import { countOf } from '../count-text.ts'
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../json-value.ts'
import { tellOutcome } from '../logs/log-row.ts'
import { renderTable } from '../table.ts'
import { padText, textWidth, toPrintable, truncateText } from '../text-width.ts'
import { toLocalTime } from '../time-text.ts'
import { flattenRecord } from './flatten-record.ts'
import { type Canvas, headingCells, indent, paragraph, section, shortenNames, toValueText } from './layout.ts'
import { renderMappings } from './mapping-table.ts'
import { renderTraces } from './render-trace.ts'
import { tellWaiting } from './render-waiting.ts'

/** The trail of one person as a page of text, from the received bytes to the write. No line is longer than the canvas. */
export function renderExplanation(told: JsonObject, canvas: Canvas): string {
  const evaluation = objectAt(told, 'evaluation')
  const mappings = listAt(evaluation, 'mappings').filter(isJsonObject)
  const traces = renderTraces(mappings, canvas)
  const lines = [
    ...renderTitle(told, canvas),
    ...renderReceived(told, canvas),
    ...renderScope(told, canvas),
    ...renderMatch(objectAt(evaluation, 'match'), canvas),
    section('Mapping', '', canvas),
    ...renderMappings(mappings, canvas),
    ...(traces.length === 0 ? [] : [section('Trace', '', canvas), ...traces]),
    ...renderOutcome(evaluation, canvas),
    ...renderHistory(listAt(told, 'history').filter(isJsonObject), canvas),
    ...renderWaiting(told, canvas),
  ]
  return `${lines.join('\n')}\n`
}

function renderTitle(told: JsonObject, { width, paint }: Canvas): string[] {
  const data = objectAt(told, 'merged') ?? objectAt(objectAt(told, 'received'), 'data')
  const name = [textAt(told, 'id'), textAt(data, 'displayName')].filter(Boolean).join('  ')
  return [paint.bold(truncateText(toPrintable(name), width))]
}

const nameCellsMax = 44

function renderReceived(told: JsonObject, canvas: Canvas): string[] {
  const received = objectAt(told, 'received')
  const merged = objectAt(told, 'merged')
  if (received === undefined) return [section('Received', 'the upload is gone', canvas)]
  const at = toLocalTime(textAt(received, 'receivedDateTime'))
  const place = `bulkId ${textAt(received, 'bulkId')} of upload ${textAt(received, 'uploadId')}`
  return [
    section('Received', truncateText(toPrintable(`${at}, ${place}`), canvas.width - headingCells), canvas),
    ...renderValues(objectAt(received, 'data') ?? {}, canvas),
    ...(merged === undefined
      ? []
      : [section('Merged', 'with what the person sent before', canvas), ...renderValues(merged, canvas)]),
  ]
}

function renderValues(data: JsonObject, canvas: Canvas): string[] {
  const values = flattenRecord(data).map(({ name, value }) => ({
    name: truncateText(toPrintable(shortenNames(name)), nameCellsMax),
    text: toPrintable(value === null ? 'null' : value === '' ? '""' : toValueText(value)),
  }))
  const cells = values.reduce((most, { name }) => Math.max(most, textWidth(name)), 0)
  return values.map(({ name, text }) => {
    const left = `${indent}${padText(name, cells)}${indent}`
    return left + truncateText(text, canvas.width - textWidth(left))
  })
}

function renderScope(told: JsonObject, canvas: Canvas): string[] {
  const scope = objectAt(objectAt(told, 'evaluation'), 'scope')
  const clauses = listAt(scope, 'clauses').filter(isJsonObject)
  const { paint } = canvas
  const verdict =
    told.isAbsent === true
      ? paint.yellow('no longer in the source')
      : scope?.inScope === true
        ? paint.green(clauses.length === 0 ? 'in scope: the job takes everybody' : 'in scope')
        : paint.yellow('not in scope')
  const lines = clauses.map((clause) => {
    const mark = clause.holds === true ? paint.green('✔') : paint.red('✖')
    const text = toPrintable(shortenNames(textAt(clause, 'clause') ?? ''))
    return `${indent}${mark} ${truncateText(text, canvas.width - indent.length - 2)}`
  })
  return [section('Scope', verdict, canvas), ...lines]
}

function renderMatch(match: JsonObject | undefined, canvas: Canvas): string[] {
  const target = [textAt(match, 'displayName'), textAt(match, 'targetId')].filter(Boolean).join(', ')
  const by = `${textAt(match, 'attribute')} = ${textAt(match, 'value')}`
  const vain = listAt(match, 'inVain').map((tried) => `${textAt(tried, 'attribute')} = ${textAt(tried, 'value')}`)
  const after = vain.length === 0 ? [] : paragraph(`nobody had ${vain.join(', ')}`, canvas)
  const { paint } = canvas
  switch (textAt(match, 'kind')) {
    case 'link':
      return [section('Match', paint.green('linked'), canvas), ...paragraph(target, canvas)]
    case 'matched':
      return [section('Match', paint.green('found'), canvas), ...paragraph(`${target} by ${by}`, canvas), ...after]
    case 'ambiguous':
      return [
        section('Match', paint.red('more than one'), canvas),
        ...paragraph(`several have ${by}`, canvas),
        ...after,
      ]
    default:
      return [section('Match', 'nobody in the directory', canvas)]
  }
}

function renderOutcome(evaluation: JsonObject | undefined, canvas: Canvas): string[] {
  const mappings = listAt(evaluation, 'mappings').filter(isJsonObject)
  const outcome = objectAt(evaluation, 'outcome')
  const until = textAt(evaluation, 'holdsUntilDateTime')
  const advice = textAt(outcome, 'recommendedAction')
  const details = shortenNames(textAt(outcome, 'additionalDetails') ?? '')
  const code = textAt(outcome, 'errorCode')
  const reason = [code, textAt(outcome, 'reason')].filter(Boolean).join(': ')
  const isQuiet = code === undefined || code === 'RedundantExport'
  return [
    section('Outcome', verdictOf(outcome, canvas), canvas),
    ...tellChanges(outcome, mappings).flatMap(([text, depth]) => paragraph(text, canvas, depth)),
    ...(isQuiet ? [] : paragraph(details === '' ? reason : `${reason} (${details})`, canvas)),
    ...(isQuiet || advice === undefined ? [] : paragraph(advice, canvas)),
    ...(until === undefined ? [] : paragraph(`This holds until ${toLocalTime(until)}.`, canvas)),
  ]
}

/** Each change in full, and the mapping that it comes from: the table has cut them. */
function tellChanges(
  outcome: JsonObject | undefined,
  mappings: readonly JsonObject[],
): (readonly [text: string, depth: number])[] {
  const isNew = textAt(outcome, 'action') === 'create'
  return listAt(outcome, 'changes')
    .filter(isJsonObject)
    .flatMap((change) => {
      const attribute = textAt(change, 'attribute') ?? ''
      const to = toValueText(change.newValue)
      const from = isNew ? '' : `${toValueText(change.oldValue)} → `
      const mapping = mappings.find((each) => textAt(each, 'attribute') === attribute && each.changes === true)
      const expression = shortenNames(textAt(mapping, 'expression') ?? '')
      const origin = isNew || expression === '' ? [] : [[`by ${expression}`, 2] as const]
      return [[`${attribute}: ${from}${to}`, 1] as const, ...origin]
    })
}

function verdictOf(outcome: JsonObject | undefined, { paint }: Canvas): string {
  const count = countOf(listAt(outcome, 'changes').length, 'value')
  if (textAt(outcome, 'status') === 'failure') return paint.red('would fail')
  if (textAt(outcome, 'errorCode') === 'RedundantExport')
    return paint.green('nothing to do: the record and the directory agree')
  switch (textAt(outcome, 'action')) {
    case 'create':
      return paint.yellow(`would be created with ${count}`)
    case 'update':
      return paint.yellow(`${count} would be written`)
    case 'disable':
      return paint.yellow('would be disabled')
    case 'delete':
      return paint.yellow('would be deleted')
    default:
      return textAt(outcome, 'status') === 'warning'
        ? paint.yellow('nothing to write; a reference waits')
        : 'would be left alone'
  }
}

const historyColumns = [
  { title: 'Time' },
  { title: 'Cause' },
  { title: 'Action' },
  { title: 'Result' },
  { title: 'What changed, or why not', shrinks: true },
] as const

function renderHistory(entries: readonly JsonObject[], canvas: Canvas): string[] {
  if (entries.length === 0) return [section('History', 'no log entries', canvas)]
  const rows = entries.map((entry) => [
    toLocalTime(textAt(entry, 'activityDateTime')),
    textAt(entry, 'cause') ?? '',
    textAt(entry, 'provisioningAction') ?? '',
    textAt(objectAt(entry, 'provisioningStatusInfo'), 'status') ?? '',
    tellOutcome(entry),
  ])
  const table = renderTable(historyColumns, rows, { width: canvas.width - indent.length, paint: canvas.paint })
  return [
    section('History', '', canvas),
    ...table
      .trimEnd()
      .split('\n')
      .map((line) => indent + line),
  ]
}

function renderWaiting(told: JsonObject, canvas: Canvas): string[] {
  const sentences = tellWaiting(objectAt(told, 'waiting'))
  if (sentences.length === 0) return [section('Waits', 'nothing', canvas)]
  return [section('Waits', '', canvas), ...sentences.flatMap((sentence) => paragraph(sentence, canvas))]
}
