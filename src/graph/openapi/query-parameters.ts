import type { GraphVersion } from '../model/definition.ts'
import { findType, isIn, navigationOf, propertiesOf } from '../model/find-type.ts'
import type { AnswerOf } from './row-types.ts'

const text = { type: 'string' }
const whole = { type: 'integer', minimum: 1 }

/** Parameters that routes share, by the name they are referred to. */
export const sharedParameters = {
  select: option('$select', 'Names of the properties to send, separated by commas.'),
  filter: option('$filter', 'Which objects: comparisons joined with and, or, not.'),
  orderby: option('$orderby', 'A property to order by, and asc or desc.'),
  search: option('$search', 'Clauses such as "displayName:sales", joined with AND, OR. Needs ConsistencyLevel.'),
  expand: option('$expand', 'One link whose other end is sent along.'),
  top: option('$top', 'Size of a page.', whole),
  skiptoken: option('$skiptoken', 'Where a page begins; only from @odata.nextLink.'),
  count: option('$count', 'Send the number of all matches. Needs ConsistencyLevel.', { type: 'boolean' }),
  consistencyLevel: {
    name: 'ConsistencyLevel',
    in: 'header',
    description: 'Opens advanced queries, together with $count.',
    schema: { type: 'string', enum: ['eventual'] },
  },
} as const

type SharedParameter = keyof typeof sharedParameters

/** The query options that make sense with an answer. */
export function toQueryParameters(answer: AnswerOf, version: GraphVersion): readonly object[] {
  return namesFor(answer, version).map((name) => ({ $ref: `#/components/parameters/${name}` }))
}

function namesFor(answer: AnswerOf, version: GraphVersion): readonly SharedParameter[] {
  if (answer.kind === 'count') return ['filter', 'search', 'consistencyLevel']
  if (answer.kind !== 'entity' && answer.kind !== 'collection') return []
  const type = findType(answer.type)
  if (type?.kind !== 'entity' || !isIn(type, version)) return []
  const properties = propertiesOf(type, version)
  const expands: readonly SharedParameter[] = navigationOf(type, version).some(({ expandable }) => expandable)
    ? ['expand']
    : []
  if (answer.kind === 'entity') return ['select', ...expands]
  if (answer.isDelta) return ['select', 'filter']
  return [
    'select',
    ...(properties.some(({ filter }) => filter) ? (['filter'] as const) : []),
    ...(properties.some(({ orderby }) => orderby) ? (['orderby'] as const) : []),
    ...(properties.some(({ search }) => search) ? (['search'] as const) : []),
    ...expands,
    'top',
    'skiptoken',
    'count',
    'consistencyLevel',
  ]
}

function option(name: string, description: string, schema: object = text) {
  return { name, in: 'query', description, schema } as const
}
