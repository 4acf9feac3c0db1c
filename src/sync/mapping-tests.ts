import { EvaluationFailure } from '../expression/error.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { OperationOrigin } from '../model/provisioning-log.ts'
import type { MappingTest, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { parseBulkRequest } from '../scim/bulk-request.ts'
import { bulkRequestSchema, coreUserSchema } from '../scim/uris.ts'
import { ownProperty } from '../std/own-property.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { readRecord } from './import.ts'
import { compileJob, type JobProgram } from './job-program.ts'
import { prepareRecord } from './prepare.ts'
import { toAttributeValue } from './to-attribute-value.ts'
import type { Prepared } from './trail.ts'

/** What one test came to. */
export interface MappingTestResult {
  readonly name: string
  /** JSON pointer of the test. */
  readonly target: string
  readonly passed: boolean
  /** Null when the record could not be read at all. */
  readonly inScope: boolean | null
  /** Why the record was left alone or failed, in the words of the provisioning log; null when it would be written. */
  readonly reason: string | null
  readonly failures: readonly MappingTestFailure[]
}

export interface MappingTestFailure {
  /** JSON pointer of the expectation. */
  readonly target: string
  /** Target attribute, or `inScope`. */
  readonly name: string
  readonly expected: AttributeValue
  readonly actual: AttributeValue
}

/**
 * Runs the tests that stand beside the mappings of a schema (ours), with the engine's own compiler, scoping and mapping.
 * What is compared is what a new account would get: the mapped value, else the mapping's default. Values compare exactly,
 * after both sides took the type of the target attribute. Object mappings that do not compile are passed over: their
 * problems are named by the check of the schema. Pure but for what the context hands in.
 */
export function runMappingTests(
  schema: SynchronizationSchema,
  context: EvaluationContext,
): readonly MappingTestResult[] {
  return schema.synchronizationRules.flatMap((rule, ruleIndex) =>
    rule.objectMappings.flatMap((objectMapping, index) => {
      const { mappingTests = [] } = objectMapping
      if (mappingTests.length === 0) return []
      // A test speaks about its own object mapping, be it the one that the job runs or not.
      const alone = { ...rule, objectMappings: [{ ...objectMapping, enabled: true }] }
      const { program } = compileJob({ ...schema, synchronizationRules: [alone] }, 0)
      if (program === null) return []
      const at = `/synchronizationRules/${ruleIndex}/objectMappings/${index}/mappingTests`
      return mappingTests.map((test, position) => runTest(test, { program, context, at: `${at}/${position}` }))
    }),
  )
}

interface TestPlace {
  readonly program: JobProgram
  readonly context: EvaluationContext
  readonly at: string
}

function runTest(test: MappingTest, { program, context, at }: TestPlace): MappingTestResult {
  const clock = test.now === null ? context : { ...context, now: new Date(test.now) }
  const result = { name: test.name, target: at }
  const bulk = parseBulkRequest(toBulkRequest(test))
  if (bulk.kind === 'invalid') {
    const reason = bulk.details.map(({ target, message }) => `${target}: ${message}`).join(' ')
    return { ...result, passed: false, inScope: null, reason, failures: [] }
  }
  const record = readRecord(test.record, { origin: nowhere, cause: 'upload' }, program)
  const prepared = prepareRecord(program, record, clock)
  const failures = findFailures(test, prepared, { program, context, at })
  const reason = prepared.ends?.error.reason ?? null
  return { ...result, passed: failures.length === 0, inScope: prepared.scope.inScope, reason, failures }
}

/** As an upload would carry it, to be read as strictly. */
function toBulkRequest({ record }: MappingTest): object {
  const data = ownProperty(record, 'schemas') === undefined ? { schemas: [coreUserSchema], ...record } : record
  return { schemas: [bulkRequestSchema], Operations: [{ method: 'POST', path: '/Users', bulkId: '1', data }] }
}

/** A test is no upload, and nothing of it is logged. */
const nowhere: OperationOrigin = { uploadSequence: 0, uploadId: '', requestId: '', operationIndex: 0, bulkId: '1' }

function findFailures(test: MappingTest, prepared: Prepared, { program, at }: TestPlace): MappingTestFailure[] {
  const failures: MappingTestFailure[] = []
  const { inScope, attributes } = test.expected
  if (inScope !== null && inScope !== prepared.scope.inScope) {
    const target = `${at}/expected/inScope`
    failures.push({ target, name: 'inScope', expected: inScope, actual: prepared.scope.inScope })
  }
  for (const [name, value] of Object.entries(attributes)) {
    const mapping = program.mappings.find((each) => each.target.name === name)
    const actual = mapping === undefined ? null : actualValue(mapping, prepared)
    const expected = mapping === undefined ? value : toComparable(value, mapping)
    if (JSON.stringify(actual) === JSON.stringify(expected)) continue
    const shown = mapping !== undefined && isSecret(mapping) ? '[Redact]' : actual
    failures.push({ target: `${at}/expected/attributes/${escapePointer(name)}`, name, expected: value, actual: shown })
  }
  return failures
}

function actualValue(mapping: CompiledMapping, { desired, ends, scope }: Prepared): AttributeValue {
  if (!scope.inScope || ends !== null) return null
  const [candidate] = desired.candidates.get(mapping.index) ?? []
  return candidate ?? desired.values[mapping.index] ?? mapping.defaultValue
}

/** `"True"` is what a Boolean attribute would make of it; a text that does not fit stays what it is, and is unequal. */
function toComparable(expected: AttributeValue, { target }: CompiledMapping): AttributeValue {
  try {
    return toAttributeValue(expected, target)
  } catch (error) {
    if (error instanceof EvaluationFailure) return expected
    throw error
  }
}

function isSecret({ redacts, target }: CompiledMapping): boolean {
  return redacts || target.mutability === 'WriteOnly'
}

/** RFC 6901 section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
