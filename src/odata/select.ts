import { ODataError } from './odata-error.ts'

/** Names as they are spelled, by their lower-case form. */
export type NameTable = ReadonlyMap<string, string>

export function nameTable(names: Iterable<string>): NameTable {
  return new Map([...names].map((name) => [name.toLowerCase(), name]))
}

const selectNamesMax = 1_000

/**
 * Reads `$select`: comma-separated names in any letter case, members of complex values as `a/b`.
 * @returns the names in canonical spelling, each once; undefined for the default set (`*`, or nothing named)
 * @throws ODataError `unknownProperty`, `invalidOption`
 */
export function parseSelect(text: string, known: NameTable, typeName: string): readonly string[] | undefined {
  const written = splitNames(text)
  if (written.includes('*') || written.length === 0) return undefined
  return [...new Set(written.map((name) => known.get(name.toLowerCase()) ?? refuseName(name, typeName)))]
}

/** Splits a list of names at its commas; spaces around names do not count, an empty text is an empty list. */
export function splitNames(text: string): readonly string[] {
  if (text.trim() === '') return []
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('')) throw new ODataError('invalidOption', `A name is missing between the commas of '${text}'.`)
  if (names.length > selectNamesMax) {
    throw new ODataError('invalidOption', `At most ${selectNamesMax} names can be selected.`)
  }
  return names
}

/** The reference uses this text for `$select` and `$expand` alike. */
export function refuseName(name: string, typeName: string): never {
  const message = `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${typeName}'.`
  throw new ODataError('unknownProperty', message)
}
