import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import { parseVersion, toEntityTag } from './schema-home.ts'

/**
 * The version that the caller says to have changed: the job's current one, or null without `If-Match` or with `*`
 * (RFC 9110 section 13.1.1). Refuses with `preconditionFailed` when it is another one. Weak tags and bare versions are
 * understood too.
 */
export function readIfMatch({ request }: Pick<Call, 'request'>, { schemaVersion }: SynchronizationJob): number | null {
  const header = request.header('if-match')
  if (header === undefined || header.trim() === '*') return null
  const tags = header.split(',').map((tag) => parseVersion(tag.trim().replace(/^W\//, '').replaceAll('"', '')))
  if (tags.includes(schemaVersion)) return schemaVersion
  const message = `The schema is ${toEntityTag(schemaVersion)} now, which If-Match does not name. Read it again and repeat the change.`
  throw new EntrainError('preconditionFailed', message, { headers: { ETag: toEntityTag(schemaVersion) } })
}
