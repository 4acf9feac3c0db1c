import type { UploadsReader } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import type { Backlog } from '../ingest/backlog.ts'
import type { Upload } from '../model/upload.ts'

const pageSize = 1_000

/** What waited when the server stopped waits still: counts it, before the engine begins to settle it. */
export async function countBacklog(
  backlog: Backlog,
  store: Store,
  uploads: Pick<UploadsReader, 'list'>,
): Promise<void> {
  for (const { id: tenantId } of await store.tenants.list()) {
    for (const { id: jobId, progress } of await store.forTenant(tenantId).jobs.list()) {
      const waiting = await listAfter(progress.cursor, (before) => uploads.list(tenantId, jobId, pageSize, before))
      for (const { sequence, bodyBytes } of waiting.reverse()) backlog.staged(tenantId, jobId, sequence, bodyBytes)
    }
  }
}

/** Newest first. */
async function listAfter(
  cursor: number,
  list: (before: number | null) => Promise<readonly Upload[]>,
): Promise<Upload[]> {
  const found: Upload[] = []
  for (;;) {
    const page = await list(found.at(-1)?.sequence ?? null)
    const newer = page.filter(({ sequence }) => sequence > cursor)
    found.push(...newer)
    if (newer.length < pageSize) return found
  }
}
