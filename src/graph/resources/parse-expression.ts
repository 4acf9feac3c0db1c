import { type CompileOptions, compileExpression } from '../../expression/compile.ts'
import { ExpressionError } from '../../expression/error.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import { lookupTablesOf } from '../../expression/lookup-tables.ts'
import { parse } from '../../expression/parser.ts'
import { traceExpression } from '../../expression/trace.ts'
import { toParameterTree } from '../../expression/tree.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { entityResponse } from '../odata-response.ts'
import { findSchemaHome, type SchemaHomeParts } from '../schema/schema-home.ts'
import { toResultTexts, toTraceJson } from '../trace-json.ts'

export interface ParseExpressionParts extends SchemaHomeParts {
  /** Clock, chance and domains as expressions of this tenant see them. */
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
}

const bodyBytesMax = 256 * 1024

/** Graph page "synchronizationSchema: parseExpression". A wrong expression is an answer, not an HTTP error. */
export function parseExpressionRoutes(parts: ParseExpressionParts): Handlers {
  return {
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/parseExpression': (call) => answer(call, parts),
    'POST /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/parseExpression': (call) =>
      answer(call, parts),
    'POST /applications/{id}/synchronization/templates/{templateId}/schema/parseExpression': (call) =>
      answer(call, parts),
  }
}

async function answer(call: Call, parts: ParseExpressionParts) {
  const { schema } = await findSchemaHome(call, parts)
  const { expression, record } = readInput(await readJsonBody(call, bodyBytesMax))
  const context = await parts.evaluationContextOf(call.principal.tenantId)
  return entityResponse(
    call,
    'microsoft.graph.parseExpressionResponse',
    tryExpression(expression, { options: optionsFor(schema), record, context }),
  )
}

interface Input {
  readonly expression: string
  /** Attribute values to try the expression on, or null to parse only. */
  readonly record: ReadonlyMap<string, string | readonly string[] | null> | null
}

function readInput(body: unknown): Input {
  if (body === undefined) throw emptyPayload()
  const expression = isJsonObject(body) ? ownProperty(body, 'expression') : undefined
  if (!isJsonObject(body) || typeof expression !== 'string') {
    throw new EntrainError('invalidValue', "A value is required for property 'expression'.", {
      details: [{ code: 'MissingValue', target: 'expression', message: 'Send the expression as text.' }],
    })
  }
  const test = ownProperty(body, 'testInputObject')
  const properties = isJsonObject(test) ? ownProperty(test, 'properties') : undefined
  return { expression, record: Array.isArray(properties) ? toRecord(properties) : null }
}

function toRecord(properties: readonly unknown[]): Map<string, string | readonly string[] | null> {
  const values = new Map<string, string | readonly string[] | null>()
  for (const property of properties.filter(isJsonObject)) {
    const key = ownProperty(property, 'key')
    if (typeof key === 'string') values.set(key, toInputValue(ownProperty(property, 'value')))
  }
  return values
}

function toInputValue(value: unknown): string | readonly string[] | null {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}

type InputRecord = NonNullable<Input['record']>

/** Every attribute may be named: which ones a schema declares is a question for saving it. Tables come from the schema. */
function optionsFor(schema: SynchronizationSchema): CompileOptions<InputRecord> {
  return { readerOf: (name) => (record) => record.get(name), lookupTables: lookupTablesOf(schema) }
}

interface Trial {
  readonly options: CompileOptions<InputRecord>
  readonly record: Input['record']
  readonly context: EvaluationContext
}

function tryExpression(expression: string, { options, record, context }: Trial) {
  try {
    const program = compileExpression(expression, options)
    const parsed = { parsingSucceeded: true, parsedExpression: toParameterTree(parse(expression)) }
    if (record === null) return { error: null, ...parsed, evaluationSucceeded: false, evaluationResult: [] }
    const trace = toTraceJson(traceExpression(expression, { options, record, context }))
    try {
      const result = toResultTexts(program.evaluate(record, context))
      return { error: null, ...parsed, evaluationSucceeded: true, evaluationResult: result, evaluationTrace: trace }
    } catch (error) {
      return {
        ...parsed,
        error: toPublicError(error),
        evaluationSucceeded: false,
        evaluationResult: [],
        evaluationTrace: trace,
      }
    }
  } catch (error) {
    return {
      error: toPublicError(error),
      parsingSucceeded: false,
      evaluationSucceeded: false,
      evaluationResult: [],
      parsedExpression: null,
    }
  }
}

function toPublicError(error: unknown): JsonObject {
  if (!(error instanceof ExpressionError)) throw error
  const { code, message, offset, hint } = error
  return {
    code,
    message,
    target: `offset ${offset}`,
    details: hint === undefined ? [] : [{ code, message: hint }],
    innerError: null,
  }
}
