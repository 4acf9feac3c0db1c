import { CommandError } from '../command-error.ts'
import { type Conversion, fillerWords, knownColumns, neverGuessed, normaliseName, toWords } from './column-names.ts'
import type { ConstantValue, MappingFile, ValueMap } from './mapping-file.ts'
import { editDistance, findNearest } from './nearest-name.ts'
import { parseScimPath, type ScimPath } from './scim-path.ts'

/** How sure a mapping is: said by the mapping file, a known name, a name that resembles one, or filled in from other columns. */
export type MatchQuality = 'file' | 'name' | 'guess' | 'derived'

/** One attribute and where its value comes from. Several columns are joined with a space. */
export interface Assignment {
  readonly path: ScimPath
  readonly source:
    | { readonly kind: 'columns'; readonly columns: readonly number[] }
    | { readonly kind: 'constant'; readonly value: ConstantValue }
  readonly convert: Conversion
  readonly values: ValueMap | null
  readonly match: MatchQuality
}

export interface ColumnPlan {
  readonly assignments: readonly Assignment[]
  /** Indexes of columns that are not sent. */
  readonly unmatched: readonly number[]
}

interface Candidate {
  readonly column: number
  readonly path: ScimPath
  readonly convert: Conversion
  readonly match: 'name' | 'guess'
  /** Position in the table of known columns; smaller is better. */
  readonly rank: number
}

/** Decides for each column which attribute it becomes. The mapping file wins over what the names suggest. */
export function planColumns(columns: readonly string[], file: MappingFile): ColumnPlan {
  const named = planNamedColumns(columns, file)
  const guessed = file.automatic ? planByName(columns, named) : []
  const chosen = [...named.assignments, ...guessed]
  const assignments = file.automatic ? [...chosen, ...planDerived(chosen)] : chosen
  const withValues = assignments.map((assignment) => attachValues(assignment, columns, named.values))
  const sent = new Set(withValues.flatMap(({ source }) => (source.kind === 'columns' ? source.columns : [])))
  return { assignments: withValues, unmatched: columns.flatMap((_, index) => (sent.has(index) ? [] : [index])) }
}

interface NamedColumns {
  readonly assignments: readonly Assignment[]
  /** Columns that the file speaks of, also those that it leaves out. */
  readonly settled: ReadonlySet<number>
  readonly values: ReadonlyMap<number, ValueMap>
}

function planNamedColumns(columns: readonly string[], file: MappingFile): NamedColumns {
  const settled = new Set<number>()
  const assignments: Assignment[] = []
  for (const [name, paths] of file.columns) {
    const column = findColumn(columns, name)
    settled.add(column)
    const convertFor = (path: ScimPath) => conversionOf(path, columns[column] ?? '')
    for (const path of paths) assignments.push(fromColumn(column, path, { convert: convertFor(path), match: 'file' }))
  }
  for (const { path, value } of file.constants) {
    assignments.push({ path, source: { kind: 'constant', value }, convert: 'text', values: null, match: 'file' })
  }
  const texts = assignments.map(({ path }) => path.text)
  const twice = texts.find((text, index) => texts.indexOf(text) !== index)
  if (twice !== undefined) throw new CommandError('usage', `The mapping file fills ${twice} twice.`)
  const values = new Map([...file.values].map(([name, map]) => [findColumn(columns, name), map]))
  return { assignments, settled, values }
}

function findColumn(columns: readonly string[], name: string): number {
  const wanted = normaliseName(name)
  const exact = columns.indexOf(name)
  const index = exact >= 0 ? exact : columns.findIndex((column) => normaliseName(column) === wanted)
  if (index >= 0) return index
  const nearest = findNearest(name, columns)
  const hint = nearest === undefined ? `The columns are ${columns.join(', ')}.` : `Did you mean "${nearest}"?`
  throw new CommandError(
    'usage',
    `The mapping file names a column "${name}" that the file of people does not have.`,
    hint,
  )
}

function planByName(columns: readonly string[], named: NamedColumns): Assignment[] {
  const takenPaths = new Set(named.assignments.map(({ path }) => path.text))
  const takenColumns = new Set(named.settled)
  const candidates = columns
    .flatMap((name, column) => findCandidates(name, column))
    .concat(candidatesForPlainName(columns))
    .sort((left, right) => Number(left.match === 'guess') - Number(right.match === 'guess') || left.rank - right.rank)
  const assignments: Assignment[] = []
  for (const { column, path, convert, match } of candidates) {
    if (takenColumns.has(column) || takenPaths.has(path.text)) continue
    takenColumns.add(column)
    takenPaths.add(path.text)
    assignments.push(fromColumn(column, path, { convert, match }))
  }
  return assignments.sort((left, right) => firstColumn(left) - firstColumn(right))
}

