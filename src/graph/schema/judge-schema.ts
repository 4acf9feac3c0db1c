import type { EvaluationContext } from '../../expression/evaluation.ts'
import { toDisplayText } from '../../model/attribute-value.ts'
import type { ErrorDetail } from '../../model/error.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { type MappingTestResult, runMappingTests } from '../../sync/mapping-tests.ts'
import { checkSchema, type SchemaVerdict } from '../../sync/schema/check-schema.ts'

/** All that can be said about a schema before it is saved. */
export interface SchemaJudgement extends SchemaVerdict {
  readonly testResults: readonly MappingTestResult[]
}

/** Checks the schema and, when it runs, runs its mapping tests. */
export function judgeSchema(schema: SynchronizationSchema, context: EvaluationContext): SchemaJudgement {
  const verdict = checkSchema(schema)
  return { ...verdict, testResults: verdict.problems.length > 0 ? [] : runMappingTests(schema, context) }
}

/** Why a schema is refused: what would break a run, and tests that failed. */
export function findRefusals({ problems, testResults }: SchemaJudgement): readonly ErrorDetail[] {
  return [...problems, ...testResults.flatMap(toTestRefusals)]
}

function toTestRefusals({ name, target, passed, reason, failures }: MappingTestResult): readonly ErrorDetail[] {
  if (passed) return []
  const because = reason === null ? '' : ` (${reason})`
  if (failures.length === 0)
    return [{ code: 'MappingTestFailed', target, message: `The mapping test '${name}' cannot be run.${because}` }]
  return failures.map((failure) => ({
    code: 'MappingTestFailed',
    target: failure.target,
    message: `The mapping test '${name}' expects ${failure.name} = ${shown(failure.expected)} and gets ${shown(failure.actual)}.${because}`,
  }))
}

function shown(value: Parameters<typeof toDisplayText>[0]): string {
  const text = toDisplayText(value)
  return text === null ? 'no value' : `'${text}'`
}
