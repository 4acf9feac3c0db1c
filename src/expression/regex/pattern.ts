/** The tree of a regular expression in .NET syntax. */
export type Pattern = Character | CharacterSet | Anchor | Group | Sequence | Alternation | Repeat

export interface Character {
  readonly kind: 'character'
  readonly codePoint: number
  readonly ignoreCase: boolean
}

/** `[…]`, `.`, `\d` and the like. */
export interface CharacterSet {
  readonly kind: 'set'
  readonly negated: boolean
  readonly items: readonly SetItem[]
  readonly ignoreCase: boolean
}

/** A range of code points, or a class by its name: d, w, s, their opposites, or a Unicode general category. */
export type SetItem =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'class'; readonly name: 'd' | 'D' | 'w' | 'W' | 's' | 'S' }
  | { readonly kind: 'category'; readonly name: string; readonly negated: boolean }

export interface Anchor {
  readonly kind: 'anchor'
  readonly at: 'start' | 'end' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'notWordBoundary'
}

/** `capture` counts the opening parentheses of capturing groups from 1; undefined for `(?:…)`. */
export interface Group {
  readonly kind: 'group'
  readonly capture: number | undefined
  readonly body: Pattern
}

export interface Sequence {
  readonly kind: 'sequence'
  readonly parts: readonly Pattern[]
}

export interface Alternation {
  readonly kind: 'alternation'
  readonly branches: readonly Pattern[]
}

export interface Repeat {
  readonly kind: 'repeat'
  readonly body: Pattern
  readonly min: number
  /** Infinity when unbounded. */
  readonly max: number
  readonly lazy: boolean
}

export interface ParsedPattern {
  readonly root: Pattern
  readonly captureCount: number
  /** Captures by name; a name that is used twice has two. */
  readonly names: ReadonlyMap<string, readonly number[]>
  /** Captures by .NET's numbers, which count the unnamed groups first; position 0 is group 1. */
  readonly numbers: readonly (readonly number[])[]
}

/** A pattern that this service does not run. `offset` counts in the pattern, not in the expression. */
export class PatternError extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.name = 'PatternError'
    this.offset = offset
  }
}
