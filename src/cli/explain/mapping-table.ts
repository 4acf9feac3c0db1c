import { countOf } from '../count-text.ts'
import { isJsonObject, type JsonObject, listAt, textAt } from '../json-value.ts'
import { type Cell, type Column, renderTable } from '../table.ts'
import { type Canvas, indent, paragraph, shortenNames, toValueText } from './layout.ts'

const columns: readonly Column[] = [
  { title: 'Attribute', shrinks: true },
  { title: 'Expression', shrinks: true },
  { title: 'Inputs', shrinks: true },
  { title: 'Wanted', shrinks: true },
  { title: 'Directory', shrinks: true },
  { title: 'Will change?' },
]

/** What every mapping makes of the record; those that have nothing to say are only counted and named. */
export function renderMappings(mappings: readonly JsonObject[], canvas: Canvas): string[] {
  const telling = mappings.filter((mapping) => !isSilent(mapping))
  const silent = mappings.filter(isSilent)
  const ordered = [...telling].sort((a, b) => Number(b.changes === true) - Number(a.changes === true))
  const lines: string[] = []
  if (ordered.length > 0) {
    const width = canvas.width - indent.length
    const table = renderTable(columns, ordered.map(toRow), { width, paint: canvas.paint })
    lines.push(
      ...table
        .trimEnd()
        .split('\n')
        .map((line) => indent + line),
    )
  }
  if (silent.length > 0) {
    const names = silent.map((mapping) => textAt(mapping, 'attribute')).join(', ')
    lines.push(...paragraph(`${countOf(silent.length, 'mapping')} with nothing to say: ${names}`, canvas))
  }
  return lines
}

/** Nothing came, nothing is there, nothing changes. */
function isSilent(mapping: JsonObject): boolean {
  if (mapping.changes === true || textAt(mapping, 'outcome') === 'failed') return false
  const nothing = (value: unknown) => value === null || value === undefined
  const hasInput = listAt(mapping, 'inputs').some((input) => isJsonObject(input) && !nothing(input.value))
  return (
    !hasInput &&
    nothing(mapping.currentValue) &&
    nothing(mapping.wantedValue) &&
    listAt(mapping, 'candidates').length === 0
  )
}

function toRow(mapping: JsonObject): Cell[] {
  return [
    textAt(mapping, 'attribute') ?? '',
    shortenNames(textAt(mapping, 'expression') ?? '–'),
    toInputs(mapping),
    toWanted(mapping),
    toValueText(mapping.currentValue),
    toVerdict(mapping),
  ]
}

/** Of a mapping that only copies, the expression has named the input. */
function toInputs(mapping: JsonObject): string {
  const inputs = listAt(mapping, 'inputs').filter(isJsonObject)
  const [input] = inputs
  if (input === undefined) return '–'
  if (inputs.length === 1 && textAt(mapping, 'expression') === `[${textAt(input, 'name')}]`) return toInputValue(input)
  return inputs.map((each) => `${shortenNames(textAt(each, 'name') ?? '')}=${toInputValue(each)}`).join(', ')
}

function toInputValue(input: JsonObject): string {
  return input.isPresent === true ? toValueText(input.value) : 'not sent'
}

function toWanted(mapping: JsonObject): Cell {
  switch (textAt(mapping, 'outcome')) {
    case 'failed':
      return { text: 'fails', paint: 'red' }
    case 'leftOut':
      return 'left out'
    case 'ignoresObject':
      return 'leave person alone'
    case 'candidates':
      return `first free of ${listAt(mapping, 'candidates').map(toValueText).join(', ')}`
    default:
      return toValueText(mapping.wantedValue)
  }
}

const reasons: Readonly<Record<string, string>> = {
  noOperation: 'no',
  noValue: 'no value',
  sameValue: 'same',
  onlyOnCreate: 'only on create',
  keepsValue: 'keeps value',
  inputsAbsent: 'not sent',
  unresolvedReference: 'waits',
}

function toVerdict(mapping: JsonObject): Cell {
  if (mapping.changes === true) return { text: 'yes', paint: 'yellow' }
  return { text: reasons[textAt(mapping, 'whyUnchanged') ?? ''] ?? 'no', paint: 'dim' }
}
