import type { Filter } from './filter-ast.ts'
import { readTokens } from './filter-lexer.ts'
import { FilterParser } from './filter-parser.ts'
import { ODataError, syntaxError } from './odata-error.ts'

export interface FilterLimits {
  /** Length of the text. */
  readonly lengthCharsMax: number
  /** Parentheses, `not` and lambdas inside one another. */
  readonly depthMax: number
  /** Comparisons, calls and lambdas in the whole filter. */
  readonly clausesMax: number
  /** Clauses joined by `or` plus the values of all `in` lists; the reference directory refuses more than 15. */
  readonly alternativesMax: number
}

export const filterLimits: FilterLimits = {
  lengthCharsMax: 8_192,
  depthMax: 24,
  clausesMax: 100,
  alternativesMax: 15,
}

/**
 * Reads the text of `$filter`, already percent-decoded. Operators and functions may have any letter case.
 * Names and types are not looked at: that is `checkFilter`.
 * @throws ODataError `syntax`, `tooLong`, `tooDeep`, `tooManyClauses`, `unknownFunction`
 */
export function parseFilter(text: string, limits: FilterLimits = filterLimits): Filter {
  if (text.length > limits.lengthCharsMax) {
    throw new ODataError('tooLong', `The filter is longer than ${limits.lengthCharsMax} characters.`)
  }
  refuseBrokenText(text)
  const { depthMax, clausesMax } = limits
  const filter = new FilterParser({ text, tokens: readTokens(text), depthMax, clausesMax }).parse()
  if (countAlternatives(filter) > limits.alternativesMax) {
    const message = `The filter has too many child clauses: "or" and "in" may name at most ${limits.alternativesMax} alternatives together.`
    throw new ODataError('tooManyClauses', message)
  }
  return filter
}

/** Databases cut text at U+0000 and replace lone surrogates, so no value that has them could ever be found. */
function refuseBrokenText(text: string): void {
  const nul = text.indexOf('\0')
  if (nul >= 0) throw syntaxError(text, nul, 'The character U+0000 is not allowed.')
  if (!text.isWellFormed()) {
    throw new ODataError(
      'syntax',
      'Syntax error: the filter holds half of a surrogate pair, so it is not valid Unicode.',
    )
  }
}

function countAlternatives(filter: Filter): number {
  switch (filter.kind) {
    case 'in':
      return filter.literals.length
    case 'or':
      return filter.clauses.map((clause) => Math.max(1, countAlternatives(clause))).reduce((a, b) => a + b, 0)
    case 'and':
      return filter.clauses.map(countAlternatives).reduce((a, b) => a + b, 0)
    case 'not':
      return countAlternatives(filter.clause)
    case 'any':
      return filter.lambda === undefined ? 0 : countAlternatives(filter.lambda.body)
    default:
      return 0
  }
}
