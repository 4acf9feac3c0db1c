import type { Example, MappingFunction } from '../../src/expression/function.ts'
import { functions } from '../../src/expression/functions/index.ts'
import type { Param } from '../../src/expression/param.ts'
import { functionGroups } from './function-groups.ts'
import { code, type Page, table } from './page.ts'

export function mappingFunctionsPage(): Page {
  const sorted = [...functions].sort((left, right) => left.name.localeCompare(right.name, 'en'))
  const text = `# Mapping functions

Every function that an attribute mapping may call, ${functions.length} of them. How expressions are written, what becomes of missing
values and how dates come true by themselves is in [Write mapping expressions](../guides/write-expressions.md).

Functions whose names begin with \`X.\` are Entrain's own. The examples are run as tests; they see the attributes named beside
them, a tenant whose default domain is \`fabrikam.example\`, a lookup table \`offices\` in which \`Oslo\` is \`OSL-1\`, and a clock
that shows 2026-07-30 15:33:38 UTC.

${table(['Purpose', 'Functions'], groupRows(sorted))}
${table(['Type', 'What a parameter of it takes'], typeRows)}
${sorted.map(toSection).join('\n')}`
  return { name: 'mapping-functions', source: 'src/expression/functions', text }
}

const typeRows: readonly (readonly [string, string])[] = [
  [
    'text',
    'Any value as a text; of several values the first. True and False for truth values, dates as `7/30/2026 3:33:38 PM`.',
  ],
  ['integer, number', 'A number, also as a text. Anything else fails the person.'],
  ['integer64', 'A whole number of 64 bits, also as a text or in hexadecimal, `&HF7`.'],
  [
    'date',
    'A date of another function, or a text: ISO 8601 with or without time and offset, `7/30/2026`, `16 Mar 2020`.',
  ],
  ['list', 'All values of an attribute; a single value counts as one.'],
  ['condition', 'A comparison such as `[a] = "b"`, or a value that is True, or a number other than zero.'],
  ['any', 'The value as it is.'],
  ['table', 'The name of a lookup table of the schema, as a text constant.'],
]

function groupRows(sorted: readonly MappingFunction[]): readonly (readonly [string, string])[] {
  const grouped = new Set(functionGroups.flatMap(([, names]) => names.split(' ')))
  const others = sorted.map(({ name }) => name).filter((name) => !grouped.has(name))
  for (const name of grouped) {
    if (!sorted.some((definition) => definition.name === name)) throw new Error(`There is no function ${name}`)
  }
  const rows = functionGroups.map(([title, names]): [string, string] => [title, links(names.split(' '))])
  return others.length === 0 ? rows : [...rows, ['App roles and others', links(others)]]
}

function links(names: readonly string[]): string {
  return names.map((name) => `[${name}](#${name.toLowerCase().replaceAll('.', '')})`).join(' · ')
}

function toSection(definition: MappingFunction): string {
  const { name, params, returns, doc, examples } = definition
  const signature = `${name}(${signatureOf(params)}) → ${returns}`
  const rows = examples.map(([expression, result, attributes]) => [
    code(expression),
    Object.entries(attributes ?? {})
      .map(toAttribute)
      .join('<br>'),
    toResult(result),
  ])
  const withAttributes = rows.some(([, attributes]) => attributes !== '')
  const examplesTable = withAttributes
    ? table(['Expression', 'With', 'Result'], rows)
    : table(
        ['Expression', 'Result'],
        rows.map(([expression = '', , result = '']) => [expression, result]),
      )
  const remarks = remarksOf(definition).map((remark) => `${remark}\n\n`)
  return `## ${name}\n\n${code(signature)}\n\n${doc}\n\n${remarks.join('')}${paramsTable(params)}${examplesTable}`
}

/** Parameters that may be left out stand in brackets; `…` after those that may be given any number of times. */
function signatureOf(params: readonly Param[]): string {
  const names = params.map(({ name, required, repeating }) => (required || repeating ? name : `[${name}]`))
  return [...names, ...(params.some(({ repeating }) => repeating) ? ['…'] : [])].join(', ')
}

function paramsTable(params: readonly Param[]): string {
  if (params.length === 0) return ''
  const rows = params.map(({ name, type, required, repeating }) => [code(name), type, presenceOf(required, repeating)])
  return `${table(['Parameter', 'Type', ''], rows)}\n`
}

function presenceOf(required: boolean, repeating: boolean): string {
  if (repeating) return required ? 'any number' : 'any number, may be empty'
  return required ? 'required' : 'optional'
}

function toAttribute([name, value]: readonly [string, unknown]): string {
  return value === null ? `${code(name)} is Null` : code(`${name} = ${JSON.stringify(value)}`)
}

function toResult(result: Example[1]): string {
  if (result === null) return 'Null'
  if (typeof result === 'string')
    return result === '' ? 'empty text' : code(result.trim() === result ? result : JSON.stringify(result))
  return 'kind' in result ? toOrderName(result.kind) : result.map(code).join(', ')
}

function toOrderName(kind: 'ignoreAttributeFlow' | 'ignoreObjectFlow'): string {
  return code(kind === 'ignoreObjectFlow' ? 'IgnoreObjectFlow' : 'IgnoreAttributeFlow')
}

function remarksOf({ varies, redacts, outermost }: MappingFunction): string[] {
  return [
    ...(varies === true ? ['Two evaluations for the same person may differ.'] : []),
    ...(redacts === true ? ['The result is kept out of the provisioning log.'] : []),
    ...(outermost === 'alone' ? ['Must be the outermost function of its expression.'] : []),
  ]
}
