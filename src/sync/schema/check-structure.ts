import type { ErrorDetail } from '../../model/error.ts'
import type { ObjectMapping, SynchronizationRule, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { schemaProblem as problem } from '../schema-problem.ts'

/** Tests of a schema; they all run whenever it is saved, while other requests wait. */
export const mappingTestsMax = 1_000

/** References inside the document that lead nowhere, and things that stand in it twice. */
export function findStructureProblems(schema: SynchronizationSchema): readonly ErrorDetail[] {
  return [
    ...schema.synchronizationRules.flatMap((rule, index) => [
      ...findLostNames(rule, schema, `/synchronizationRules/${index}`),
      ...rule.objectMappings.flatMap((mapping, position) =>
        findDoubleTargets(mapping, `/synchronizationRules/${index}/objectMappings/${position}`),
      ),
    ]),
    ...findTableProblems(schema),
    ...findTooManyTests(schema),
  ]
}

function findLostNames(rule: SynchronizationRule, schema: SynchronizationSchema, at: string): readonly ErrorDetail[] {
  const names = schema.directories.map(({ name }) => name)
  const lost = (['sourceDirectoryName', 'targetDirectoryName'] as const).flatMap((member) =>
    names.includes(rule[member])
      ? []
      : [problem(`${at}/${member}`, `There is no directory '${rule[member]}'. The schema has ${listOf(names)}.`)],
  )
  if (lost.length > 0) return lost
  return rule.objectMappings.flatMap((mapping, index) => {
    if (!mapping.enabled) return []
    const sides = [
      ['sourceObjectName', rule.sourceDirectoryName],
      ['targetObjectName', rule.targetDirectoryName],
    ] as const
    return sides.flatMap(([member, directory]) => {
      const objects = objectNames(schema, directory)
      if (objects.includes(mapping[member])) return []
      const message = `The directory '${directory}' has no object '${mapping[member]}'. It has ${listOf(objects)}.`
      return [problem(`${at}/objectMappings/${index}/${member}`, message)]
    })
  })
}

function objectNames({ directories }: SynchronizationSchema, name: string): readonly string[] {
  return directories.find((directory) => directory.name === name)?.objects.map((object) => object.name) ?? []
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `'${name}'`).join(', ')
}

/** A target attribute has at most one mapping (provisioning-engine section 7.2); names that differ in letter case are one. */
function findDoubleTargets({ attributeMappings }: ObjectMapping, at: string): readonly ErrorDetail[] {
  const firstByTarget = new Map<string, number>()
  return attributeMappings.flatMap(({ targetAttributeName }, index) => {
    const key = targetAttributeName.toLowerCase()
    const first = firstByTarget.get(key)
    if (first === undefined) firstByTarget.set(key, index)
    if (first === undefined) return []
    const message = `'${targetAttributeName}' is already the target of mapping ${first}. Join them into one expression.`
    return [problem(`${at}/attributeMappings/${index}/targetAttributeName`, message)]
  })
}

function findTableProblems({ lookupTables = [] }: SynchronizationSchema): readonly ErrorDetail[] {
  const names = new Set<string>()
  return lookupTables.flatMap(({ name, entries }, index) => {
    const at = `/lookupTables/${index}`
    const isDouble = names.has(name)
    names.add(name)
    const keys = new Set<string>()
    const doubles = entries.flatMap(({ key }, position) => {
      const isKnown = keys.has(key)
      keys.add(key)
      return isKnown
        ? [problem(`${at}/entries/${position}/key`, `The table '${name}' has the key '${key}' already.`)]
        : []
    })
    return [...(isDouble ? [problem(`${at}/name`, `There is a table '${name}' already.`)] : []), ...doubles]
  })
}

function findTooManyTests({ synchronizationRules }: SynchronizationSchema): readonly ErrorDetail[] {
  const mappings = synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const count = mappings.reduce((sum, { mappingTests = [] }) => sum + mappingTests.length, 0)
  if (count <= mappingTestsMax) return []
  return [problem('/synchronizationRules', `${count} mapping tests; at most ${mappingTestsMax} are run.`)]
}
