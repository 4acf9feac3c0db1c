import type { Permission } from '../auth/permissions.ts'
import type { HttpResponse } from '../http/message.ts'
import type { Call } from '../http/route.ts'
import { parseBulkBody } from '../ingest/parse-bulk-body.ts'
import { EntrainError } from '../model/error.ts'
import type { Simulate } from '../model/simulation.ts'
import { holdsAny } from './caller.ts'
import { entityResponse } from './odata-response.ts'

/** Asks for a report about what an upload would do, instead of the upload (ours). */
export const simulatePreference = 'entrain-simulate'

/** Records, examples and conflicts per list of a report. */
export const detailLimits = { detailDefault: 20, detailMax: 1_000 } as const

const readers = ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'] as const satisfies readonly Permission[]

/** A report shows what accounts hold now, which is more than an uploader knows. Refuses with `accessDenied`. */
export function requireReportReader({ principal }: Pick<Call, 'principal'>): void {
  if (holdsAny(principal, readers)) return
  const message = `A simulation shows values of accounts; besides the upload permission it needs one of ${readers.join(', ')}.`
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message }],
  })
}

interface UploadToSimulate {
  readonly simulate: Simulate
  readonly body: Uint8Array
}

/** 200 with the report; nothing is staged. A body that `bulkUpload` would refuse is refused alike. */
export async function simulateUpload(call: Call, { simulate, body }: UploadToSimulate): Promise<HttpResponse> {
  const { principal, params } = call
  requireReportReader(call)
  parseBulkBody(body)
  const report = await simulate({
    tenantId: principal.tenantId,
    jobId: params.jobId ?? '',
    source: { kind: 'bodies', bodies: [body], isSnapshot: false },
    detailMax: detailLimits.detailDefault,
  })
  const response = entityResponse(call, simulationContext, report)
  return { ...response, headers: { ...response.headers, 'Preference-Applied': simulatePreference } }
}

/** What stands behind `$metadata#` of a report. */
export const simulationContext = 'microsoft.graph.entrain.simulationReport'
