import { parseEscape, parseSet } from './parse-set.ts'
import { type ParsedPattern, type Pattern, PatternError } from './pattern.ts'
import { PatternReader } from './pattern-reader.ts'
import { programSizeOf } from './program-size.ts'

export const patternCharactersMax = 2_000
export const groupDepthMax = 50
/** `$99` is the largest reference of a replacement. */
export const captureCountMax = 99
/** Larger counts make the linear engine's program too big. */
export const repeatCountMax = 1_000
/** Size of a pattern once counted repetitions are written out; compiling so many takes tens of milliseconds. */
export const programSizeMax = 3_000

interface Flags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly singleline: boolean
  readonly explicitCapture: boolean
  readonly ignoreBlanks: boolean
}

const noFlags: Flags = {
  ignoreCase: false,
  multiline: false,
  singleline: false,
  explicitCapture: false,
  ignoreBlanks: false,
}

const flagOfLetter: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'singleline',
  n: 'explicitCapture',
  x: 'ignoreBlanks',
}

/** Reads a regular expression in .NET syntax. Throws PatternError for what is wrong or is not supported. */
export function parsePattern(text: string): ParsedPattern {
  if (text.length > patternCharactersMax) {
    throw new PatternError(`the pattern is longer than ${patternCharactersMax} characters`, patternCharactersMax)
  }
  return new PatternParser(text).parse()
}

class PatternParser {
  readonly #reader: PatternReader
  readonly #names = new Map<string, number[]>()
  readonly #unnamed: number[] = []
  #captureCount = 0
  #depth = 0
  #flags = noFlags

  constructor(text: string) {
    this.#reader = new PatternReader(text)
  }

