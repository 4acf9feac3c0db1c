import { EntrainError, type ErrorCode, errorCodes } from '../model/error.ts'

/**
 * One row is one way in which a query can be refused. The key is a promise to callers and tests; the value is the error
 * that the client of the service sees. Source: Graph "Error responses and resource types".
 */
export const odataErrors = {
  syntax: 'badRequest',
  tooLong: 'badRequest',
  tooDeep: 'badRequest',
  tooManyClauses: 'unsupportedQuery',
  unknownFunction: 'badRequest',
  unknownProperty: 'badRequest',
  invalidLiteral: 'badRequest',
  unsupportedOperator: 'unsupportedQuery',
  unknownOption: 'badRequest',
  duplicateOption: 'badRequest',
  invalidOption: 'badRequest',
  unsupportedOption: 'unsupportedQuery',
  invalidPageSize: 'unsupportedQuery',
  unsupportedOrder: 'unsupportedQuery',
  invalidSkipToken: 'expiredPageToken',
} as const satisfies Record<string, ErrorCode>

export type ODataErrorCode = keyof typeof odataErrors

/** The query of a request cannot be answered. The message is meant for the caller and says what to change. */
export class ODataError extends Error {
  override readonly name = 'ODataError'
  readonly code: ODataErrorCode
  /** Index of the offending character in the text of the option, counted from 0; absent where no single place is to blame. */
  readonly position: number | undefined

  constructor(code: ODataErrorCode, message: string, position?: number) {
    super(message)
    this.code = code
    this.position = position
  }

  /** The code of the Graph error envelope. */
  get graphCode(): string {
    return errorCodes[odataErrors[this.code]].code
  }
}

/** The refusal as the service's own error, which the door turns into a response. */
export function toEntrainError(error: ODataError): EntrainError {
  return new EntrainError(odataErrors[error.code], error.message, { cause: error })
}

/** Longer texts are cut in messages: the caller knows what it sent. */
const quotedCharsMax = 80

/** A syntax error that names the place in the text and what was expected there. */
export function syntaxError(text: string, position: number, expectation: string): ODataError {
  const quoted = text.length > quotedCharsMax ? `${text.slice(0, quotedCharsMax)}…` : text
  return new ODataError('syntax', `Syntax error at position ${position} in '${quoted}'. ${expectation}`, position)
}
