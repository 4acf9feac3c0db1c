/**
 * The refusals of the token side. The number is what scripts and libraries search for in the text, the name is
 * OAuth's (RFC 6749 section 5.2); both are promises, the sentences are not (identity-platform section 10).
 */
export const oauthErrors = {
  28000: { error: 'invalid_scope', status: 400 },
  50049: { error: 'invalid_instance', status: 400 },
  50059: { error: 'invalid_request', status: 400 },
  70003: { error: 'unsupported_grant_type', status: 400 },
  90002: { error: 'invalid_request', status: 400 },
  90033: { error: 'temporarily_unavailable', status: 503 },
  500011: { error: 'invalid_resource', status: 400 },
  700016: { error: 'unauthorized_client', status: 400 },
  700027: { error: 'invalid_client', status: 401 },
  700054: { error: 'unsupported_response_type', status: 400 },
  900023: { error: 'invalid_request', status: 400 },
  900144: { error: 'invalid_request', status: 400 },
  900561: { error: 'invalid_request', status: 400 },
  1002012: { error: 'invalid_scope', status: 400 },
  7000112: { error: 'unauthorized_client', status: 400 },
  7000215: { error: 'invalid_client', status: 401 },
  7000218: { error: 'invalid_client', status: 401 },
  7000222: { error: 'invalid_client', status: 401 },
  9000411: { error: 'invalid_request', status: 400 },
  9001023: { error: 'unauthorized_client', status: 400 },
  9002313: { error: 'invalid_request', status: 400 },
} as const satisfies Record<number, { error: string; status: number }>

export type OAuthErrorNumber = keyof typeof oauthErrors

/** A refusal that the client can read. Anything else that is thrown is a defect of ours. */
export class OAuthError extends Error {
  readonly number: OAuthErrorNumber
  readonly headers: Readonly<Record<string, string>>

  constructor(number: OAuthErrorNumber, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'OAuthError'
    this.number = number
    this.headers = headers
  }
}

export interface ErrorIds {
  readonly traceId: string
  readonly correlationId: string
}

/** The JSON body of a refusal (client-compatibility 3.11). */
export function toErrorBody(
  { number, message }: OAuthError,
  { traceId, correlationId }: ErrorIds,
  nowMs: number,
): object {
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')}Z`
  const ids = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`
  return {
    error: oauthErrors[number].error,
    error_description: `AADSTS${number}: ${message} ${ids}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  }
}
