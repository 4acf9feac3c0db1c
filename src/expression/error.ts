import { nearestName } from './nearest-name.ts'

/** Every way an expression can be wrong. The code is a promise to clients and tests; the message may be reworded. */
export const expressionErrorCodes = [
  'emptyExpression',
  'tooLong',
  'tooDeep',
  'unterminatedString',
  'unterminatedAttribute',
  'emptyAttribute',
  'unbalancedParenthesis',
  'unexpectedCharacter',
  'unexpectedToken',
  'typographicQuote',
  'textAfterEnd',
  'unknownFunction',
  'unknownAttribute',
  'unknownKeyword',
  'tooFewParameters',
  'tooManyParameters',
  'missingParameter',
  'unpairedParameters',
  'invalidParameterCombination',
  'misplacedComparison',
  'misplacedKeyword',
  'misplacedSelectUniqueValue',
  'unknownLookupTable',
  'invalidPattern',
  'evaluationFailed',
] as const

export type ExpressionErrorCode = (typeof expressionErrorCodes)[number]

export interface ExpressionErrorDetails {
  /** The whole expression text, of which the message shows one line. */
  readonly source: string
  /** Where in the text, in UTF-16 units from 0. */
  readonly offset: number
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A wrong expression, or an expression that failed on one record (code `evaluationFailed`). */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode
  readonly offset: number
  readonly hint: string | undefined
  /** The first line of the message alone, without the excerpt of the source. */
  readonly summary: string

  constructor(code: ExpressionErrorCode, summary: string, details: ExpressionErrorDetails) {
    super(renderError(summary, details), details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ExpressionError'
    this.code = code
    this.summary = summary
    this.offset = details.offset
    this.hint = details.hint
  }
}

/** Thrown while evaluating, by code that does not know where in the expression it stands; a call site adds the place. */
export class EvaluationFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EvaluationFailure'
  }
}

/** `Did you mean "Join"?`, or nothing when no known name is near. */
export function didYouMean(written: string, known: Iterable<string>): string | undefined {
  const name = nearestName(written, known)
  return name === undefined ? undefined : `Did you mean "${name}"?`
}

const excerptCharactersMax = 100

function renderError(summary: string, { source, offset, hint }: ExpressionErrorDetails): string {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1
  const lineBreak = source.indexOf('\n', offset)
  const line = source.slice(lineStart, lineBreak === -1 ? source.length : lineBreak).replaceAll(/[\t\r]/g, ' ')
  const column = offset - lineStart
  const lineNumber = source.slice(0, lineStart).split('\n').length

  const from = Math.max(0, Math.min(column - excerptCharactersMax / 2, line.length - excerptCharactersMax))
  const excerpt = line.slice(from, from + excerptCharactersMax)
  const place = `${summary} (line ${lineNumber}, column ${column + 1})`
  const drawing = `  ${excerpt}\n  ${' '.repeat(Math.max(0, column - from))}^`
  return [place, drawing, ...(hint === undefined ? [] : [hint])].join('\n')
}
