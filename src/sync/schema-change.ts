import type {
  AttributeDefinition,
  AttributeMapping,
  ObjectDefinition,
  ScopeFilter,
  SynchronizationSchema,
} from '../model/synchronization-schema.ts'
import { findObjectMapping } from './job-program.ts'
import { readsDeclared, usedSourceAttributes } from './schema/used-attributes.ts'

/**
 * Whether records that were settled under `before` may come out differently under `after`, so that all of them are to be
 * evaluated again (provisioning-engine section 17). Names, metadata, tests, tables that nobody used, and definitions of
 * attributes that no mapping reads change nothing. Pure.
 */
export function needsEvaluation(before: SynchronizationSchema, after: SynchronizationSchema): boolean {
  return JSON.stringify(toEffect(before)) !== JSON.stringify(toEffect(after)) || haveTablesChanged(before, after)
}

/** All of a schema that decides what becomes of a record, in one fixed order. */
function toEffect(schema: SynchronizationSchema): unknown {
  const found = findObjectMapping(schema)
  if (found === undefined) return null
  const { objectMapping, source, target } = found
  const used = usedSourceAttributes(objectMapping)
  const written = new Set(objectMapping.attributeMappings.map(({ targetAttributeName }) => targetAttributeName))
  return {
    flowTypes: objectMapping.flowTypes,
    scope: toScopeEffect(objectMapping.scope),
    mappings: objectMapping.attributeMappings.map(toMappingEffect).sort(),
    source: toDefinitions(source, ({ name, anchor }) => anchor || always.has(name) || readsDeclared(used, name)),
    target: toDefinitions(target, ({ name, required }) => required || written.has(name)),
  }
}

/** Attributes that the engine reads whether or not they are mapped. */
const always: ReadonlySet<string> = new Set(['externalId', 'active', 'displayName', 'userName'])

function toScopeEffect(scope: ScopeFilter | null): unknown {
  const clausesOf = (groups: ScopeFilter['groups']) =>
    groups.map(({ clauses }) =>
      clauses.map(({ operatorName, sourceOperandName, targetOperand }) => [
        operatorName,
        sourceOperandName,
        targetOperand.values,
      ]),
    )
  return scope === null ? null : [clausesOf(scope.groups), clausesOf(scope.inputFilterGroups)]
}

/** The tree says what the text says. */
function toMappingEffect({ source, ...mapping }: AttributeMapping): string {
  const { targetAttributeName, defaultValue, flowBehavior, flowType } = mapping
  const from = source === null ? null : source.type === 'Function' ? source.expression : [source.type, source.name]
  return JSON.stringify([
    targetAttributeName,
    from,
    defaultValue,
    flowBehavior,
    flowType,
    mapping.matchingPriority,
    mapping.exportMissingReferences,
    mapping.flowNullValues,
  ])
}

function toDefinitions(
  { attributes }: ObjectDefinition,
  counts: (attribute: AttributeDefinition) => boolean,
): readonly string[] {
  const names = new Set<string>()
  return attributes
    .filter((attribute) => {
      const isFirst = !names.has(attribute.name)
      names.add(attribute.name)
      return isFirst && counts(attribute)
    })
    .map(toDefinitionEffect)
    .sort()
}

function toDefinitionEffect(definition: AttributeDefinition): string {
  const { name, type, anchor, caseExact, multivalued, required, flowNullValues, mutability } = definition
  const lengthMax = definition.metadata.find(({ key }) => key === 'MaximumLength')?.value ?? null
  return JSON.stringify([name, type, anchor, caseExact, multivalued, required, flowNullValues, mutability, lengthMax])
}

/** A table that is new cannot have been used; one that nobody uses any more is not worth telling apart. */
function haveTablesChanged(before: SynchronizationSchema, after: SynchronizationSchema): boolean {
  const texts = new Map((after.lookupTables ?? []).map(({ name, entries }) => [name, toTableText(entries)]))
  return (before.lookupTables ?? []).some(({ name, entries }) => texts.get(name) !== toTableText(entries))
}

function toTableText(entries: readonly { readonly key: string; readonly value: string }[]): string {
  return JSON.stringify(entries.map(({ key, value }) => [key, value]).sort())
}
