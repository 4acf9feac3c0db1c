import type { KeyValue } from '../../model/synchronization-schema.ts'
import type { ObjectReader } from './object-reader.ts'

/** Reads `[{ key, value }, …]`, the shape of metadata and of the entries of a lookup table. */
export function readKeyValues(reader: ObjectReader, name: string): readonly KeyValue[] {
  return reader.list(name, (item) => ({ key: item.text('key'), value: item.text('value') }))
}
