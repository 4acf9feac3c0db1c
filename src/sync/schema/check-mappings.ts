import { EvaluationFailure } from '../../expression/error.ts'
import type { ErrorDetail } from '../../model/error.ts'
import type { AttributeDefinition, AttributeMapping } from '../../model/synchronization-schema.ts'
import { objectFilter } from '../compile-mapping.ts'
import type { FoundMapping } from '../job-program.ts'
import { schemaProblem as problem } from '../schema-problem.ts'
import { toAttributeValue } from '../to-attribute-value.ts'
import type { TargetFacts } from './target-facts.ts'

/** What the compiler lets pass and what would still make every record fail. */
export function findMappingProblems(found: FoundMapping, facts: TargetFacts): readonly ErrorDetail[] {
  const { objectMapping, target, at } = found
  return [
    ...objectMapping.attributeMappings.flatMap((mapping, index) => {
      const place = `${at}/attributeMappings/${index}`
      const definition = target.attributes.find(({ name }) => name === mapping.targetAttributeName)
      if (definition === undefined) return []
      return [
        ...whyTargetRefuses(mapping, facts, place),
        ...whyNotMatchable(mapping, place),
        ...whyConstantRefused(mapping, definition, facts, place),
      ]
    }),
    ...findUnmappedRequired(found, facts),
    ...findMissingAnchor(found),
  ]
}

/** The schema may declare what it likes: the target decides. */
function whyTargetRefuses(mapping: AttributeMapping, facts: TargetFacts, at: string): readonly ErrorDetail[] {
  const name = mapping.targetAttributeName
  if (name === objectFilter) return []
  const real = facts.findAttribute(name)
  if (real === undefined) return [problem(`${at}/targetAttributeName`, `The target system has no attribute '${name}'.`)]
  return real.mutability === 'ReadOnly'
    ? [problem(`${at}/targetAttributeName`, `The target's attribute '${name}' is read-only.`)]
    : []
}

/** What the compiler cannot know to be wrong: it would run, and find the same account for everybody or nobody at all. */
function whyNotMatchable(
  { matchingPriority, source, targetAttributeName: name }: AttributeMapping,
  at: string,
): readonly ErrorDetail[] {
  if (matchingPriority === 0) return []
  const no = (reason: string) => [problem(`${at}/matchingPriority`, `'${name}' cannot be matched by: ${reason}`)]
  if (matchingPriority < 0) return no('priorities begin with 1, and 0 means that it is no matching attribute.')
  if (source === null) return no('its mapping has no source.')
  return source.type === 'Constant' ? no('with a constant everybody would be the same account.') : []
}

function whyConstantRefused(
  { source }: AttributeMapping,
  target: AttributeDefinition,
  facts: TargetFacts,
  at: string,
): readonly ErrorDetail[] {
  if (source?.type !== 'Constant') return []
  const lengthMax = facts.findAttribute(target.name)?.lengthMax ?? null
  if (lengthMax !== null && source.name.length > lengthMax)
    return [problem(`${at}/source/name`, `'${target.name}' holds at most ${lengthMax} characters.`)]
  try {
    toAttributeValue(source.name, target)
    return []
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    return [problem(`${at}/source/name`, `The constant cannot be used: ${error.message}.`)]
  }
}

/** Jobs that only update need not map what accounts begin with. */
function findUnmappedRequired({ objectMapping, target, at }: FoundMapping, facts: TargetFacts): readonly ErrorDetail[] {
  if (!objectMapping.flowTypes.includes('Add')) return []
  const declared = target.attributes.filter(({ required }) => required).map(({ name }) => name)
  const filled = new Set(
    objectMapping.attributeMappings
      .filter(({ source, defaultValue }) => source !== null || defaultValue !== null)
      .map(({ targetAttributeName }) => targetAttributeName),
  )
  return [...new Set([...declared, ...facts.requiredAttributes])]
    .filter((name) => !filled.has(name))
    .map((name) => {
      const message = `No account can be created without '${name}': map it, give its mapping a default value, or take Add out of flowTypes.`
      return problem(`${at}/attributeMappings`, message)
    })
}

function findMissingAnchor({ source, objectMapping }: FoundMapping): readonly ErrorDetail[] {
  if (source.attributes.some(({ anchor, name }) => anchor || name === 'externalId')) return []
  const message = `The source object '${objectMapping.sourceObjectName}' needs an attribute with anchor: true, as externalId is by default.`
  return [problem('/directories', message)]
}
