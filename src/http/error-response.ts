import { EntrainError, errorCodes } from '../model/error.ts'
import type { HttpRequest, HttpResponse } from './message.ts'

/** Turns whatever was thrown into Graph's envelope (graph-conventions 13.1). Nothing of a defect of ours is shown. */
export function toErrorResponse(
  error: unknown,
  request: Pick<HttpRequest, 'requestId' | 'clientRequestId'>,
  nowMs: number,
): HttpResponse {
  const known = error instanceof EntrainError ? error : undefined
  const { status, code } = errorCodes[known?.code ?? 'internal']
  const body = {
    error: {
      code,
      message: known?.message ?? 'An internal error occurred. The request-id leads to it in the log of the service.',
      ...(known !== undefined && known.details.length > 0 && { details: known.details }),
      innerError: {
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': request.requestId,
        'client-request-id': request.clientRequestId,
      },
    },
  }
  return { status, headers: { 'Content-Type': 'application/json', ...known?.headers }, body: JSON.stringify(body) }
}

/** Whether somebody has to look into it: everything that is no refusal of ours. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof EntrainError) || error.code === 'internal'
}
