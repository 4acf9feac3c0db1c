import type { Clock } from '../../contracts/clock.ts'
import { toErrorResponse } from '../../http/error-response.ts'
import { json } from '../../http/json-response.ts'
import type { Handler, HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import { BatchedRequest } from '../batch/batched-request.ts'
import { type BatchItem, parseBatch } from '../batch/parse-batch.ts'
import { runBatch } from '../batch/run-batch.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'

export interface BatchParts {
  /** The door itself: token, throttle, permissions and errors of each item are those of a single request. */
  readonly dispatch: Handler
  readonly clock: Clock
}

const bodyBytesMax = 16 * 1024 * 1024

/** Several requests in one (graph-conventions section 16). */
export function batchRoutes(parts: BatchParts): Handlers {
  return { 'POST /$batch': (call) => answer(call, parts) }
}

async function answer(call: Call, { dispatch, clock }: BatchParts): Promise<HttpResponse> {
  if (call.request instanceof BatchedRequest) throw new EntrainError('badRequest', 'A batch cannot hold a batch.')
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const toRequest = (item: BatchItem) => new BatchedRequest(item, call.request, call.version)
  const responses = await runBatch(parseBatch(body), {
    send: (item) => dispatch(toRequest(item)),
    failDependency(item) {
      const request = toRequest(item)
      const names = item.dependsOn.map((id) => `'${id}'`).join(', ')
      const error = new EntrainError('failedDependency', `A request that this one depends on failed: ${names}.`)
      const response = toErrorResponse(error, request, clock.now())
      const ids = { 'request-id': request.requestId, 'client-request-id': request.clientRequestId }
      return { ...response, headers: { ...ids, ...response.headers } }
    },
  })
  return json({ responses })
}
