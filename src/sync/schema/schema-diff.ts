import type {
  AttributeMapping,
  DirectoryDefinition,
  ObjectMapping,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'

/** What differs between two versions of a schema, in the words of its author (ours). */
export interface SchemaDiff {
  readonly mappings: readonly MappingDifference[]
  readonly scope: readonly Difference[]
  readonly attributes: readonly Difference[]
  /** Everything else by its path: flow types, lookup tables, tests, names. */
  readonly other: readonly Difference[]
}

export interface Difference {
  readonly change: 'added' | 'removed' | 'changed'
  /** What it is, e.g. an attribute with its directory, a filter group. */
  readonly name: string
  /** Null when it was added. */
  readonly before: string | null
  /** Null when it was removed. */
  readonly after: string | null
}

export interface MappingDifference extends Difference {
  /** Members besides the source that differ, with both values. */
  readonly settings: readonly { readonly name: string; readonly before: string; readonly after: string }[]
}

/** Compares two schemas. Order of lists, trees of expressions and versions do not count. Pure. */
export function diffSchemas(before: SynchronizationSchema, after: SynchronizationSchema): SchemaDiff {
  const mappings = pairUp(objectMappingsOf(before), objectMappingsOf(after))
  return {
    mappings: mappings.flatMap(({ before: old, after: next }) => diffMappings(old, next)),
    scope: mappings.flatMap(({ before: old, after: next }) => diffTexts(groupsOf(old), groupsOf(next))),
    attributes: diffTexts(attributesOf(before.directories), attributesOf(after.directories)),
    other: [
      ...diffTexts(rulesOf(before), rulesOf(after)),
      ...mappings.flatMap(({ before: old, after: next }) => diffTexts(settingsOf(old), settingsOf(next))),
      ...diffTexts(tablesOf(before), tablesOf(after)),
    ],
  }
}

/** One line for lists of versions; null when nothing differs. */
export function summarizeDiff({ mappings, scope, attributes, other }: SchemaDiff): string | null {
  const parts = [
    summarize('mapping', 'mappings', mappings),
    summarize('filter group', 'filter groups', scope),
    summarize('attribute', 'attributes', attributes),
    summarize('other setting', 'other settings', other),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

/** Names that a summary spells out; the rest are counted. */
const namesMax = 5

function summarize(one: string, many: string, differences: readonly Difference[]): string | null {
  const texts = (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const names = differences.filter((difference) => difference.change === change).map(({ name }) => name)
    if (names.length === 0) return []
    const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : ''
    return [
      `${names.length} ${names.length === 1 ? one : many} ${change} (${names.slice(0, namesMax).join(', ')}${more})`,
    ]
  })
  return texts.length === 0 ? null : texts.join(', ')
}

interface Pair<Item> {
  readonly name: string
  readonly before: Item | undefined
  readonly after: Item | undefined
}

function pairUp<Item>(before: ReadonlyMap<string, Item>, after: ReadonlyMap<string, Item>): readonly Pair<Item>[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].map((name) => ({ name, before: before.get(name), after: after.get(name) }))
}

function diffTexts(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Difference[] {
  return pairUp(before, after).flatMap(({ name, before: old, after: next }) =>
    old === next ? [] : [{ change: changeOf(old, next), name, before: old ?? null, after: next ?? null }],
  )
}

function changeOf(before: unknown, after: unknown): Difference['change'] {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
}

/** Rules are told apart by their directories, object mappings by their objects: names may be reworded. */
function objectMappingsOf({ synchronizationRules }: SynchronizationSchema): ReadonlyMap<string, ObjectMapping> {
  return new Map(
    synchronizationRules.flatMap((rule, index) =>
      rule.objectMappings.map((mapping, position) => [
        `${index}.${position} ${mapping.sourceObjectName} → ${mapping.targetObjectName}`,
        mapping,
      ]),
    ),
  )
}

function diffMappings(
  before: ObjectMapping | undefined,
  after: ObjectMapping | undefined,
): readonly MappingDifference[] {
  return pairUp(byTarget(before), byTarget(after)).flatMap(({ name, before: old, after: next }) => {
    const settings = old === undefined || next === undefined ? [] : diffSettings(old, next)
    const [oldText, nextText] = [toSourceText(old), toSourceText(next)]
    if (old !== undefined && next !== undefined && oldText === nextText && settings.length === 0) return []
    return [{ change: changeOf(old, next), name, before: oldText, after: nextText, settings }]
  })
}

function byTarget(mapping: ObjectMapping | undefined): ReadonlyMap<string, AttributeMapping> {
  return new Map((mapping?.attributeMappings ?? []).map((each) => [each.targetAttributeName, each]))
}

function toSourceText(mapping: AttributeMapping | undefined): string | null {
  if (mapping === undefined) return null
  const { source } = mapping
  if (source === null) return ''
  return source.type === 'Attribute'
    ? `[${source.name}]`
    : source.type === 'Constant'
      ? `"${source.name}"`
      : source.expression
}

const comparedSettings = [
  'defaultValue',
  'flowType',
  'flowBehavior',
  'matchingPriority',
  'flowNullValues',
  'exportMissingReferences',
] as const

function diffSettings(before: AttributeMapping, after: AttributeMapping): MappingDifference['settings'] {
  return comparedSettings.flatMap((name) =>
    before[name] === after[name] ? [] : [{ name, before: String(before[name]), after: String(after[name]) }],
  )
}

function groupsOf(mapping: ObjectMapping | undefined): ReadonlyMap<string, string> {
  const { groups = [], inputFilterGroups = [], categoryFilterGroups = [] } = mapping?.scope ?? {}
  const named = [
    ...groups.map((group) => ['scope', group] as const),
    ...inputFilterGroups.map((group) => ['input filter', group] as const),
    ...categoryFilterGroups.map((group) => ['category filter', group] as const),
  ]
  return new Map(
    named.map(([kind, { name, clauses }], index) => [
      `${kind} ${name === '' ? index + 1 : name}`,
      clauses
        .map(({ sourceOperandName, operatorName, targetOperand }) =>
          [sourceOperandName, operatorName, targetOperand.values.map((value) => `'${value}'`).join(', ')]
            .join(' ')
            .trim(),
        )
        .join(' and '),
    ]),
  )
}

function attributesOf(directories: readonly DirectoryDefinition[]): ReadonlyMap<string, string> {
  return new Map(
    directories.flatMap((directory) =>
      directory.objects.flatMap(({ attributes }) =>
        attributes.map(({ name, ...definition }) => [`${directory.name}: ${name}`, describe(definition)]),
      ),
    ),
  )
}

/** `String, required, MaximumLength=64`: what is set, in one line. */
function describe({ type, ...rest }: { readonly type: string }): string {
  const flags = Object.entries(rest).flatMap(([name, value]) => {
    if (value === false || value === null || (Array.isArray(value) && value.length === 0)) return []
    if (name === 'mutability' && value === 'ReadWrite') return []
    return [value === true ? name : `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`]
  })
  return [type, ...flags].join(', ')
}

function rulesOf({ synchronizationRules }: SynchronizationSchema): ReadonlyMap<string, string> {
  return new Map(
    synchronizationRules.map(({ objectMappings, ...rule }, index) => [`rule ${index + 1}`, JSON.stringify(rule)]),
  )
}

function settingsOf(mapping: ObjectMapping | undefined): ReadonlyMap<string, string> {
  if (mapping === undefined) return new Map()
  const { attributeMappings, scope, mappingTests = [], metadata, ...settings } = mapping
  return new Map([
    ...Object.entries(settings).map(([name, value]): [string, string] => [`object mapping: ${name}`, String(value)]),
    ...metadata.map(({ key, value }): [string, string] => [`object mapping metadata ${key}`, value]),
    ...mappingTests.map((test): [string, string] => [`mapping test ${test.name}`, JSON.stringify(test)]),
  ])
}

function tablesOf({ lookupTables = [] }: SynchronizationSchema): ReadonlyMap<string, string> {
  return new Map(
    lookupTables.map(({ name, entries }) => [
      `lookup table ${name}`,
      entries.map(({ key, value }) => `${key} → ${value}`).join(', '),
    ]),
  )
}
