import { Regex } from './regex.ts'

/** Distinct patterns that one call with a computed pattern remembers. */
const regexCacheEntriesMax = 64

/** Compiles patterns that are known only with the record, remembering the latest. */
export function regexCache(): (pattern: string) => Regex {
  const known = new Map<string, Regex>()
  return (pattern) => {
    const found = known.get(pattern)
    if (found !== undefined) return found
    const regex = new Regex(pattern)
    const oldest = known.keys().next()
    if (known.size >= regexCacheEntriesMax && oldest.done !== true) known.delete(oldest.value)
    known.set(pattern, regex)
    return regex
  }
}
