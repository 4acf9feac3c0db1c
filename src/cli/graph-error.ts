import { CommandError } from './command-error.ts'
import type { HttpAnswer } from './http-transport.ts'
import { listAt, objectAt, parseJson, textAt } from './json-value.ts'

/** A refusal by the Graph API, with what its error object says (Graph "Error responses and resource types"). */
export class GraphError extends CommandError {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string, hint: string | null) {
    super('server', message, hint)
    this.name = 'GraphError'
    this.status = status
    this.code = code
  }
}

const detailsMax = 10

export function graphError(
  answer: HttpAnswer,
  { method, path }: { readonly method: string; readonly path: string },
): GraphError {
  const error = objectAt(parseJson(answer.body), 'error')
  const code = textAt(error, 'code') ?? `status ${answer.status}`
  const text = textAt(error, 'message') ?? 'no reason given'
  const details = listAt(error, 'details')
    .slice(0, detailsMax)
    .map(
      (detail) => `\n  ${textAt(detail, 'target') ?? ''} ${textAt(detail, 'message') ?? textAt(detail, 'code') ?? ''}`,
    )
  const requestId = answer.headers['request-id']
  const message = [
    `${method} ${path.split('?')[0]} was refused: ${answer.status} ${code}: ${text}${details.join('')}`,
    requestId === undefined ? '' : `\n  request-id ${requestId}`,
  ].join('')
  return new GraphError(answer.status, code, message, hintFor(answer.status))
}

function hintFor(status: number): string | null {
  switch (status) {
    case 401:
      return 'The server does not accept the token: compare tenant, client id and the addresses.'
    case 403:
      return 'The application lacks a permission, or the service principal is of another tenant.'
    case 404:
      return 'Check --service-principal (its object id, not the appId) and --job.'
    case 412:
      return 'Somebody else changed the schema meanwhile: "entrain schema pull" again, or use --force.'
    case 429:
      return 'The server is still busy after several tries: use a lower --rate.'
    default:
      return null
  }
}
