import type { PaintName } from '../colour.ts'
import { isJsonObject, type JsonObject, listAt, textAt } from '../json-value.ts'
import type { Screen } from '../terminal.ts'

const headings = [
  ['mappings', 'Mappings'],
  ['scope', 'Scope'],
  ['attributes', 'Attributes'],
  ['other', 'Other'],
] as const

const signs: Readonly<Record<string, readonly [sign: string, colour: PaintName]>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
}

/** What differs, old and new below each other; empty when nothing does. */
export function renderDiff(diff: JsonObject, { paint }: Screen): string {
  return headings
    .flatMap(([member, heading]) => {
      const differences = listAt(diff, member).filter(isJsonObject)
      return differences.length === 0
        ? []
        : [paint.bold(heading), ...differences.flatMap((item) => toLines(item, paint))]
    })
    .map((line) => `${line}\n`)
    .join('')
}

function toLines(item: JsonObject, paint: Screen['paint']): readonly string[] {
  const [sign, colour] = signs[textAt(item, 'change') ?? ''] ?? ['?', 'dim']
  const [before, after] = [textAt(item, 'before'), textAt(item, 'after')]
  const settings = listAt(item, 'settings')
    .filter(isJsonObject)
    .map((setting) => `      ${textAt(setting, 'name')}: ${textAt(setting, 'before')} → ${textAt(setting, 'after')}`)
  const values = before === after ? [] : [before, after]
  return [
    `  ${paint[colour](`${sign} ${textAt(item, 'name') ?? ''}`)}`,
    ...values.flatMap((value, index) =>
      value === undefined || value === '' ? [] : [`      ${index === 0 ? paint.red('-') : paint.green('+')} ${value}`],
    ),
    ...settings,
  ]
}
