import { isJsonObject, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json-value.ts'
import { type Cell, renderTable } from '../table.ts'
import type { Screen } from '../terminal.ts'

const columns = [
  { title: 'Target attribute' },
  { title: 'Source', shrinks: true },
  { title: 'Flows' },
  { title: 'Match' },
  { title: 'Default' },
] as const

/** The object mappings of a schema, one line per attribute. */
export function renderSchema(schema: JsonObject, { columns: width, paint }: Screen): string {
  return listAt(schema, 'synchronizationRules')
    .flatMap((rule) =>
      listAt(rule, 'objectMappings')
        .filter(isJsonObject)
        .map((mapping) => {
          const from = textAt(rule, 'sourceDirectoryName')
          const to = textAt(rule, 'targetDirectoryName')
          const off = mapping.enabled === false ? ' (switched off)' : ''
          const heading = `${from} → ${to}: ${textAt(mapping, 'flowTypes')}${off}; schema ${textAt(schema, 'version')}`
          const rows = listAt(mapping, 'attributeMappings').map(toRow)
          return `${paint.bold(heading)}\n${renderScope(mapping)}${renderTable(columns, rows, { width, paint })}`
        }),
    )
    .join('\n')
}

function toRow(mapping: unknown): Cell[] {
  const priority = numberAt(mapping, 'matchingPriority') ?? 0
  return [
    textAt(mapping, 'targetAttributeName') ?? '',
    textAt(objectAt(mapping, 'source'), 'expression') ?? '',
    textAt(mapping, 'flowType') ?? '',
    priority > 0 ? String(priority) : '',
    textAt(mapping, 'defaultValue') ?? '',
  ]
}

function renderScope(mapping: JsonObject): string {
  const groups = listAt(objectAt(mapping, 'scope'), 'groups')
  if (groups.length === 0) return 'Scope: everybody\n'
  return groups
    .map(
      (group, index) =>
        `${index === 0 ? 'Scope:' : '   or:'} ${listAt(group, 'clauses').map(toClauseText).join(' and ')}\n`,
    )
    .join('')
}

function toClauseText(clause: unknown): string {
  const values = listAt(objectAt(clause, 'targetOperand'), 'values').map((value) => `'${String(value)}'`)
  return [textAt(clause, 'sourceOperandName'), textAt(clause, 'operatorName'), values.join(', ')].join(' ').trim()
}
