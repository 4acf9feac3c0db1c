import type { EvaluationContext } from '../../expression/evaluation.ts'
import type { Call } from '../../http/route.ts'
import type { ErrorDetail } from '../../model/error.ts'
import type { Principal } from '../../model/principal.ts'
import type { SchemaAuthor } from '../../model/schema-version.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { diffSchemas, summarizeDiff } from '../../sync/schema/schema-diff.ts'
import { needsEvaluation } from '../../sync/schema-change.ts'
import type { AuditCall } from '../audit-call.ts'
import { auditProvisioning } from '../synchronization-audit.ts'
import type { ForTenant } from '../tenant-part.ts'
import { findRefusals, judgeSchema } from './judge-schema.ts'
import { parseSynchronizationSchema, schemaInvalid } from './parse-schema.ts'
import { toEntityTag, toVersion } from './schema-home.ts'
import { keepMappings } from './security-attribute-mappings.ts'

export interface SchemaSavingParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
  readonly audit: AuditCall
  /** Clock, chance and domains as expressions of this tenant see them. */
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
  /** Tells the engine that the job has something to do. */
  readonly wake: (tenantId: string, jobId: string) => void
}

export interface SchemaEdit {
  readonly job: SynchronizationJob
  readonly schema: SynchronizationSchema
  /** The version that was edited, or null when the caller did not say. */
  readonly basedOn: number | null
  /** Stands before the summary of the change, e.g. `back to v2`. */
  readonly note?: string
}

export interface SavedSchema {
  readonly version: number
  readonly warnings: readonly ErrorDetail[]
}

/**
 * Checks a schema and makes it the job's next version; one that says the same as the current one makes no version
 * (provisioning-engine section 17). Refuses with `schemaInvalid`, `preconditionFailed`, and with
 * `accessDenied` who may not change mappings to custom security attributes.
 */
export async function saveSchema(call: Call, parts: SchemaSavingParts, edit: SchemaEdit): Promise<SavedSchema> {
  const { job, basedOn, note } = edit
  const { tenantId } = call.principal
  const before = normalize(job.schema)
  const schema = keepMappings(call.principal, before, normalize(edit.schema))
  const judgement = judgeSchema(schema, await parts.evaluationContextOf(tenantId))
  const refusals = findRefusals(judgement)
  if (refusals.length > 0) throw schemaInvalid(refusals)
  const { warnings } = judgement
  const next = { ...schema, id: job.schema.id, version: toVersion(job.schemaVersion + 1) }
  const after = normalize(next)
  if (JSON.stringify(before) === JSON.stringify(after)) return { version: job.schemaVersion, warnings }
  const difference = summarizeDiff(diffSchemas(before, after))
  const summary = [note, difference].filter((part) => part !== undefined && part !== null).join(': ')
  const evaluates = needsEvaluation(before, after)
  const changedBy = toAuthor(call.principal)
  const change = { changedBy, summary: summary === '' ? null : summary, basedOn, evaluates }
  const { applications, jobs } = parts.forTenant(tenantId)
  const version = await jobs.saveSchema(job.id, next, change)
  await auditProvisioning(
    call,
    { applications, audit: parts.audit },
    {
      activity: 'Update attribute mappings or scope',
      servicePrincipalId: job.servicePrincipalId,
      jobId: job.id,
      modifiedProperties: [
        { name: 'schema.version', oldValue: toVersion(job.schemaVersion), newValue: toVersion(version) },
      ],
      ...(summary === '' ? {} : { details: { Change: summary } }),
    },
  )
  if (evaluates) parts.wake(tenantId, job.id)
  return { version, warnings }
}

/** Headers of an answer to a change: the new tag, and how many warnings `schema/validate` would tell (ours). */
export function toSavedHeaders({ version, warnings }: SavedSchema): Readonly<Record<string, string>> {
  const count = warnings.length === 0 ? {} : { 'Entrain-Schema-Warnings': String(warnings.length) }
  return { ETag: toEntityTag(version), ...count }
}

/** In the form that clients see, so that writing back what was read is no change. */
function normalize(schema: SynchronizationSchema): SynchronizationSchema {
  return parseSynchronizationSchema({ ...schema, id: '', version: '' })
}

function toAuthor(principal: Principal): SchemaAuthor {
  const { appId } = principal
  return principal.kind === 'application'
    ? { appId, servicePrincipalId: principal.servicePrincipalId, userId: null }
    : { appId, servicePrincipalId: null, userId: principal.userId }
}