  parse(): ParsedPattern {
    const root = this.#parseAlternation()
    if (!this.#reader.atEnd) throw this.#reader.error('this ) closes nothing')
    if (programSizeOf(root) > programSizeMax) {
      throw new PatternError(`written out, the counted repetitions make more than ${programSizeMax} parts`, 0)
    }
    const numbers = [...this.#unnamed.map((capture) => [capture]), ...this.#names.values()]
    return { root, captureCount: this.#captureCount, names: this.#names, numbers }
  }

  #parseAlternation(): Pattern {
    const branches = [this.#parseSequence()]
    while (this.#reader.take('|')) branches.push(this.#parseSequence())
    const [only] = branches
    return branches.length === 1 && only !== undefined ? only : { kind: 'alternation', branches }
  }

  #parseSequence(): Pattern {
    const parts: Pattern[] = []
    for (;;) {
      if (this.#flags.ignoreBlanks) this.#reader.skipBlanksAndComments()
      if (this.#reader.atEnd || this.#reader.sees('|') || this.#reader.sees(')')) return sequenceOf(parts)
      const atom = this.#parseAtom()
      if (atom !== undefined) parts.push(this.#parseRepeat(atom))
    }
  }

  /** Undefined for what matches nothing by itself: a comment, or a switch of flags. */
  #parseAtom(): Pattern | undefined {
    const reader = this.#reader
    const { ignoreCase, multiline, singleline } = this.#flags
    if (reader.take('(')) return this.#parseGroup()
    if (reader.take('[')) return parseSet(reader, ignoreCase)
    if (reader.take('\\')) return parseEscape(reader, ignoreCase)
    if (reader.take('^')) return { kind: 'anchor', at: multiline ? 'lineStart' : 'start' }
    if (reader.take('$')) return { kind: 'anchor', at: multiline ? 'lineEnd' : 'end' }
    if (reader.take('.')) {
      const lineFeed = { kind: 'range', from: 10, to: 10 } as const
      return { kind: 'set', negated: true, items: singleline ? [] : [lineFeed], ignoreCase: false }
    }
    if (reader.sees('*') || reader.sees('+') || reader.sees('?'))
      throw reader.error('nothing stands before this quantifier')
    return { kind: 'character', codePoint: reader.next(), ignoreCase }
  }

  #parseGroup(): Pattern | undefined {
    const reader = this.#reader
    if (reader.take('?#')) {
      reader.skipPast(')')
      return undefined
    }
    if (!reader.take('?')) return this.#parseBody(this.#flags.explicitCapture ? undefined : this.#newCapture(undefined))
    if (reader.take(':')) return this.#parseBody(undefined)
    if (reader.sees('=') || reader.sees('!') || reader.sees('<=') || reader.sees('<!')) {
      throw reader.error('lookahead and lookbehind are not supported; capture the text around and use the group')
    }
    if (reader.sees('>')) throw reader.error('atomic groups are not supported; write (?:…)')
    if (reader.sees('(')) throw reader.error('conditional groups are not supported')
    if (reader.take('<')) return this.#parseBody(this.#newCapture(this.#parseGroupName('>')))
    if (reader.take("'")) return this.#parseBody(this.#newCapture(this.#parseGroupName("'")))
    return this.#parseFlags()
  }

  #parseGroupName(close: string): string {
    const name = this.#reader.readUntil(close)
    if (name.includes('-')) throw this.#reader.error('balancing groups are not supported')
    if (!/^[A-Za-z_]\w*$/.test(name)) throw this.#reader.error(`"${name}" is not the name of a group`)
    return name
  }

  #newCapture(name: string | undefined): number {
    this.#captureCount += 1
    if (this.#captureCount > captureCountMax) throw this.#reader.error(`more than ${captureCountMax} groups`)
    if (name === undefined) this.#unnamed.push(this.#captureCount)
    else this.#names.set(name, [...(this.#names.get(name) ?? []), this.#captureCount])
    return this.#captureCount
  }

  #parseBody(capture: number | undefined): Pattern {
    const outer = this.#flags
    this.#depth += 1
    if (this.#depth > groupDepthMax) throw this.#reader.error(`groups are nested deeper than ${groupDepthMax}`)
    const body = this.#parseAlternation()
    if (!this.#reader.take(')')) throw this.#reader.error('a group is never closed')
    this.#depth -= 1
    this.#flags = outer
    return { kind: 'group', capture, body }
  }

  /** `(?i)`, `(?i-m)`, `(?i:…)` */
  #parseFlags(): Pattern | undefined {
    const outer = this.#flags
    let flags = outer
    let value = true
    while (!this.#reader.sees(')') && !this.#reader.sees(':')) {
      if (this.#reader.take('-')) value = false
      else {
        const letter = this.#reader.atEnd ? '' : String.fromCodePoint(this.#reader.next())
        const flag = flagOfLetter[letter]
        if (flag === undefined) throw this.#reader.error(`(?${letter} begins no kind of group`)
        flags = { ...flags, [flag]: value }
      }
    }
    this.#flags = flags
    if (this.#reader.take(')')) return undefined
    this.#reader.take(':')
    const body = this.#parseBody(undefined)
    this.#flags = outer
    return body
  }

  #parseRepeat(body: Pattern): Pattern {
    if (this.#flags.ignoreBlanks) this.#reader.skipBlanksAndComments()
    const count = this.#reader.readQuantifier()
    if (count === undefined) return body
    const { min, max } = count
    if (max < min) throw this.#reader.error('the quantifier ends before it begins')
    if (min > repeatCountMax || (max !== Number.POSITIVE_INFINITY && max > repeatCountMax)) {
      throw this.#reader.error(`a quantifier counts at most to ${repeatCountMax}`)
    }
    const lazy = this.#reader.take('?')
    if (this.#reader.take('+')) throw this.#reader.error('possessive quantifiers are not supported')
    if (this.#reader.readQuantifier() !== undefined) throw this.#reader.error('a quantifier follows a quantifier')
    return { kind: 'repeat', body, min, max, lazy }
  }
}

function sequenceOf(parts: readonly Pattern[]): Pattern {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts }
}
