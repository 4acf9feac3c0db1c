import { syntaxError } from './odata-error.ts'

/** One word of a filter. `position` is the index of its first character. */
export type Token = { readonly position: number } & (
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string' | 'guid' | 'dateTime' | 'number'; readonly text: string }
  | { readonly kind: 'enum'; readonly typeName: string; readonly text: string }
  | { readonly kind: 'mark'; readonly text: (typeof marks)[number] }
  | { readonly kind: 'end' }
)

const blank = /[ \t\r\n]+/y
const marks = ['(', ')', ',', '/', ':'] as const
const quoted = /'((?:[^']|'')*)'/y
const identifier = String.raw`[\p{L}_][\p{L}\p{N}_]*`
const word = new RegExp(String.raw`\$?${identifier}(?:\.${identifier})*`, 'uy')
/** A value must not run into the next word: `12abc` is no number. */
const ends = String.raw`(?![\p{L}\p{N}_])`
const values = [
  { kind: 'guid', pattern: new RegExp(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}${ends}`, 'iuy') },
  {
    kind: 'dateTime',
    // A plus sign that was not percent-encoded has become a space on its way here: +02:00 arrives as " 02:00".
    pattern: new RegExp(
      String.raw`\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+\- ]\d\d:\d\d)?)?${ends}`,
      'iuy',
    ),
  },
  { kind: 'number', pattern: new RegExp(String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?${ends}`, 'iuy') },
] as const

/**
 * Splits the text of a filter into tokens; the last one is always `end`.
 * @throws ODataError `syntax` at the first character that starts no token
 */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = []
  let position = skipBlank(text, 0)
  while (position < text.length) {
    const { token, end } = readToken(text, position)
    tokens.push(token)
    position = skipBlank(text, end)
  }
  tokens.push({ kind: 'end', position })
  return tokens
}

function readToken(text: string, position: number): { token: Token; end: number } {
  const mark = marks.find((candidate) => candidate === text[position])
  if (mark !== undefined) return { token: { kind: 'mark', text: mark, position }, end: position + 1 }

  const value = readValue(text, position)
  if (value !== undefined) return value

  const name = matchAt(word, text, position)
  if (name === undefined) throw syntaxError(text, position, 'A property, an operator or a value was expected.')
  const end = position + name.length
  if (text[end] !== "'") return { token: { kind: 'word', text: name, position }, end }

  const member = readQuoted(text, end)
  return { token: { kind: 'enum', typeName: name, text: member.value, position }, end: member.end }
}

function readValue(text: string, position: number): { token: Token; end: number } | undefined {
  if (text[position] === "'") {
    const { value, end } = readQuoted(text, position)
    return { token: { kind: 'string', text: value, position }, end }
  }
  for (const { kind, pattern } of values) {
    const found = matchAt(pattern, text, position)
    if (found !== undefined) return { token: { kind, text: found, position }, end: position + found.length }
  }
  return undefined
}

function readQuoted(text: string, position: number): { value: string; end: number } {
  const found = matchAt(quoted, text, position)
  if (found === undefined) throw syntaxError(text, position, 'The closing single quote of this string is missing.')
  return { value: found.slice(1, -1).replaceAll("''", "'"), end: position + found.length }
}

function skipBlank(text: string, position: number): number {
  return position + (matchAt(blank, text, position)?.length ?? 0)
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0]
}
