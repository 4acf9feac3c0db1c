import type { Refusals } from '../../auth/refusals.ts'
import { toGraphTime } from '../graph-time.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { entityResponse } from '../odata-response.ts'

export interface RefusalParts {
  readonly refusals: Pick<Refusals, 'find'>
}

/** Why a request was answered with 401 or 403 (ours): the server remembers the latest of each tenant. */
export function refusalRoutes({ refusals }: RefusalParts): Handlers {
  return {
    async 'GET /auditLogs/refusals/{requestId}'(call) {
      const { requestId = '' } = call.params
      const found = refusals.find(call.principal.tenantId, requestId)
      if (found === undefined) throw resourceNotFound(requestId)
      const { at, claimedTenantId: _, ...refusal } = found
      const body = { id: refusal.requestId, ...refusal, refusedDateTime: toGraphTime(at) }
      return entityResponse(call, 'auditLogs/refusals/$entity', body)
    },
  }
}
