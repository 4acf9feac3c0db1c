import { compileExpression, type Program } from '../expression/compile.ts'
import { EvaluationFailure, ExpressionError } from '../expression/error.ts'
import { PatternError } from '../expression/regex/pattern.ts'
import { Regex } from '../expression/regex/regex.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import { defineAttribute } from '../model/define-attribute.ts'
import type { ErrorDetail } from '../model/error.ts'
import type {
  AttributeDefinition,
  AttributeMapping,
  AttributeMappingSource,
  ObjectDefinition,
  ObjectMapping,
  SynchronizationSchema,
} from '../model/synchronization-schema.ts'
import type { JsonObject } from '../std/json-object.ts'
import { compileScope, type ScopeDecision, ScopeError } from './scope.ts'
import { compileSourceAttribute, type SourceAttribute, type SourceReader } from './source-attribute.ts'
import { toAttributeValue } from './to-attribute-value.ts'

/** What a schema comes to once it is compiled: everything that is done with one record, ready to run. */
export interface JobProgram {
  readonly schemaVersion: number
  readonly flow: { readonly add: boolean; readonly update: boolean; readonly delete: boolean }
  readonly anchor: SourceReader
  readonly displayName: SourceReader
  readonly userName: SourceReader
  readonly active: SourceReader
  readonly decideScope: ScopeDecision
  readonly mappings: readonly CompiledMapping[]
  /** Mappings to match by, in order of precedence. */
  readonly matching: readonly CompiledMapping[]
  /** Mappings whose value is another person's anchor. */
  readonly references: readonly CompiledMapping[]
}

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
  readonly redacts: boolean
}

export type CompiledSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'attribute'; readonly read: SourceReader }
  | { readonly kind: 'expression'; readonly program: Program<JsonObject> }

export interface CompiledSchema {
  readonly program: JobProgram | null
  /** What is wrong with the schema; when there is anything, there is no program. Targets are JSON pointers into the schema. */
  readonly problems: readonly ErrorDetail[]
}

/** Compiles the first rule's first enabled object mapping that fits. Pure: no clock, no store. */
export function compileJob(schema: SynchronizationSchema, schemaVersion: number): CompiledSchema {
  const problems: ErrorDetail[] = []
  const found = findObjectMapping(schema)
  if (found === undefined) {
    return { program: null, problems: [problem('/synchronizationRules', 'No enabled object mapping was found.')] }
  }
  const { objectMapping, source, target, at } = found
  const sources = new SourceAttributes(source)
  const targets = new Set<string>()
  const mappings = objectMapping.attributeMappings.flatMap((mapping, index) => {
    const compiled = compileMapping(mapping, {
      index,
      at: `${at}/attributeMappings/${index}`,
      sources,
      target,
      targets,
      problems,
    })
    return compiled === null ? [] : [compiled]
  })
  const matching = mappings
    .filter((mapping) => mapping.mapping.matchingPriority > 0)
    .sort((a, b) => a.mapping.matchingPriority - b.mapping.matchingPriority)
  if (matching.length === 0)
    problems.push(problem(`${at}/attributeMappings`, 'At least one mapping needs a matchingPriority above 0.'))
  const decideScope = compileScopeOf(objectMapping, sources, `${at}/scope`, problems)
  if (problems.length > 0) return { program: null, problems }
  const flags = objectMapping.flowTypes.toLowerCase()
  const program: JobProgram = {
    schemaVersion,
    flow: { add: flags.includes('add'), update: flags.includes('update'), delete: flags.includes('delete') },
    anchor: sources.anchor(),
    displayName: sources.reader('displayName'),
    userName: sources.reader('userName'),
    active: sources.reader('active'),
    decideScope,
    mappings,
    matching,
    references: mappings.filter((mapping) => mapping.target.type === 'Reference'),
  }
  return { program, problems }
}

interface FoundMapping {
  readonly objectMapping: ObjectMapping
  readonly source: ObjectDefinition
  readonly target: ObjectDefinition
  readonly at: string
}

function findObjectMapping(schema: SynchronizationSchema): FoundMapping | undefined {
  const rules = schema.synchronizationRules
    .map((rule, index) => ({ rule, index }))
    .sort((a, b) => a.rule.priority - b.rule.priority)
  for (const { rule, index } of rules) {
    for (const [position, objectMapping] of rule.objectMappings.entries()) {
      if (!objectMapping.enabled) continue
      const source = findObject(schema, rule.sourceDirectoryName, objectMapping.sourceObjectName)
      const target = findObject(schema, rule.targetDirectoryName, objectMapping.targetObjectName)
      if (source === undefined || target === undefined) continue
      return { objectMapping, source, target, at: `/synchronizationRules/${index}/objectMappings/${position}` }
    }
  }
  return undefined
}

