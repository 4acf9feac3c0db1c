import type { SynchronizationSchema } from '../model/synchronization-schema.ts'
import type { LookupTables } from './call-site.ts'

/** The lookup tables of a schema, ready for X.Lookup. Of two entries with the same key the first one counts. */
export function lookupTablesOf({ lookupTables = [] }: Pick<SynchronizationSchema, 'lookupTables'>): LookupTables {
  return new Map(
    lookupTables.map(({ name, entries }) => [
      name,
      new Map(entries.toReversed().map(({ key, value }) => [key, value])),
    ]),
  )
}
