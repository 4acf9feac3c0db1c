import type { MappingFunction } from '../../expression/function.ts'
import { functions } from '../../expression/functions/index.ts'
import type { Param } from '../../expression/param.ts'
import type { Call } from '../../http/route.ts'
import { scopeOperators } from '../../sync/scope.ts'
import type { Handlers } from '../handlers.ts'
import { collectionResponse } from '../odata-response.ts'
import { findSchemaHome, type SchemaHomeParts } from '../schema/schema-home.ts'

/** What mappings and scoping filters can be made of (Graph pages "synchronizationSchema: functions" and "filterOperators"). */
export function schemaFunctionsRoutes(parts: SchemaHomeParts): Handlers {
  const listFunctions = (call: Call) => answer(call, parts, 'functions', functions.map(toFunctionSchema))
  const listOperators = (call: Call) => answer(call, parts, 'filterOperators', operatorSchemas)
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/functions': listFunctions,
    'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/functions': listFunctions,
    'GET /applications/{id}/synchronization/templates/{templateId}/schema/functions': listFunctions,
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/filterOperators': listOperators,
    'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/filterOperators': listOperators,
    'GET /applications/{id}/synchronization/templates/{templateId}/schema/filterOperators': listOperators,
  }
}

async function answer(call: Call, parts: SchemaHomeParts, name: string, value: readonly unknown[]) {
  const { context } = await findSchemaHome(call, parts)
  return collectionResponse(call, `${context}/${name}`, { value })
}

function toFunctionSchema({ name, params, doc, examples }: MappingFunction) {
  return {
    name,
    parameters: params.map(toParameterSchema),
    // Ours: what it does, and examples whose results are tested.
    description: doc,
    examples: examples.map(([expression, result]) => ({ expression, result: toExampleText(result) })),
  }
}

/** Graph's attributeType of a parameter. */
const attributeTypes: Readonly<Partial<Record<Param['type'], string>>> = {
  integer: 'Integer',
  integer64: 'Integer',
  number: 'Integer',
  date: 'DateTime',
  condition: 'Boolean',
}

function toParameterSchema({ name, type, required, repeating }: Param) {
  return { name, type: attributeTypes[type] ?? 'String', required, allowMultipleOccurrences: repeating }
}

function toExampleText(result: MappingFunction['examples'][number][1]): string | null {
  if (result === null || typeof result === 'string') return result
  return 'kind' in result ? result.kind : result.join('; ')
}

const operatorSchemas = scopeOperators.map(({ name, arity, types, multivaluedComparisonType }) => ({
  id: name,
  name,
  arity,
  multivaluedComparisonType,
  supportedAttributeTypes: types,
}))
