/**
 * The ways in which the service fails on purpose. The key is a promise to our own code; `code` is what Graph clients
 * read (graph-conventions: "Codes"). Texts may be reworded.
 */
export const errorCodes = {
  badRequest: { status: 400, code: 'BadRequest' },
  invalidValue: { status: 400, code: 'Request_BadRequest' },
  requestParameterInvalid: { status: 400, code: 'RequestParameterInvalid' },
  unsupportedQuery: { status: 400, code: 'Request_UnsupportedQuery' },
  enabledEntitlement: { status: 400, code: 'CannotDeleteOrUpdateEnabledEntitlement' },
  invalidDataFormat: { status: 400, code: 'InvalidDataFormat' },
  expiredPageToken: { status: 400, code: 'Directory_ExpiredPageToken' },
  schemaInvalid: { status: 400, code: 'SchemaInvalid' },
  invalidToken: { status: 401, code: 'InvalidAuthenticationToken' },
  identityNotFound: { status: 401, code: 'Authorization_IdentityNotFound' },
  accessDenied: { status: 403, code: 'Authorization_RequestDenied' },
  permissionMissing: { status: 403, code: 'Authentication_MSGraphPermissionMissing' },
  notFound: { status: 404, code: 'Request_ResourceNotFound' },
  methodNotAllowed: { status: 405, code: 'Request_BadRequest' },
  notAcceptable: { status: 406, code: 'NotAcceptable' },
  conflict: { status: 409, code: 'Conflict' },
  sameKeyValue: { status: 409, code: 'Request_MultipleObjectsWithSameKeyValue' },
  syncStateNotFound: { status: 410, code: 'syncStateNotFound' },
  preconditionFailed: { status: 412, code: 'PreconditionFailed' },
  bodyTooLarge: { status: 413, code: 'RequestEntityTooLarge' },
  unsupportedMediaType: { status: 415, code: 'UnsupportedMediaType' },
  unprocessable: { status: 422, code: 'UnprocessableEntity' },
  failedDependency: { status: 424, code: 'FailedDependency' },
  tooManyRequests: { status: 429, code: 'TooManyRequests' },
  internal: { status: 500, code: 'InternalServerError' },
  notSupported: { status: 501, code: 'notSupported' },
  unavailable: { status: 503, code: 'ServiceUnavailable' },
} as const satisfies Record<string, { status: number; code: string }>

export type ErrorCode = keyof typeof errorCodes

/** One precise finding inside an error. `target` is a JSON pointer or a property name. */
export interface ErrorDetail {
  readonly code: string
  readonly message: string
  readonly target?: string
}

export interface ErrorExtras {
  readonly details?: readonly ErrorDetail[]
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** A failure that the caller can read and act on. Anything else that is thrown is a defect of ours. */
export class EntrainError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[]
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause })
    this.name = 'EntrainError'
    this.code = code
    this.details = extras.details ?? []
    this.headers = extras.headers ?? {}
  }
}
