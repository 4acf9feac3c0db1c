import type { LookupTables } from '../expression/call-site.ts'
import { EvaluationFailure } from '../expression/error.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import { defineAttribute } from '../model/define-attribute.ts'
import type { ErrorDetail } from '../model/error.ts'
import type { AttributeDefinition, AttributeMapping, ObjectDefinition } from '../model/synchronization-schema.ts'
import { isCustomSecurityAttribute } from '../model/user-attributes.ts'
import { type CompiledSource, compileSource } from './compile-source.ts'
import { schemaProblem } from './schema-problem.ts'
import type { SourceAttribute } from './source-attribute.ts'
import type { SourceAttributes } from './source-attributes.ts'
import { toAttributeValue } from './to-attribute-value.ts'

export interface CompiledMapping {
  /** Position among the mappings; values of a record are kept by it. */
  readonly index: number
  readonly mapping: AttributeMapping
  /** Definition of the target attribute. */
  readonly target: AttributeDefinition
  readonly source: CompiledSource
  readonly inputs: readonly SourceAttribute[]
  /** Takes the place of no value, on create only. */
  readonly defaultValue: AttributeValue
  /** Null and omission clear the target on update: both gates are open. */
  readonly clearsWithNull: boolean
  /** The log must not show the value: `Redact`, whatever is write-only, and all custom security attributes. */
  readonly redacts: boolean
}

export interface MappingPlace {
  readonly index: number
  readonly at: string
  readonly sources: SourceAttributes
  readonly lookupTables: LookupTables
  readonly target: ObjectDefinition
  /** Filled with the target attributes that have a mapping. */
  readonly targets: Set<string>
  readonly problems: ErrorDetail[]
}

/** Compiles one attribute mapping; null when something is wrong with it, and the problems say what. */
export function compileMapping(mapping: AttributeMapping, place: MappingPlace): CompiledMapping | null {
  const { index, at, sources, lookupTables, problems } = place
  const target = findTarget(mapping.targetAttributeName, place)
  if (target === undefined) return null
  const inputs: SourceAttribute[] = []
  const source = compileSource(mapping.source, { sources, lookupTables, inputs, at: `${at}/source`, problems })
  if (source === null) return null
  return {
    index,
    mapping,
    target,
    source,
    inputs,
    defaultValue: compileDefault(mapping, target, place),
    clearsWithNull:
      mapping.flowNullValues &&
      !target.multivalued &&
      target.type !== 'Reference' &&
      inputs.length > 0 &&
      inputs.every((input) => input.definition.flowNullValues),
    redacts:
      target.mutability === 'WriteOnly' ||
      isCustomSecurityAttribute(target.name) ||
      (source.kind === 'expression' && source.program.redacts),
  }
}

/** A pseudo attribute: its mapping decides about the object, nothing is written (expression-language: "IgnoreObjectFlow"). */
export const objectFilter = 'objectFilter'

const objectFilterDefinition = defineAttribute(objectFilter)

function findTarget(name: string, { target, targets, at, problems }: MappingPlace): AttributeDefinition | undefined {
  const declared = target.attributes.find((attribute) => attribute.name === name)
  const found = declared ?? (name === objectFilter ? objectFilterDefinition : undefined)
  const wrong = whyNotWritable(name, found, targets)
  targets.add(name)
  if (wrong === null) return found
  problems.push(schemaProblem(`${at}/targetAttributeName`, wrong))
  return undefined
}

function whyNotWritable(
  name: string,
  found: AttributeDefinition | undefined,
  targets: ReadonlySet<string>,
): string | null {
  if (found === undefined) return `The target has no attribute '${name}'.`
  if (found.mutability === 'ReadOnly') return `The target's attribute '${name}' is read-only.`
  return targets.has(name) ? `The target's attribute '${name}' has a mapping already.` : null
}

function compileDefault(
  { defaultValue }: AttributeMapping,
  target: AttributeDefinition,
  { at, problems }: MappingPlace,
): AttributeValue {
  try {
    return toAttributeValue(defaultValue, target)
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    problems.push(schemaProblem(`${at}/defaultValue`, `The default value cannot be used: ${error.message}.`))
    return null
  }
}
