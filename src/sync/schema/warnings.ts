import { lintExpression } from '../../expression/lint.ts'
import type { ErrorDetail } from '../../model/error.ts'
import type { AttributeMapping, ObjectDefinition, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { FoundMapping } from '../job-program.ts'
import { scimUserAttributes } from '../templates/source-attributes.ts'
import type { TargetFacts } from './target-facts.ts'
import { functionsCalledBy, parseOrNull, readsDeclared, usedSourceAttributes } from './used-attributes.ts'

/** What will run and probably not do what its author expects. Codes are stable, targets are JSON pointers. */
export function findWarnings(
  schema: SynchronizationSchema,
  found: FoundMapping,
  facts: TargetFacts,
): readonly ErrorDetail[] {
  const { objectMapping, source, target, at } = found
  return [
    ...objectMapping.attributeMappings.flatMap((mapping, index) => {
      const place = `${at}/attributeMappings/${index}`
      return [
        ...warnOfExpression(mapping, place),
        ...warnOfNullFlow(mapping, target, place),
        ...warnOfImmutable(mapping, facts, place),
        ...warnOfMatching(mapping, facts, place),
      ]
    }),
    ...warnOfUnmapped(schema, found),
    ...schema.directories.flatMap(({ objects }, index) =>
      objects.flatMap((object, position) => warnOfDoubles(object, `/directories/${index}/objects/${position}`)),
    ),
    ...warnOfAnchors(source),
    ...warnOfOtherMappings(schema, found),
  ]
}

/** A new random value at every change would be a new value for the account at every change. */
const randomFunctions: ReadonlySet<string> = new Set(['guid', 'randomstring'])

function warnOfExpression({ source, flowType }: AttributeMapping, at: string): readonly ErrorDetail[] {
  const tree = source?.type === 'Function' ? parseOrNull(source.expression) : null
  if (tree === null) return []
  const target = `${at}/source/expression`
  const hints = lintExpression(tree).map(({ code, offset, message }) => ({
    code,
    target,
    message: `At character ${offset + 1}: ${message}`,
  }))
  const random = functionsCalledBy(tree).find((name) => randomFunctions.has(name))
  if (random === undefined || flowType !== 'Always') return hints
  const message = 'The value is made anew whenever the record is processed; flowType ObjectAddOnly makes it once.'
  return [...hints, { code: 'randomValueFlowsAlways', target: `${at}/flowType`, message }]
}

function warnOfNullFlow(mapping: AttributeMapping, target: ObjectDefinition, at: string): readonly ErrorDetail[] {
  if (!mapping.flowNullValues) return []
  const { targetAttributeName: name, matchingPriority } = mapping
  const place = `${at}/flowNullValues`
  if (matchingPriority > 0)
    return [
      {
        code: 'nullFlowsIntoMatching',
        target: place,
        message: `An empty value would clear '${name}', by which people are found.`,
      },
    ]
  const isRequired = target.attributes.some((attribute) => attribute.name === name && attribute.required)
  const message = `An empty value would clear '${name}', which accounts must have; the directory refuses it.`
  return isRequired ? [{ code: 'nullFlowsIntoRequired', target: place, message }] : []
}

function warnOfImmutable(mapping: AttributeMapping, facts: TargetFacts, at: string): readonly ErrorDetail[] {
  const { targetAttributeName: name, flowType } = mapping
  if (flowType === 'ObjectAddOnly' || facts.findAttribute(name)?.mutability !== 'Immutable') return []
  const message = `'${name}' is set when an account is created; later changes are ignored.`
  return [{ code: 'immutableFlowsAlways', target: `${at}/flowType`, message }]
}

function warnOfMatching(mapping: AttributeMapping, facts: TargetFacts, at: string): readonly ErrorDetail[] {
  const { targetAttributeName: name, matchingPriority } = mapping
  if (matchingPriority <= 0 || facts.indexedAttributes.has(name)) return []
  const message = `The directory has no index for '${name}', so that each look-up reads all accounts; it has one for ${[...facts.indexedAttributes].join(', ')}.`
  return [{ code: 'matchingWithoutIndex', target: `${at}/matchingPriority`, message }]
}

const standardAttributes: ReadonlySet<string> = new Set(scimUserAttributes.map(({ name }) => name))

/** Whoever declares an attribute of his own wants it somewhere; the standard ones are declared for everybody. */
function warnOfUnmapped(
  schema: SynchronizationSchema,
  { objectMapping, source }: FoundMapping,
): readonly ErrorDetail[] {
  const used = usedSourceAttributes(objectMapping)
  const place = schema.directories.flatMap(({ objects }, index) =>
    objects.flatMap((object, position) => (object === source ? [`/directories/${index}/objects/${position}`] : [])),
  )[0]
  return source.attributes.flatMap(({ name, anchor }, index) => {
    if (anchor || standardAttributes.has(name) || readsDeclared(used, name)) return []
    const message = `'${name}' is declared, and no mapping or filter reads it.`
    return [{ code: 'declaredButUnmapped', target: `${place}/attributes/${index}`, message }]
  })
}

function warnOfDoubles({ attributes }: ObjectDefinition, at: string): readonly ErrorDetail[] {
  const seen = new Set<string>()
  return attributes.flatMap(({ name }, index) => {
    const isDouble = seen.has(name)
    seen.add(name)
    const message = `'${name}' is declared twice; the first declaration counts.`
    return isDouble ? [{ code: 'declaredTwice', target: `${at}/attributes/${index}`, message }] : []
  })
}

function warnOfAnchors({ name, attributes }: ObjectDefinition): readonly ErrorDetail[] {
  const anchors = attributes.filter(({ anchor }) => anchor).map((attribute) => attribute.name)
  if (anchors.length < 2) return []
  const message = `'${name}' has several anchors (${anchors.join(', ')}); the first one identifies people.`
  return [{ code: 'severalAnchors', target: '/directories', message }]
}

function warnOfOtherMappings(schema: SynchronizationSchema, { objectMapping }: FoundMapping): readonly ErrorDetail[] {
  return schema.synchronizationRules.flatMap(({ objectMappings }, index) =>
    objectMappings.flatMap((other, position) => {
      if (!other.enabled || other === objectMapping) return []
      const message = 'A job runs one object mapping: the first enabled one of the rule with the lowest priority.'
      return [{ code: 'notRun', target: `/synchronizationRules/${index}/objectMappings/${position}`, message }]
    }),
  )
}
