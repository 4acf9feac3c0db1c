import { type ComparisonOperator, comparisonOperators } from './ast.ts'
import { ExpressionError, type ExpressionErrorCode } from './error.ts'
import { hintOfCharacter } from './mistakes.ts'

export type TokenKind =
  | 'text'
  | 'attribute'
  | 'number'
  | 'word'
  | 'open'
  | 'close'
  | 'comma'
  | 'ampersand'
  | ComparisonOperator
  | 'end'

export interface Token {
  readonly kind: TokenKind
  /** The unescaped text of a string, the name of an attribute, otherwise the characters as written. */
  readonly text: string
  readonly offset: number
}

const blank = /\s+/y
const word = /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*/y
const number = /-?\d+(?:\.\d+)?/y
const hexNumber = /&[hH][0-9a-fA-F]{1,16}(?![0-9A-Za-z_])/y
const typographicQuotes = '“”„‟«»‘’‚'

const punctuation: Readonly<Record<string, TokenKind>> = { '(': 'open', ')': 'close', ',': 'comma', '&': 'ampersand' }
const endsTerm: ReadonlySet<TokenKind> = new Set(['text', 'attribute', 'number', 'word', 'close'])

interface Reading {
  readonly token: Token
  readonly end: number
}

/** Cuts a text into tokens, with an `end` token last. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = []
  let previous: TokenKind | undefined
  let offset = skipBlank(source, 0)
  while (offset < source.length) {
    const { token, end } = readToken(source, offset, previous)
    tokens.push(token)
    previous = token.kind
    offset = skipBlank(source, end)
  }
  tokens.push({ kind: 'end', text: '', offset: source.length })
  return tokens
}

function skipBlank(source: string, offset: number): number {
  return offset + (matchAt(blank, source, offset)?.length ?? 0)
}

function readToken(source: string, offset: number, previous: TokenKind | undefined): Reading {
  const character = source[offset] ?? ''
  if (character === '"') return readText(source, offset)
  if (character === '[') return readAttribute(source, offset)

  // `&H…` is a number where a term may begin, and a concatenation after a term.
  const afterTerm = previous !== undefined && endsTerm.has(previous)
  const numeric = matchAt(number, source, offset) ?? (afterTerm ? undefined : matchAt(hexNumber, source, offset))
  if (numeric !== undefined) return plain('number', numeric, offset)

  const name = matchAt(word, source, offset)
  if (name !== undefined) return plain('word', name, offset)
  const operator = comparisonOperators.find((candidate) => source.startsWith(candidate, offset))
  if (operator !== undefined) return plain(operator, operator, offset)
  const kind = punctuation[character]
  if (kind !== undefined) return plain(kind, character, offset)
  throw unexpectedCharacter(source, offset)
}

function plain(kind: TokenKind, text: string, offset: number): Reading {
  return { token: { kind, text, offset }, end: offset + text.length }
}

function readText(source: string, offset: number): Reading {
  let text = ''
  let index = offset + 1
  for (; index < source.length; index += 1) {
    const character = source[index] ?? ''
    if (character === '"') return { token: { kind: 'text', text, offset }, end: index + 1 }
    const next = source[index + 1]
    if (character === '\\' && (next === '"' || next === '\\')) {
      text += next
      index += 1
    } else {
      text += character
    }
  }
  const hint = source.endsWith('\\"')
    ? 'A backslash before a quote makes it part of the text; write "\\\\" to end with a backslash.'
    : undefined
  throw failure('unterminatedString', 'This text has no closing quote', source, offset, hint)
}

function readAttribute(source: string, offset: number): Reading {
  let depth = 0
  for (let index = offset; index < source.length; index += 1) {
    if (source[index] === '[') depth += 1
    if (source[index] === ']') depth -= 1
    if (depth > 0) continue
    const name = source.slice(offset + 1, index).trim()
    if (name === '') throw failure('emptyAttribute', 'The brackets name no attribute', source, offset)
    return { token: { kind: 'attribute', text: name, offset }, end: index + 1 }
  }
  throw failure('unterminatedAttribute', 'This attribute has no closing bracket', source, offset)
}

function unexpectedCharacter(source: string, offset: number): ExpressionError {
  const character = String.fromCodePoint(source.codePointAt(offset) ?? 0)
  if (typographicQuotes.includes(character)) {
    const hint = 'Type straight quotes ("); word processors replace them when text is pasted.'
    return failure('typographicQuote', `The typographic quote ${character} is not a quote here`, source, offset, hint)
  }
  return failure('unexpectedCharacter', `Unexpected character ${character}`, source, offset, hintOfCharacter(character))
}

function matchAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(source)?.[0]
}

function failure(
  ...[code, summary, source, offset, hint]: [ExpressionErrorCode, string, string, number, (string | undefined)?]
): ExpressionError {
  return new ExpressionError(code, summary, { source, offset, hint })
}
