import { findType } from '../../src/graph/model/find-type.ts'
import { type AnswerOf, answerOf, type BodyOf, bodyOf } from '../../src/graph/openapi/row-types.ts'
import { routeTable } from '../../src/graph/route-table/index.ts'
import { toTypeScript, typeName } from './types-file.ts'

const head = `import type * as graph from './types.ts'

/** One page of a collection. */
export interface Collection<Item> {
  readonly '@odata.context'?: string
  readonly '@odata.count'?: number
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
  readonly value: readonly Item[]
}

/** Names the object at the other end of a link. */
export interface Reference {
  readonly '@odata.id': string
}

/** An object that the model does not describe. */
type Json = Readonly<Record<string, unknown>>

`

/** TypeScript of what every route takes and answers. */
export function routesFile(): string {
  const lines = routeTable.map((row) => {
    const body = toBody(bodyOf(row, 'v1.0'))
    return `  readonly '${row.method} ${row.path}': { readonly body: ${body}; readonly answer: ${toAnswer(answerOf(row))} }`
  })
  return `${head}/** Every route, by method and path. */\nexport interface GraphRoutes {\n${lines.join('\n')}\n}\n`
}

function toAnswer(answer: AnswerOf): string {
  switch (answer.kind) {
    case 'none':
      return 'undefined'
    case 'count':
      return 'number'
    case 'reference':
      return 'Reference'
    case 'document':
      return 'unknown'
    case 'entity':
      return named(answer.type)
    case 'collection':
      return `Collection<${named(answer.type)}>`
    case 'value':
      return `{ readonly value: ${toTypeScript({ type: answer.type, nullable: false })} }`
  }
}

function toBody(body: BodyOf): string {
  switch (body.kind) {
    case 'none':
      return 'undefined'
    case 'bulkRequest':
    case 'object':
      return 'Json'
    case 'reference':
      return 'Reference'
    case 'type':
      return named(body.type)
    case 'parameters': {
      const members = body.operation.parameters.map((value) => {
        return `readonly ${value.name}${value.nullable === false ? '' : '?'}: ${toTypeScript(value).replaceAll(/\b[A-Z]\w+/g, 'graph.$&')}`
      })
      return `{ ${members.join('; ')} }`
    }
  }
}

function named(type: string): string {
  if (type.startsWith('Edm.')) return toTypeScript({ type, nullable: false })
  return findType(type) === undefined ? 'Json' : `graph.${typeName(type)}`
}
