import { lookupTablesOf } from '../expression/lookup-tables.ts'
import { Regex } from '../expression/regex/regex.ts'
import type { ErrorDetail } from '../model/error.ts'
import type { ObjectDefinition, ObjectMapping, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { type CompiledMapping, compileMapping } from './compile-mapping.ts'
import { compileMatching } from './compile-matching.ts'
import { isHiddenSource } from './conceal.ts'
import { schemaProblem } from './schema-problem.ts'
import { compileScope, type ScopeDecision } from './scope.ts'
import type { DataReader } from './source-attribute.ts'
import { SourceAttributes } from './source-attributes.ts'

/** What a schema comes to once it is compiled: everything that is done with one record, ready to run. */
export interface JobProgram {
  readonly schemaVersion: number
  readonly flow: { readonly add: boolean; readonly update: boolean; readonly delete: boolean }
  readonly anchor: DataReader
  readonly displayName: DataReader
  readonly userName: DataReader
  readonly active: DataReader
  /** `inputFilterGroups`: who does not pass is left alone altogether. */
  readonly decideInput: ScopeDecision
  readonly decideScope: ScopeDecision
  readonly mappings: readonly CompiledMapping[]
  /** Mappings to match by, in order of precedence. */
  readonly matching: readonly CompiledMapping[]
  /** Mappings whose value is another person's anchor. */
  readonly references: readonly CompiledMapping[]
  /** Source attributes whose values no log entry may quote: some mapping redacts them. */
  readonly hiddenSources: ReadonlySet<string>
}

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
    return { program: null, problems: [schemaProblem('/synchronizationRules', 'No enabled object mapping was found.')] }
  }
  const { objectMapping, source, target, at } = found
  const sources = new SourceAttributes(source)
  const lookupTables = lookupTablesOf(schema)
  const place = { sources, lookupTables, target, targets: new Set<string>(), problems }
  const mappings = objectMapping.attributeMappings.flatMap(
    (mapping, index) => compileMapping(mapping, { ...place, index, at: `${at}/attributeMappings/${index}` }) ?? [],
  )
  const matching = compileMatching(mappings, `${at}/attributeMappings`, problems)
  const hiddenSources = new Set(
    mappings.flatMap(({ redacts, inputs }) => (redacts ? inputs.map(({ definition }) => definition.name) : [])),
  )
  const hides = (name: string) => isHiddenSource(sources.find(name)?.definition.name ?? name, hiddenSources)
  const tools = { find: (name: string) => sources.find(name), compilePattern, hides }
  const scope = compileScope(objectMapping.scope, tools, `${at}/scope`)
  problems.push(...scope.problems)
  if (problems.length > 0) return { program: null, problems }
  const flags = objectMapping.flowTypes.toLowerCase()
  const program: JobProgram = {
    schemaVersion,
    flow: { add: flags.includes('add'), update: flags.includes('update'), delete: flags.includes('delete') },
    anchor: sources.anchor(),
    displayName: sources.reader('displayName'),
    userName: sources.reader('userName'),
    active: sources.reader('active'),
    decideInput: scope.decideInput,
    decideScope: scope.decide,
    mappings,
    matching,
    references: mappings.filter((mapping) => mapping.target.type === 'Reference'),
    hiddenSources,
  }
  return { program, problems }
}

/** The object mapping that a job runs, with the objects that it names. */
export interface FoundMapping {
  readonly objectMapping: ObjectMapping
  readonly source: ObjectDefinition
  readonly target: ObjectDefinition
  readonly at: string
}

export function findObjectMapping(schema: SynchronizationSchema): FoundMapping | undefined {
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

/** Linear in the text whatever the pattern is, so that no filter can hold up the engine. */
function compilePattern(pattern: string): (text: string) => boolean {
  const regex = new Regex(pattern)
  return (text) => regex.matches(text)
}
