import { EvaluationFailure } from '../error.ts'

/** A piece of a .NET date format: a field such as `yyyy`, or text that stands for itself. */
export type DatePiece =
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  | { readonly kind: 'literal'; readonly text: string }

export const dateFormatCharactersMax = 200

/** .NET's one-letter standard formats in the invariant culture. */
const standardFormats: ReadonlyMap<string, string> = new Map([
  ['d', 'MM/dd/yyyy'],
  ['D', 'dddd, dd MMMM yyyy'],
  ['f', 'dddd, dd MMMM yyyy HH:mm'],
  ['F', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['g', 'MM/dd/yyyy HH:mm'],
  ['G', 'MM/dd/yyyy HH:mm:ss'],
  ['m', 'MMMM dd'],
  ['M', 'MMMM dd'],
  ['o', "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"],
  ['O', "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"],
  ['r', "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"],
  ['s', "yyyy'-'MM'-'dd'T'HH':'mm':'ss"],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['u', "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"],
  ['U', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['y', 'yyyy MMMM'],
  ['Y', 'yyyy MMMM'],
])

const fieldLetters = 'dfFghHKmMstyz'
const known = new Map<string, readonly DatePiece[]>()
const knownFormatsMax = 256

/** Cuts a format into pieces. Formats repeat from record to record, so the latest are remembered. */
export function datePieces(format: string): readonly DatePiece[] {
  const found = known.get(format)
  if (found !== undefined) return found
  if (format.length > dateFormatCharactersMax) {
    throw new EvaluationFailure(`a date format has at most ${dateFormatCharactersMax} characters`)
  }
  const pieces = cut(format.length === 1 ? standardFormat(format) : format)
  if (known.size >= knownFormatsMax) known.clear()
  known.set(format, pieces)
  return pieces
}

function standardFormat(letter: string): string {
  const format = standardFormats.get(letter)
  if (format === undefined) throw new EvaluationFailure(`"${letter}" is no date format`)
  return format
}

function cut(format: string): readonly DatePiece[] {
  const pieces: DatePiece[] = []
  let index = 0
  while (index < format.length) {
    const letter = format[index] ?? ''
    if (letter === '%') index += 1
    else if (letter === '\\') {
      pieces.push({ kind: 'literal', text: format[index + 1] ?? '' })
      index += 2
    } else if (letter === "'" || letter === '"') {
      const end = format.indexOf(letter, index + 1)
      if (end === -1) throw new EvaluationFailure(`the date format ${format} has an open quote`)
      pieces.push({ kind: 'literal', text: format.slice(index + 1, end) })
      index = end + 1
    } else if (fieldLetters.includes(letter)) {
      const count = runLength(format, index)
      pieces.push({ kind: 'field', letter, count })
      index += count
    } else {
      // Z is a field only when reading; it is written as itself.
      pieces.push(letter === 'Z' ? { kind: 'field', letter, count: 1 } : { kind: 'literal', text: letter })
      index += 1
    }
  }
  return pieces
}

function runLength(format: string, start: number): number {
  let end = start + 1
  while (format[end] === format[start]) end += 1
  return end - start
}
