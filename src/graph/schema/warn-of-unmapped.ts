import type { ErrorDetail } from '../../model/error.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { AttributeTally } from '../../sync/schema/attribute-tally.ts'

/** Names that the warning spells out; `schema/undeclaredAttributes` has the rest. */
const namesMax = 10

/** What an upload carries in vain (ours): one warning that counts the attributes which no mapping reads. */
export function warnOfUnmapped(users: readonly JsonObject[], schema: SynchronizationSchema): readonly ErrorDetail[] {
  const tally = new AttributeTally()
  for (const user of users) tally.add(user)
  const { undeclared, unmapped } = tally.compareWith(schema)
  const names = [...undeclared, ...unmapped].map(({ name }) => name)
  if (names.length === 0) return []
  const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : ''
  const message = `${names.length} ${names.length === 1 ? 'attribute' : 'attributes'} not mapped: ${names.slice(0, namesMax).join(', ')}${more}.`
  return [{ code: 'AttributesNotMapped', target: '/Operations', message }]
}