/** One rank per row of the table leaves room for the position of the name in the row. */
const namesPerRowMax = 1_000
const fuzzyLengthMin = 6

function findCandidates(name: string, column: number): Candidate[] {
  const exact = parseScimPath(name)
  if (exact !== undefined) return [{ column, path: exact, convert: conversionOf(exact, name), match: 'name', rank: -1 }]
  const words = toWords(name)
  const whole = words.join('')
  const known = candidatesFor(column, 'name', (candidate) => candidate === whole)
  if (known.length > 0 || neverGuessed.test(whole)) return known
  const reduced = withoutFillers(words)
  return candidatesFor(
    column,
    'guess',
    (candidate) =>
      reduced.includes(candidate) || (whole.length >= fuzzyLengthMin && editDistance(candidate, whole) === 1),
  )
}

/** The name without words that say nothing: at its beginning, at its end, anywhere. */
function withoutFillers(words: readonly string[]): readonly string[] {
  const isTelling = (word: string) => !fillerWords.has(word)
  const first = words.findIndex(isTelling)
  const last = words.findLastIndex(isTelling)
  if (first < 0) return []
  return [words.slice(first), words.slice(0, last + 1), words.filter(isTelling)].map((kept) => kept.join(''))
}

function candidatesFor(column: number, match: 'name' | 'guess', fits: (name: string) => boolean): Candidate[] {
  return knownColumns.flatMap(({ path: text, convert, names }, row) => {
    const position = names.findIndex(fits)
    const path = parseScimPath(text)
    return position < 0 || path === undefined
      ? []
      : [{ column, path, convert, match, rank: row * namesPerRowMax + position }]
  })
}

/** A column called just "Name" holds the family name when there is one for the given name and none for the family name. */
function candidatesForPlainName(columns: readonly string[]): Candidate[] {
  const column = columns.findIndex((name) => ['name', 'naam'].includes(normaliseName(name)))
  if (column < 0) return []
  const paths = columns.flatMap((name, index) => findCandidates(name, index).map(({ path }) => path.text))
  const isFamilyName = paths.includes('name.givenName') && !paths.includes('name.familyName')
  const path = parseScimPath(isFamilyName ? 'name.familyName' : 'displayName')
  return path === undefined ? [] : [{ column, path, convert: 'text', match: 'guess', rank: 0 }]
}

/** What an account cannot be created without is filled in from its nearest relatives. */
function planDerived(chosen: readonly Assignment[]): Assignment[] {
  const columnOf = (text: string) => {
    const source = chosen.find(({ path }) => path.text === text)?.source
    return source?.kind === 'columns' ? source.columns : []
  }
  const relatives = {
    userName: columnOf('emails[type eq "work"].value'),
    displayName: [...columnOf('name.givenName'), ...columnOf('name.familyName')],
  }
  return Object.entries(relatives).flatMap(([text, columns]) => {
    const path = parseScimPath(text)
    const isFilled = chosen.some((assignment) => assignment.path.text === text)
    if (path === undefined || isFilled || columns.length === 0) return []
    return [{ path, source: { kind: 'columns', columns }, convert: 'text', values: null, match: 'derived' } as const]
  })
}

function fromColumn(
  column: number,
  path: ScimPath,
  { convert, match }: { readonly convert: Conversion; readonly match: MatchQuality },
): Assignment {
  return { path, source: { kind: 'columns', columns: [column] }, convert, values: null, match }
}

function attachValues(
  assignment: Assignment,
  columns: readonly string[],
  maps: ReadonlyMap<number, ValueMap>,
): Assignment {
  const { source } = assignment
  const column = source.kind === 'columns' && source.columns.length === 1 ? source.columns[0] : undefined
  const values = column === undefined || columns[column] === undefined ? undefined : maps.get(column)
  return values === undefined ? assignment : { ...assignment, values }
}

/** A column called "Terminated" says the opposite of `active`, also when a mapping file joins the two. */
function conversionOf(path: ScimPath, column: string): Conversion {
  if (path.text !== 'active') return 'text'
  const name = normaliseName(column)
  const known = knownColumns.find((row) => row.convert !== 'text' && row.names.includes(name))
  return known?.convert ?? 'truth'
}

export function firstColumn({ source }: Assignment): number {
  return source.kind === 'columns' ? (source.columns[0] ?? 0) : Number.POSITIVE_INFINITY
}
