import { defineAttribute } from '../model/define-attribute.ts'
import type { DataReader, ReadableRecord, SourceAttribute } from './source-attribute.ts'

/** A pseudo attribute of every source; it needs no declaration (provisioning-engine: "Decision table", notes). */
export const isSoftDeleted = 'IsSoftDeleted'

const definition = defineAttribute(isSoftDeleted, { type: 'Boolean', mutability: 'ReadOnly' })

/** `"True"` for who is gone from the source or inactive there, else `"False"`. */
export function compileIsSoftDeleted(active: DataReader): SourceAttribute {
  const isGone = (record: ReadableRecord): boolean => record.presence === 'absent'
  return {
    definition,
    read: (record) => (isGone(record) || active(record.data) === false ? 'True' : 'False'),
    readData: (data) => (active(data) === false ? 'True' : 'False'),
    // A record that says nothing of `active` has no opinion: it must neither disable nor enable.
    isPresent: (record) => isGone(record) || active(record.data) !== undefined,
    isEnclosurePresent: () => true,
  }
}
