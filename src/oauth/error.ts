const badRequest = { status: 400 } as const
const unauthorized = { error: 'invalid_client', status: 401 } as const
const invalidRequest = { error: 'invalid_request', ...badRequest } as const
const invalidGrant = { error: 'invalid_grant', ...badRequest } as const
const invalidScope = { error: 'invalid_scope', ...badRequest } as const
const invalidResource = { error: 'invalid_resource', ...badRequest } as const
const unauthorizedClient = { error: 'unauthorized_client', ...badRequest } as const
const accessDenied = { error: 'access_denied', ...badRequest } as const
const expiredToken = { error: 'expired_token', ...badRequest } as const

interface OAuthErrorRow {
  readonly error: string
  readonly status: number
  readonly suberror?: string
}

/**
 * The refusals of the token side. The number is what scripts and libraries search for in the text, the name is
 * OAuth's (RFC 6749 section 5.2); both are promises, the sentences are not (identity-platform section 10).
 * An assertion that does not authenticate its client is `invalid_client` (RFC 7521 section 4.2.1).
 */
export const oauthErrors = {
  28000: invalidScope,
  28002: invalidScope,
  28003: invalidScope,
  50001: invalidResource,
  50011: invalidRequest,
  50012: unauthorized,
  50013: unauthorized,
  50020: invalidGrant,
  50034: invalidGrant,
  50049: { error: 'invalid_instance', ...badRequest },
  50053: invalidGrant,
  50055: invalidGrant,
  50057: invalidGrant,
  50058: { error: 'login_required', ...badRequest },
  50059: invalidRequest,
  50076: { error: 'interaction_required', ...badRequest },
  50105: invalidGrant,
  50126: invalidGrant,
  50128: invalidGrant,
  50147: invalidRequest,
  50173: invalidGrant,
  50177: invalidGrant,
  50194: invalidRequest,
  54005: invalidGrant,
  65001: { ...invalidGrant, suberror: 'consent_required' },
  65004: { error: 'authorization_declined', ...badRequest },
  70000: invalidGrant,
  70001: unauthorizedClient,
  70002: invalidGrant,
  70003: { error: 'unsupported_grant_type', ...badRequest },
  70005: { error: 'unsupported_response_type', ...badRequest },
  70007: { error: 'unsupported_response_mode', ...badRequest },
  70008: invalidGrant,
  70011: invalidScope,
  70016: { error: 'authorization_pending', ...badRequest },
  70018: { error: 'bad_verification_code', ...badRequest },
  70019: expiredToken,
  70020: expiredToken,
  90002: invalidRequest,
  90014: invalidRequest,
  90033: { error: 'temporarily_unavailable', status: 503 },
  90094: accessDenied,
  90095: accessDenied,
  500011: invalidResource,
  500131: invalidGrant,
  500133: unauthorized,
  501051: invalidGrant,
  501481: invalidGrant,
  650057: invalidResource,
  700005: invalidGrant,
  700011: unauthorizedClient,
  700016: unauthorizedClient,
  700022: invalidRequest,
  700025: unauthorized,
  700027: unauthorized,
  700054: { error: 'unsupported_response_type', ...badRequest },
  700082: invalidGrant,
  700084: invalidGrant,
  700211: unauthorized,
  700212: unauthorized,
  700213: unauthorized,
  900023: invalidRequest,
  900144: invalidRequest,
  900561: invalidRequest,
  1002012: invalidScope,
  7000112: unauthorizedClient,
  7000114: unauthorizedClient,
  7000215: unauthorized,
  7000218: unauthorized,
  7000222: unauthorized,
  9000411: invalidRequest,
  9001023: unauthorizedClient,
  9002313: invalidRequest,
  9002326: invalidRequest,
  9002327: invalidRequest,
} as const satisfies Record<number, OAuthErrorRow>

export type OAuthErrorNumber = keyof typeof oauthErrors

export interface OAuthErrorOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Overrides the row's: `basic_action`, `additional_action`, `bad_token`, `token_expired`, `consent_required`. */
  readonly suberror?: string
  /** What the client should ask for next time (`claims` request parameter), as JSON text. */
  readonly claims?: string
  /**
   * Another name than the row's, with 400: `invalid_grant` where an assertion was the grant itself and not the client's
   * proof (RFC 7521 section 4.1.1), `slow_down` where a device asks too often (RFC 8628 section 3.5).
   */
  readonly as?: 'invalid_grant' | 'slow_down'
}

/** A refusal that the client can read. Anything else that is thrown is a defect of ours. */
export class OAuthError extends Error {
  readonly number: OAuthErrorNumber
  readonly headers: Readonly<Record<string, string>>
  readonly suberror: string | undefined
  readonly claims: string | undefined
  readonly error: string
  readonly status: number

  constructor(number: OAuthErrorNumber, message: string, options: OAuthErrorOptions = {}) {
    super(message)
    const { headers = {}, suberror, claims, as } = options
    this.name = 'OAuthError'
    const known: OAuthErrorRow = oauthErrors[number]
    const row = as === undefined ? known : { ...known, ...badRequest, error: as }
    this.number = number
    this.error = row.error
    this.status = row.status
    this.headers = headers
    this.suberror = suberror ?? row.suberror
    this.claims = claims
  }
}

export interface ErrorPlace {
  readonly traceId: string
  readonly correlationId: string
  readonly origin: string
}

/** The JSON body of a refusal (client-compatibility 3.11). */
export function toErrorBody(
  refusal: OAuthError,
  { traceId, correlationId, origin }: ErrorPlace,
  nowMs: number,
): object {
  const { number, message, error, suberror, claims } = refusal
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')}Z`
  const ids = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`
  return {
    error,
    error_description: `AADSTS${number}: ${message} ${ids}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${origin}/error?code=${number}`,
    ...(suberror !== undefined && { suberror }),
    ...(claims !== undefined && { claims }),
  }
}
