import type { Example, MappingFunction } from '../../src/expression/function.ts'
import { functions } from '../../src/expression/functions/index.ts'
import type { Param } from '../../src/expression/param.ts'
import { code, type Page, table } from './page.ts'

export function mappingFunctionsPage(): Page {
  const sorted = [...functions].sort((left, right) => left.name.localeCompare(right.name, 'en'))
  const index = sorted.map(({ name }) => `[${name}](#${name.toLowerCase().replaceAll('.', '')})`).join(' · ')
  const text = `# Mapping functions

Every function that an attribute mapping may call. Arguments in brackets are optional, \`…\` stands for as many as you
like. The examples are run as tests. Functions whose names begin with \`X.\` are Entrain's own.

${index}

${sorted.map(toSection).join('\n')}`
  return { name: 'mapping-functions', source: 'src/expression/functions', text }
}

function toSection(definition: MappingFunction): string {
  const { name, params, returns, doc, examples } = definition
  const signature = `${name}(${params.map(toParameter).join(', ')}) → ${returns}`
  const rows = examples.map(([expression, result, attributes]) => [
    code(expression) +
      (attributes === undefined ? '' : ` with ${Object.entries(attributes).map(toAttribute).join(', ')}`),
    toResult(result),
  ])
  const remarks = remarksOf(definition).map((remark) => `${remark}\n\n`)
  return `## ${name}\n\n${code(signature)}\n\n${doc}\n\n${remarks.join('')}${table(['Expression', 'Result'], rows)}`
}

function toParameter({ name, type, required, repeating }: Param): string {
  const text = `${name}: ${type}${repeating ? ' …' : ''}`
  return required ? text : `[${text}]`
}

function toAttribute([name, value]: readonly [string, unknown]): string {
  return code(`${name} = ${JSON.stringify(value)}`)
}

function toResult(result: Example[1]): string {
  if (result === null) return 'Null'
  if (typeof result === 'string') return code(JSON.stringify(result))
  return code(JSON.stringify(result))
}

function remarksOf({ varies, redacts, outermost }: MappingFunction): string[] {
  return [
    ...(varies === true ? ['Two evaluations for the same person may differ.'] : []),
    ...(redacts === true ? ['The result is kept out of the provisioning log.'] : []),
    ...(outermost === 'alone' ? ['Must be the outermost function of its expression.'] : []),
  ]
}
