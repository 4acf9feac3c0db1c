import { ruleCharsMax } from './rule.ts'
import { RuleError } from './rule-error.ts'

export type Token =
  /** `user.department`, `_`, `-eq`, `eq`, `null`; operators come without their hyphen. */
  | { readonly kind: 'word'; readonly text: string; readonly hasHyphen: boolean; readonly offset: number }
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  | { readonly kind: '(' | ')' | '[' | ']' | ','; readonly offset: number }
  | { readonly kind: 'end'; readonly offset: number }

const blank = /\s+/y
const word = /(-?)([A-Za-z_$][\w.$]*)/y
const punctuation: ReadonlySet<string> = new Set(['(', ')', '[', ']', ','])

/** Cuts a rule into words, texts and punctuation. Throws RuleError. */
export function tokenize(rule: string): readonly Token[] {
  if (rule.length > ruleCharsMax)
    throw new RuleError(`The rule is longer than ${ruleCharsMax} characters`, ruleCharsMax)
  const tokens: Token[] = []
  for (let offset = 0; offset < rule.length; ) {
    const length = matchAt(blank, rule, offset)?.[0].length
    if (length !== undefined) {
      offset += length
      continue
    }
    const { token, end } = readToken(rule, offset)
    tokens.push(token)
    offset = end
  }
  return [...tokens, { kind: 'end', offset: rule.length }]
}

function readToken(rule: string, offset: number): { readonly token: Token; readonly end: number } {
  const character = rule.charAt(offset)
  if (isPunctuation(character)) return { token: { kind: character, offset }, end: offset + 1 }
  if (character === '"' || character === "'") return readText(rule, offset, character)
  const [all, hyphen, text] = matchAt(word, rule, offset) ?? []
  if (all === undefined || text === undefined) throw new RuleError(`'${character}' cannot stand here`, offset)
  return { token: { kind: 'word', text, hasHyphen: hyphen === '-', offset }, end: offset + all.length }
}

/** A backquote makes the character behind it part of the text. */
function readText(rule: string, start: number, quote: string): { readonly token: Token; readonly end: number } {
  let text = ''
  for (let at = start + 1; at < rule.length; at += 1) {
    const character = rule.charAt(at)
    if (character === quote) return { token: { kind: 'text', text, offset: start }, end: at + 1 }
    if (character === '`' && at + 1 < rule.length) at += 1
    text += rule.charAt(at)
  }
  throw new RuleError('The text that begins here has no end', start)
}

function isPunctuation(character: string): character is '(' | ')' | '[' | ']' | ',' {
  return punctuation.has(character)
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset
  return pattern.exec(text)
}
