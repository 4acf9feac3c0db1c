import type { Permission } from '../../auth/permissions.ts'
import type { MappingFunction } from '../../expression/function.ts'
import { functions } from '../../expression/functions/index.ts'
import type { Param } from '../../expression/param.ts'
import type { Call, Route, RoutePermissions } from '../../http/route.ts'
import { scopeOperators } from '../../sync/scope.ts'
import { collectionResponse } from '../odata-response.ts'
import { findSchemaHome, type SchemaHomeParts, schemaPaths } from '../schema/schema-home.ts'
import { readSynchronization, writeSynchronization } from '../synchronization-access.ts'

/** Published with the writing permission only; whoever reads schemas needs them as much. */
const permissions: RoutePermissions<Permission> = {
  ...writeSynchronization,
  application: [...writeSynchronization.application, ...onlyIn(readSynchronization.application)],
  delegated: [...writeSynchronization.delegated, 'Synchronization.Read.All'],
}

function onlyIn(application: readonly Permission[]): readonly Permission[] {
  return application.filter((name) => !new Set<Permission>(writeSynchronization.application).has(name))
}

/** What mappings and scoping filters can be made of (Graph pages "synchronizationSchema: functions" and "filterOperators"). */
export function schemaFunctionsRoutes(parts: SchemaHomeParts): readonly Route<Permission>[] {
  const shared = { method: 'GET', permissions, throttle: 'none' } as const
  return schemaPaths.flatMap((path) => [
    {
      ...shared,
      path: `${path}/functions`,
      handle: (call: Call) => answer(call, parts, 'functions', functions.map(toFunctionSchema)),
    },
    {
      ...shared,
      path: `${path}/filterOperators`,
      handle: (call: Call) => answer(call, parts, 'filterOperators', operatorSchemas),
    },
  ])
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
