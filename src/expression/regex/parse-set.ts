import { namedBlocks } from './named-blocks.ts'
import type { Pattern, SetItem } from './pattern.ts'
import type { PatternReader } from './pattern-reader.ts'

const controlEscapes: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, v: 11, a: 7, e: 27 }
const generalCategory = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)$/

/** What follows a backslash outside of a set. */
export function parseEscape(reader: PatternReader, ignoreCase: boolean): Pattern {
  if (reader.take('A')) return { kind: 'anchor', at: 'start' }
  if (reader.take('z') || reader.take('Z')) return { kind: 'anchor', at: 'end' }
  if (reader.take('b')) return { kind: 'anchor', at: 'wordBoundary' }
  if (reader.take('B')) return { kind: 'anchor', at: 'notWordBoundary' }
  if (reader.sees('G')) throw reader.error('\\G is not supported')
  if (reader.sees('k')) throw reader.error('backreferences are not supported')
  const item = parseEscapedItem(reader)
  if (item.kind === 'range' && item.from === item.to) return { kind: 'character', codePoint: item.from, ignoreCase }
  return { kind: 'set', negated: false, items: [item], ignoreCase }
}

/** A set, after its opening bracket. */
export function parseSet(reader: PatternReader, ignoreCase: boolean): Pattern {
  const negated = reader.take('^')
  const items: SetItem[] = []
  do {
    // A bracket that closes at once is an ordinary character, so the check comes after the first item.
    items.push(parseSetItem(reader))
    if (reader.sees('-[')) throw reader.error('subtracting one set from another is not supported')
  } while (!reader.take(']'))
  return { kind: 'set', negated, items, ignoreCase }
}

function parseSetItem(reader: PatternReader): SetItem {
  const from = parseSetEnd(reader)
  if (from.kind !== 'range' || !reader.sees('-') || reader.sees('-]') || reader.sees('-[')) return from
  reader.take('-')
  const to = parseSetEnd(reader)
  if (to.kind !== 'range') throw reader.error('a class cannot end a range')
  if (to.from < from.from) throw reader.error('the range ends before it begins')
  return { kind: 'range', from: from.from, to: to.from }
}

function parseSetEnd(reader: PatternReader): SetItem {
  if (reader.atEnd) throw reader.error('a set is never closed')
  if (reader.take('\\')) return reader.take('b') ? single(8) : parseEscapedItem(reader)
  return single(reader.next())
}

/** The escapes that mean the same inside and outside of a set. */
function parseEscapedItem(reader: PatternReader): SetItem {
  if (reader.atEnd) throw reader.error('the pattern ends with a backslash')
  if (reader.take('p')) return parseCategory(reader, false)
  if (reader.take('P')) return parseCategory(reader, true)
  if (reader.take('x')) return single(reader.readHex(2))
  if (reader.take('u')) return single(reader.readHex(4))
  if (reader.take('c')) return single(reader.next() & 0x1f)
  const codePoint = reader.next()
  const letter = String.fromCodePoint(codePoint)
  switch (letter) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 's':
    case 'S':
      return { kind: 'class', name: letter }
    case '0':
      return single(0)
    default:
  }
  const control = controlEscapes[letter]
  if (control !== undefined) return single(control)
  if (/[1-9]/.test(letter)) throw reader.error('backreferences are not supported')
  if (/[A-Za-z]/.test(letter)) throw reader.error(`\\${letter} is no escape`)
  return single(codePoint)
}

function parseCategory(reader: PatternReader, negated: boolean): SetItem {
  if (!reader.take('{')) throw reader.error('\\p is followed by a name in braces')
  const name = reader.readUntil('}')
  if (generalCategory.test(name)) return { kind: 'category', name, negated }
  const block = namedBlocks.get(name)
  if (block === undefined || negated) throw reader.error(`\\${negated ? 'P' : 'p'}{${name}} is not supported`)
  return { kind: 'range', from: block[0], to: block[1] }
}

function single(codePoint: number): SetItem {
  return { kind: 'range', from: codePoint, to: codePoint }
}
