import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nativeStepsBound } from './native-length-max.ts'
import { parsePattern } from './parse-pattern.ts'
import type { Pattern, Repeat } from './pattern.ts'

/** A matcher that backtracks as RegExp does, and counts the characters that it looks at. */
class Backtracker {
  readonly #text: string
  steps = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Every beginning is tried, and all ways are gone, as for a pattern that is never found. */
  search(pattern: Pattern): number {
    for (let start = 0; start <= this.#text.length; start += 1) this.#match(pattern, start, () => false)
    return this.steps
  }

  #match(pattern: Pattern, at: number, next: (at: number) => boolean): boolean {
    switch (pattern.kind) {
      case 'group':
        return this.#match(pattern.body, at, next)
      case 'sequence':
        return this.#matchAll(pattern.parts, 0, at, next)
      case 'alternation':
        return pattern.branches.some((branch) => this.#match(branch, at, next))
      case 'repeat':
        return this.#repeat(pattern, 0, at, next)
      case 'anchor':
        this.steps += 1
        return next(at)
      default:
        this.steps += 1
        // Whatever the class, the letter a belongs to it: the worst case.
        return at < this.#text.length && (this.#text[at] === 'a' || pattern.kind === 'set') && next(at + 1)
    }
  }

  #matchAll(parts: readonly Pattern[], index: number, at: number, next: (at: number) => boolean): boolean {
    const part = parts[index]
    return part === undefined ? next(at) : this.#match(part, at, (end) => this.#matchAll(parts, index + 1, end, next))
  }

  #repeat(repeat: Repeat, count: number, at: number, next: (at: number) => boolean): boolean {
    if (count < repeat.max) {
      const again = (end: number) => end > at && this.#repeat(repeat, count + 1, end, next)
      if (this.#match(repeat.body, at, again)) return true
    }
    return count >= repeat.min && next(at)
  }
}

const atom = fc.constantFrom(
  'a',
  '.',
  '\\w',
  '[ab]',
  '(?:a|.)',
  '(?:aa|a|.a)',
  '(a*)',
  '(?:a?a){1,2}',
  '(?:a{1,3}){2}',
  '^',
  '\\b',
)
const quantifier = fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '{1,3}', '{2}', '{0,4}?')
const term = fc.tuple(atom, quantifier).map(([body, count]) => (count === '' ? body : `(?:${body})${count}`))
const pattern = fc.array(term, { minLength: 1, maxLength: 4 }).map((terms) => terms.join(''))

describe('the steps that backtracking may take', () => {
  test('never exceed what decides between the engines', () => {
    fc.assert(
      fc.property(pattern, fc.nat(30), fc.constantFrom('a', 'ab'), (source, length, unit) => {
        const { root } = parsePattern(source)
        const text = unit.repeat(length).slice(0, length)
        const bound = nativeStepsBound(root, text.length + 1)
        fc.pre(bound < 300_000)
        const steps = new Backtracker(text).search(root)
        assert.ok(steps <= bound, `${source} on ${text}: ${steps} steps, bound ${bound}`)
      }),
      { numRuns: 2_000 },
    )
  })

  test('of nested unbounded repetitions know no bound', () => {
    for (const source of ['(a+)+$', '(?:a|a)*', '(?:a*b?)*', '(?:a{1,2})+']) {
      assert.equal(nativeStepsBound(parsePattern(source).root, 10), Number.POSITIVE_INFINITY, source)
    }
  })
})
