import type { Anchor, Character, CharacterSet, Pattern, Repeat, SetItem } from './pattern.ts'

/** The two engines that a pattern is printed for. */
export type EngineName = 'native' | 'linear'

/** .NET's classes spelled out: its \w, \d and \s know all of Unicode, those of RegExp and RE2 do not. */
const classItems = {
  w: '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}',
  W: '\\p{Mc}\\p{Me}\\p{Nl}\\p{No}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\p{S}\\p{Z}\\p{Cc}\\p{Cf}\\p{Co}',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\t-\\r\\x85\\p{Z}',
  S: '\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}',
} as const

const wordSet = `[${classItems.w}]`
const anchors: Readonly<Record<EngineName, Readonly<Record<Anchor['at'], string>>>> = {
  native: {
    start: '^',
    end: '$',
    lineStart: '(?<![^\\n])',
    lineEnd: '(?![^\\n])',
    wordBoundary: `(?:(?<=${wordSet})(?!${wordSet})|(?<!${wordSet})(?=${wordSet}))`,
    notWordBoundary: `(?:(?<=${wordSet})(?=${wordSet})|(?<!${wordSet})(?!${wordSet}))`,
  },
  // RE2 knows the word boundary of ASCII only: linear-engine.ts refuses other texts when a pattern has one.
  linear: {
    start: '\\A',
    end: '\\z',
    lineStart: '(?m:^)',
    lineEnd: '(?m:$)',
    wordBoundary: '\\b',
    notWordBoundary: '\\B',
  },
}

/** The source text of a pattern for one engine; for RegExp it needs the flag u. */
export function printPattern(pattern: Pattern, engine: EngineName): string {
  switch (pattern.kind) {
    case 'character':
      return printCharacter(pattern)
    case 'set':
      return printSet(pattern)
    case 'anchor':
      return anchors[engine][pattern.at]
    case 'group':
      return `${pattern.capture === undefined ? '(?:' : '('}${printPattern(pattern.body, engine)})`
    case 'sequence':
      return pattern.parts.map((part) => printPattern(part, engine)).join('')
    case 'alternation':
      return pattern.branches.map((branch) => printPattern(branch, engine)).join('|')
    case 'repeat':
      return printRepeat(pattern, engine)
  }
}

function printRepeat({ body, min, max, lazy }: Repeat, engine: EngineName): string {
  const atom = printPattern(body, engine)
  const isAtom = body.kind === 'group' || body.kind === 'set' || body.kind === 'character'
  return `${isAtom ? atom : `(?:${atom})`}${printCount(min, max)}${lazy ? '?' : ''}`
}

function printCount(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`
  if (min === 0 && max === 1) return '?'
  return min === max ? `{${min}}` : `{${min},${max}}`
}

function printCharacter({ codePoint, ignoreCase }: Character): string {
  const text = printCodePoint(codePoint)
  return ignoreCase && hasCase(codePoint) ? `(?i:${text})` : text
}

function hasCase(codePoint: number): boolean {
  const text = String.fromCodePoint(codePoint)
  return text.toLowerCase() !== text || text.toUpperCase() !== text
}

function printSet({ negated, items, ignoreCase }: CharacterSet): string {
  const [only] = items
  if (only === undefined) return negated ? '[\\s\\S]' : '[^\\s\\S]'
  // One negated class by itself is the exact complement; inside a larger set it is spelled out.
  if (items.length === 1 && only.kind === 'class' && /[DWS]/.test(only.name)) {
    return `[${negated ? '' : '^'}${classItems[oppositeOf(only.name)]}]`
  }
  const text = `[${negated ? '^' : ''}${items.map(printItem).join('')}]`
  return ignoreCase ? `(?i:${text})` : text
}

function oppositeOf(name: keyof typeof classItems): 'd' | 'w' | 's' {
  if (name === 'D' || name === 'd') return 'd'
  return name === 'W' || name === 'w' ? 'w' : 's'
}

function printItem(item: SetItem): string {
  if (item.kind === 'class') return classItems[item.name]
  if (item.kind === 'category') return `\\${item.negated ? 'P' : 'p'}{${item.name}}`
  const from = printCodePoint(item.from, true)
  return item.from === item.to ? from : `${from}-${printCodePoint(item.to, true)}`
}

const syntaxCharacters = '^$\\.*+?()[]{}|/'

function printCodePoint(codePoint: number, inSet = false): string {
  const text = String.fromCodePoint(codePoint)
  if (syntaxCharacters.includes(text) || (inSet && text === '-')) return `\\${text}`
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0))
    return `\\x${codePoint.toString(16).padStart(2, '0')}`
  return text
}
