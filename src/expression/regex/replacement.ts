import type { ParsedPattern } from './pattern.ts'

/** A piece of a replacement text: literal text, or what is put in from the match. */
export type ReplacementPiece =
  | string
  | { readonly captures: readonly number[] }
  | { readonly part: 'match' | 'before' | 'after' | 'input' }

const reference = /\$(?:\{(\w+)\}|(\d{1,2})|([$&`'_]))/g

const parts: Readonly<Record<string, 'match' | 'before' | 'after' | 'input'>> = {
  '&': 'match',
  '`': 'before',
  "'": 'after',
  _: 'input',
}

/** Reads a replacement text in .NET syntax; a reference to a group that the pattern does not have stays as it is. */
export function parseReplacement(text: string, pattern: ParsedPattern): readonly ReplacementPiece[] {
  const pieces: ReplacementPiece[] = []
  let literal = ''
  let end = 0
  for (const match of text.matchAll(reference)) {
    literal += text.slice(end, match.index)
    end = match.index + match[0].length
    const piece = match[3] === '$' ? '$' : (pieceOf(match, pattern) ?? match[0])
    if (typeof piece === 'string') {
      literal += piece
    } else {
      if (literal !== '') pieces.push(literal)
      literal = ''
      pieces.push(piece)
    }
  }
  literal += text.slice(end)
  if (literal !== '') pieces.push(literal)
  return pieces
}

function pieceOf([, braced, digits, sign]: RegExpMatchArray, pattern: ParsedPattern): ReplacementPiece | undefined {
  if (sign !== undefined) {
    const part = parts[sign]
    return part === undefined ? undefined : { part }
  }
  const captures = capturesOf(braced ?? digits ?? '', pattern)
  if (captures === undefined) return undefined
  return captures.length === 0 ? { part: 'match' } : { captures }
}

/** The captures of a group by its name or .NET's number; none for group 0, the match itself. */
export function capturesOf(group: string, { names, numbers }: ParsedPattern): readonly number[] | undefined {
  const named = names.get(group)
  if (named !== undefined || !/^\d{1,2}$/.test(group)) return named
  const number = Number(group)
  return number === 0 ? [] : numbers[number - 1]
}
