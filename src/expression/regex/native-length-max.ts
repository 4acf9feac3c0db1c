import type { Pattern, Repeat } from './pattern.ts'

/** Steps that backtracking may take on one text: about a millisecond. */
const nativeStepsMax = 2 ** 21
/** Longest text that the backtracking engine is ever given, in UTF-16 units. */
export const nativeCharactersMax = 1_024

/** An upper bound for the ways in which a pattern may match from one position: `factor` times length to the `degree`. */
interface Ways {
  readonly factor: number
  readonly degree: number
}

/**
 * The longest text on which a backtracking engine provably stays within its steps, and agrees with .NET on what the
 * groups capture; 0 when there is none. Conservative: what is refused here runs on the linear engine.
 */
export function nativeLengthMax(pattern: Pattern): number {
  if (!capturesAlike(pattern)) return 0
  const { factor, degree } = waysOf(pattern)
  const stepsPerWay = Math.max(1, sizeOf(pattern))
  // One more power of the length: the search begins anew at each position.
  const length = (nativeStepsMax / (factor * stepsPerWay)) ** (1 / (degree + 1))
  return Math.min(nativeCharactersMax, Math.floor(length))
}

/** Steps that a backtracking engine takes at most on a text of that length; infinite when there is no telling. */
export function nativeStepsBound(pattern: Pattern, length: number): number {
  const { factor, degree } = waysOf(pattern)
  return factor * Math.max(1, sizeOf(pattern)) * length ** (degree + 1)
}

const one: Ways = { factor: 1, degree: 0 }
const tooMany: Ways = { factor: Number.POSITIVE_INFINITY, degree: 1 }

function waysOf(pattern: Pattern): Ways {
  switch (pattern.kind) {
    case 'group':
      return waysOf(pattern.body)
    case 'sequence':
      return pattern.parts.map(waysOf).reduce(product, one)
    case 'alternation':
      return pattern.branches.map(waysOf).reduce(sum)
    case 'repeat':
      return waysOfRepeat(pattern)
    default:
      return one
  }
}

function waysOfRepeat({ body, min, max }: Repeat): Ways {
  const { factor, degree } = waysOf(body)
  if (factor === 1 && degree === 0) {
    return max === Number.POSITIVE_INFINITY ? { factor: 1, degree: 1 } : { factor: max - min + 1, degree: 0 }
  }
  // A choice inside of an unbounded repetition doubles with each round: exponential.
  if (max === Number.POSITIVE_INFINITY) return tooMany
  return { factor: (factor + 1) ** max, degree: degree * max }
}

function product(left: Ways, right: Ways): Ways {
  return { factor: left.factor * right.factor, degree: left.degree + right.degree }
}

function sum(left: Ways, right: Ways): Ways {
  return { factor: left.factor + right.factor, degree: Math.max(left.degree, right.degree) }
}

/** Characters that one way tests, apart from unbounded repetitions. */
function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'group':
      return sizeOf(pattern.body)
    case 'sequence':
      return pattern.parts.map(sizeOf).reduce((total, size) => total + size, 0)
    case 'alternation':
      return Math.max(...pattern.branches.map(sizeOf))
    case 'repeat':
      return sizeOf(pattern.body) * Math.max(1, pattern.max === Number.POSITIVE_INFINITY ? pattern.min : pattern.max)
    default:
      return 1
  }
}

/** RegExp forgets the groups of a repetition with each round, .NET keeps them; empty rounds differ as well. */
function capturesAlike(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'group':
      return capturesAlike(pattern.body)
    case 'sequence':
      return pattern.parts.every(capturesAlike)
    case 'alternation':
      return pattern.branches.every(capturesAlike)
    case 'repeat':
      if (pattern.max > 1 && (hasOptionalCapture(pattern.body, false) || matchesEmpty(pattern.body))) return false
      return capturesAlike(pattern.body)
    default:
      return true
  }
}

function hasOptionalCapture(pattern: Pattern, optional: boolean): boolean {
  switch (pattern.kind) {
    case 'group':
      return (optional && pattern.capture !== undefined) || hasOptionalCapture(pattern.body, optional)
    case 'sequence':
      return pattern.parts.some((part) => hasOptionalCapture(part, optional))
    case 'alternation':
      return pattern.branches.some((branch) => hasOptionalCapture(branch, true))
    case 'repeat':
      return hasOptionalCapture(pattern.body, optional || pattern.min === 0)
    default:
      return false
  }
}

function matchesEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'anchor':
      return true
    case 'group':
      return matchesEmpty(pattern.body)
    case 'sequence':
      return pattern.parts.every(matchesEmpty)
    case 'alternation':
      return pattern.branches.some(matchesEmpty)
    case 'repeat':
      return pattern.min === 0 || matchesEmpty(pattern.body)
    default:
      return false
  }
}