function findObject(schema: SynchronizationSchema, directory: string, object: string): ObjectDefinition | undefined {
  return schema.directories
    .find((candidate) => candidate.name === directory)
    ?.objects.find((candidate) => candidate.name === object)
}

/** The declared source attributes, each compiled once. Names compare exactly, as the language demands. */
class SourceAttributes {
  readonly #object: ObjectDefinition
  readonly #compiled = new Map<string, SourceAttribute>()

  constructor(object: ObjectDefinition) {
    this.#object = object
  }

  find(name: string): SourceAttribute | undefined {
    const known = this.#compiled.get(name)
    if (known !== undefined) return known
    // Some published mappings write `…:manager.value` for the reference `…:manager`.
    const definition = this.#object.attributes.find(
      (attribute) => attribute.name === name || `${attribute.name}.value` === name,
    )
    if (definition === undefined) return undefined
    const compiled = compileSourceAttribute(definition)
    this.#compiled.set(name, compiled)
    return compiled
  }

  reader(name: string): SourceReader {
    return this.find(name)?.read ?? (() => undefined)
  }

  anchor(): SourceReader {
    const anchor = this.#object.attributes.find((attribute) => attribute.anchor)
    return this.reader(anchor?.name ?? 'externalId')
  }
}

interface MappingPlace {
  readonly index: number
  readonly at: string
  readonly sources: SourceAttributes
  readonly target: ObjectDefinition
  /** Filled with the target attributes that have a mapping. */
  readonly targets: Set<string>
  readonly problems: ErrorDetail[]
}

function compileMapping(mapping: AttributeMapping, place: MappingPlace): CompiledMapping | null {
  const { index, at, sources, problems } = place
  const target = findTarget(mapping.targetAttributeName, place)
  if (target === undefined) return null
  const inputs: SourceAttribute[] = []
  const source = compileSource(mapping.source, { sources, inputs, at: `${at}/source`, problems })
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
    redacts: source.kind === 'expression' && source.program.redacts,
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
  problems.push(problem(`${at}/targetAttributeName`, wrong))
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
    problems.push(problem(`${at}/defaultValue`, `The default value cannot be used: ${error.message}.`))
    return null
  }
}

interface SourcePlace {
  readonly sources: SourceAttributes
  /** Filled with the attributes that the source reads. */
  readonly inputs: SourceAttribute[]
  readonly at: string
  readonly problems: ErrorDetail[]
}

function compileSource(source: AttributeMappingSource | null, place: SourcePlace): CompiledSource | null {
  if (source === null) return { kind: 'none' }
  if (source.type === 'Constant') return { kind: 'constant', value: source.name }
  const readerOf = (name: string): SourceReader | undefined => {
    const attribute = place.sources.find(name)
    if (attribute !== undefined && !place.inputs.includes(attribute)) place.inputs.push(attribute)
    return attribute?.read
  }
  if (source.type === 'Attribute') {
    const read = readerOf(source.name)
    if (read !== undefined) return { kind: 'attribute', read }
    place.problems.push(
      problem(
        `${place.at}/name`,
        `The source has no attribute '${source.name}'. Names are case-sensitive; custom ones must be declared.`,
      ),
    )
    return null
  }
  try {
    return { kind: 'expression', program: compileExpression<JsonObject>(source.expression, { readerOf }) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    place.problems.push(problem(`${place.at}/expression`, error.message))
    return null
  }
}

function compileScopeOf(
  objectMapping: ObjectMapping,
  sources: SourceAttributes,
  at: string,
  problems: ErrorDetail[],
): ScopeDecision {
  try {
    return compileScope(objectMapping.scope, (name) => sources.find(name)?.read, compilePattern)
  } catch (error) {
    if (!(error instanceof ScopeError) && !(error instanceof PatternError)) throw error
    problems.push(problem(at, error.message))
    return () => ({ inScope: false, clauses: {} })
  }
}

function compilePattern(pattern: string): (text: string) => boolean {
  const regex = new Regex(pattern)
  return (text) => regex.matches(text)
}

function problem(target: string, message: string): ErrorDetail {
  return { code: 'SchemaInvalid', target, message }
}
