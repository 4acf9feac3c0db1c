/**
 * One row is one way in which a query can be refused. The key is a promise to callers and tests; `graphCode` is what the
 * error envelope carries. Every one of them is a 400. Source: Graph "Error responses and resource types".
 */
export const odataErrors = {
  syntax: { graphCode: 'BadRequest' },
  tooLong: { graphCode: 'BadRequest' },
  tooDeep: { graphCode: 'BadRequest' },
  tooManyClauses: { graphCode: 'Request_UnsupportedQuery' },
  unknownFunction: { graphCode: 'BadRequest' },
  unknownProperty: { graphCode: 'BadRequest' },
  invalidLiteral: { graphCode: 'BadRequest' },
  unsupportedOperator: { graphCode: 'Request_UnsupportedQuery' },
  unknownOption: { graphCode: 'BadRequest' },
  duplicateOption: { graphCode: 'BadRequest' },
  invalidOption: { graphCode: 'BadRequest' },
  unsupportedOption: { graphCode: 'Request_UnsupportedQuery' },
  invalidPageSize: { graphCode: 'Request_UnsupportedQuery' },
  unsupportedOrder: { graphCode: 'Request_UnsupportedQuery' },
  invalidSkipToken: { graphCode: 'Directory_ExpiredPageToken' },
} as const satisfies Record<string, { graphCode: string }>

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
    return odataErrors[this.code].graphCode
  }
}

/** Longer texts are cut in messages: the caller knows what it sent. */
const quotedCharsMax = 80

/** A syntax error that names the place in the text and what was expected there. */
export function syntaxError(text: string, position: number, expectation: string): ODataError {
  const quoted = text.length > quotedCharsMax ? `${text.slice(0, quotedCharsMax)}…` : text
  return new ODataError('syntax', `Syntax error at position ${position} in '${quoted}'. ${expectation}`, position)
}
