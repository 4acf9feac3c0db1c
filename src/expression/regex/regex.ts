import { EvaluationFailure } from '../error.ts'
import { checkTextLength } from '../result-limits.ts'
import { linearEngine } from './linear-engine.ts'
import { type MatchEngine, type Spans, spanOf } from './match-engine.ts'
import { nativeEngine, nativeReplacement } from './native-engine.ts'
import { nativeLengthMax } from './native-length-max.ts'
import { parsePattern } from './parse-pattern.ts'
import type { ParsedPattern } from './pattern.ts'
import { printPattern } from './print-pattern.ts'
import { capturesOf, parseReplacement, type ReplacementPiece } from './replacement.ts'

/** Longest text that any pattern is run on, in UTF-16 units. */
export const regexInputCharactersMax = 16_384

/**
 * A regular expression in .NET syntax that cannot hang. Texts on which backtracking is provably cheap run on RegExp, all
 * others on an engine whose time is linear in the text. Both count whole characters where .NET counts UTF-16 units, and
 * both let `$` and `\Z` match at the very end alone.
 */
export class Regex {
  readonly #pattern: ParsedPattern
  readonly #nativeLengthMax: number
  readonly #native: RegExp
  #nativeMatches: MatchEngine | undefined
  readonly #linear: MatchEngine

  /** Throws PatternError for a pattern that is wrong or not supported. */
  constructor(text: string, options: { readonly forceLinear?: boolean } = {}) {
    this.#pattern = parsePattern(text)
    this.#nativeLengthMax = options.forceLinear === true ? -1 : nativeLengthMax(this.#pattern.root)
    this.#native = new RegExp(printPattern(this.#pattern.root, 'native'), 'gu')
    // Made even when it is rarely run, so that what it refuses is refused now and not by the first long text.
    this.#linear = linearEngine(this.#pattern)
  }

  hasGroup(name: string): boolean {
    return capturesOf(name, this.#pattern) !== undefined
  }

  /** Whether the pattern is found anywhere in the text. */
  matches(input: string): boolean {
    // String.search pays no heed to where an earlier search ended.
    if (input.length <= this.#nativeLengthMax) return input.search(this.#native) !== -1
    let found = false
    this.#engineFor(input).eachMatch(input, () => {
      found = true
      return false
    })
    return found
  }

  /** A function that replaces every match by a text that may refer to groups (`${name}`, `$1`, `$&`). */
  replacer(replacement: string): (input: string) => string {
    const pieces = parseReplacement(replacement, this.#pattern)
    const native = nativeReplacement(pieces)
    return (input) => {
      checkTextLength(longestOutput(pieces, input))
      if (native !== undefined && input.length <= this.#nativeLengthMax) return input.replace(this.#native, native)
      return this.#replaceEach(input, (spans) => ({
        start: spanStart(spans),
        end: spanEnd(spans),
        text: render(pieces, spans, input),
      }))
    }
  }

  /** A function that replaces, in every match, only what the named group captured. */
  groupReplacer(name: string, text: string): (input: string) => string {
    const captures = capturesOf(name, this.#pattern) ?? []
    const wholeMatch = this.#isWholeMatch(captures)
    const native = nativeReplacement([text])
    return (input) => {
      checkTextLength(longestOutput([text], input))
      if (wholeMatch && native !== undefined && input.length <= this.#nativeLengthMax) {
        return input.replace(this.#native, native)
      }
      return this.#replaceEach(input, (spans) => {
        const span = spanOf(spans, captures)
        return span === undefined ? undefined : { ...span, text }
      })
    }
  }

  /** What the named group captured in the first match; undefined when nothing matches. */
  firstGroup(input: string, name: string): string | undefined {
    const captures = capturesOf(name, this.#pattern) ?? []
    let found: string | undefined
    this.#engineFor(input).eachMatch(input, (spans) => {
      const span = spanOf(spans, captures)
      if (span !== undefined) found = input.slice(span.start, span.end)
      return false
    })
    return found
  }

  #isWholeMatch(captures: readonly number[]): boolean {
    const { root } = this.#pattern
    return root.kind === 'group' && captures.length === 1 && root.capture === captures[0]
  }

  #replaceEach(
    input: string,
    edit: (spans: Spans) => { start: number; end: number; text: string } | undefined,
  ): string {
    let output = ''
    let end = 0
    this.#engineFor(input).eachMatch(input, (spans) => {
      const change = edit(spans)
      if (change !== undefined) {
        output += input.slice(end, change.start) + change.text
        end = change.end
      }
      return true
    })
    return end === 0 && output === '' ? input : output + input.slice(end)
  }

  #engineFor(input: string): MatchEngine {
    if (input.length <= this.#nativeLengthMax) {
      this.#nativeMatches ??= nativeEngine(this.#native)
      return this.#nativeMatches
    }
    if (input.length > regexInputCharactersMax) {
      throw new EvaluationFailure(
        `a pattern is run on at most ${regexInputCharactersMax} characters, not ${input.length}`,
      )
    }
    return this.#linear
  }
}

/** Matches do not overlap, so what groups put in again is at most the input; the rest may be put in at each position. */
function longestOutput(pieces: readonly ReplacementPiece[], input: string): number {
  let perMatch = 0
  let overall = input.length
  for (const piece of pieces) {
    if (typeof piece === 'string') perMatch += piece.length
    else if ('captures' in piece || piece.part === 'match') overall += input.length
    else perMatch += input.length
  }
  return overall + perMatch * (input.length + 1)
}

function spanStart(spans: Spans): number {
  return spans[0] ?? 0
}

function spanEnd(spans: Spans): number {
  return spans[1] ?? 0
}

function render(pieces: readonly ReplacementPiece[], spans: Spans, input: string): string {
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else if ('captures' in piece) {
      const span = spanOf(spans, piece.captures)
      if (span !== undefined) text += input.slice(span.start, span.end)
    } else text += partOf(piece.part, spans, input)
  }
  return text
}

function partOf(part: 'match' | 'before' | 'after' | 'input', spans: Spans, input: string): string {
  if (part === 'match') return input.slice(spanStart(spans), spanEnd(spans))
  if (part === 'before') return input.slice(0, spanStart(spans))
  return part === 'after' ? input.slice(spanEnd(spans)) : input
}
