import { setImmediate as nextTurn } from 'node:timers/promises'
import type { UploadsReader } from '../../contracts/staging.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { StagedUpload } from '../../model/upload.ts'
import { parseBulkRequest } from '../../scim/bulk-request.ts'
import { AttributeTally, type SeenAttributes } from '../../sync/schema/attribute-tally.ts'

/** How far back the look goes: far enough for every attribute that is still sent, near enough to answer at once. */
export const discoveryLimits = {
  uploadsMax: 1_000,
  uploadsPerPage: 100,
  operationsMax: 20_000,
  bytesMax: 64 * 1024 * 1024,
} as const

/** What the retained uploads of a job carry and its schema does not use (ours). */
export interface Discovery extends SeenAttributes {
  readonly uploadsRead: number
  readonly operationsRead: number
  /** There are older uploads that were not read. */
  readonly isPartial: boolean
}

/** Reads the uploads newest first; between two of them others get their turn. */
export async function discoverAttributes(
  uploads: Pick<UploadsReader, 'find' | 'list'>,
  tenantId: string,
  job: SynchronizationJob,
): Promise<Discovery> {
  const tally = new AttributeTally()
  const read = { uploads: 0, operations: 0, bytes: 0 }
  let before: number | null = null
  const isFull = () =>
    read.uploads >= discoveryLimits.uploadsMax ||
    read.operations >= discoveryLimits.operationsMax ||
    read.bytes >= discoveryLimits.bytesMax
  for (;;) {
    const page = await uploads.list(tenantId, job.id, discoveryLimits.uploadsPerPage, before)
    for (const { id, sequence, operationCount, bodyBytes } of page) {
      if (isFull()) return finish(tally, job, { ...read, isPartial: true })
      before = sequence
      read.uploads += 1
      read.operations += operationCount
      read.bytes += bodyBytes
      const upload = await uploads.find(tenantId, job.id, id)
      if (upload !== undefined) for (const user of usersOf(upload)) tally.add(user)
      await nextTurn()
    }
    if (page.length < discoveryLimits.uploadsPerPage) return finish(tally, job, { ...read, isPartial: false })
  }
}

function finish(
  tally: AttributeTally,
  { schema }: SynchronizationJob,
  read: { readonly uploads: number; readonly operations: number; readonly isPartial: boolean },
): Discovery {
  const { uploads: uploadsRead, operations: operationsRead, isPartial } = read
  return { ...tally.compareWith(schema), uploadsRead, operationsRead, isPartial }
}

function usersOf({ body }: StagedUpload) {
  const request = parseBulkRequest(parseJson(body))
  return request.kind === 'invalid' ? [] : request.operations.map(({ data }) => data)
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
