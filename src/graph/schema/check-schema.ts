import type { ErrorDetail } from '../../model/error.ts'
import type { ObjectMapping, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { Findings } from './object-reader.ts'

/**
 * What can be said against a schema without compiling it: two mappings of one object write to the same target
 * attribute. Unknown attributes, expressions and matching are the business of the engine's compiler.
 */
export function findDuplicateTargets(schema: SynchronizationSchema): readonly ErrorDetail[] {
  const findings = new Findings()
  schema.synchronizationRules.forEach((rule, ruleIndex) => {
    rule.objectMappings.forEach((mapping, mappingIndex) => {
      findIn(mapping, `/synchronizationRules/${ruleIndex}/objectMappings/${mappingIndex}`, findings)
    })
  })
  return findings.list
}

function findIn({ attributeMappings }: ObjectMapping, at: string, findings: Findings): void {
  const firstByTarget = new Map<string, number>()
  attributeMappings.forEach(({ targetAttributeName }, index) => {
    const key = targetAttributeName.toLowerCase()
    const first = firstByTarget.get(key)
    if (first === undefined) firstByTarget.set(key, index)
    else {
      const target = `${at}/attributeMappings/${index}/targetAttributeName`
      findings.add(
        target,
        `'${targetAttributeName}' is already the target of mapping ${first}. Join them into one expression.`,
      )
    }
  })
}
