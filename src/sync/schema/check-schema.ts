import type { ErrorDetail } from '../../model/error.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { compileJob, findObjectMapping } from '../job-program.ts'
import { findMappingProblems } from './check-mappings.ts'
import { findStructureProblems } from './check-structure.ts'
import { embeddedDirectory, type TargetFacts } from './target-facts.ts'
import { findWarnings } from './warnings.ts'

export interface SchemaVerdict {
  /** With any of these every record would fail: the schema is refused. Targets are JSON pointers into it. */
  readonly problems: readonly ErrorDetail[]
  /** The schema runs, and its author should look again. */
  readonly warnings: readonly ErrorDetail[]
}

/** Warnings that one answer names. */
const warningsMax = 100

/** Everything that can be said about a schema without a record (provisioning-engine section 17). Pure. */
export function checkSchema(schema: SynchronizationSchema, facts: TargetFacts = embeddedDirectory): SchemaVerdict {
  const found = findObjectMapping(schema)
  const { problems } = compileJob(schema, 0)
  const all = [
    ...findStructureProblems(schema),
    ...problems,
    ...(found === undefined ? [] : findMappingProblems(found, facts)),
  ]
  return {
    problems: withoutDoubles(all),
    warnings: found === undefined ? [] : findWarnings(schema, found, facts).slice(0, warningsMax),
  }
}

/** Two rules may dislike the same thing; a list of mappings as a whole may lack several. */
function withoutDoubles(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const seen = new Set<string | undefined>()
  return details.filter(({ target, message }) => {
    const key = target?.endsWith('/attributeMappings') === true ? `${target} ${message}` : target
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  })
}
