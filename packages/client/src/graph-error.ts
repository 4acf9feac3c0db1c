/** One precise finding inside an error. */
export interface GraphErrorDetail {
  readonly code: string
  readonly message: string
  readonly target?: string
}

interface Facts {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details: readonly GraphErrorDetail[]
  readonly requestId: string | null
  readonly clientRequestId: string | null
}

/** The service refused a request, or failed. */
export class GraphError extends Error {
  /** HTTP status. */
  readonly status: number
  /** For programs: `Request_ResourceNotFound`. */
  readonly code: string
  readonly details: readonly GraphErrorDetail[]
  /** Names the request to whoever runs the service; null when the answer did not say. */
  readonly requestId: string | null
  readonly clientRequestId: string | null

  constructor({ status, code, message, details, requestId, clientRequestId }: Facts) {
    super(message)
    this.name = 'GraphError'
    this.status = status
    this.code = code
    this.details = details
    this.requestId = requestId
    this.clientRequestId = clientRequestId
  }
}

/** Reads the envelope of an error (Graph page "Microsoft Graph error responses"); answers of others count too. */
export async function readGraphError(response: Response): Promise<GraphError> {
  const text = await response.text()
  const error = memberOf(parse(text), 'error')
  const { status, statusText, headers } = response
  return new GraphError({
    status,
    code: textOf(error, 'code') ?? `Http${status}`,
    message: textOf(error, 'message') ?? (text.slice(0, bodyShownMax) || statusText || `HTTP status ${status}`),
    details: toDetails(memberOf(error, 'details')),
    requestId: headers.get('request-id'),
    clientRequestId: headers.get('client-request-id'),
  })
}

/** UTF-16 units of a body that is no error envelope. */
const bodyShownMax = 500

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toDetails(value: unknown): readonly GraphErrorDetail[] {
  if (!Array.isArray(value)) return []
  return value.map((detail) => {
    const target = textOf(detail, 'target')
    const shared = { code: textOf(detail, 'code') ?? '', message: textOf(detail, 'message') ?? '' }
    return target === undefined ? shared : { ...shared, target }
  })
}

function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : undefined
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
