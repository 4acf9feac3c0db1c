import type { MappingFunction } from './function.ts'
import { functions } from './functions/index.ts'

const byName: ReadonlyMap<string, MappingFunction> = new Map(functions.map((row) => [row.name.toLowerCase(), row]))

/** The function of that name, in whatever case it is written. */
export function findFunction(name: string): MappingFunction | undefined {
  return byName.get(name.toLowerCase())
}
