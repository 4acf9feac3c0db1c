import type { Condition } from './condition.ts'
import { foldCase } from './fold-case.ts'
import { ODataError } from './odata-error.ts'
import type { NameTable } from './select.ts'

/** A `$search` that was read: conditions on single properties, combined. */
export type Search =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Search[] }
  | { readonly kind: 'clause'; readonly property: string; readonly text: string }

const clausesMax = 30
const depthMax = 10
/** Properties whose text is searched word by word; of all others the beginning is compared. */
const tokenized: ReadonlySet<string> = new Set(['displayName', 'description'])

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: '(' | ')' | 'AND' | 'OR' }

/**
 * Reads `$search`: `"displayName:sales"`, clauses in double quotes, combined with upper-case AND and OR and parentheses.
 * Source: Graph "Use the $search query parameter", directory object collections.
 * @throws ODataError `invalidOption`, `unknownProperty`
 */
export function parseSearch(text: string, searchable: NameTable, typeName: string): Search {
  const reader = new SearchReader(tokenize(text), (clause) => toClause(clause, searchable, typeName))
  return reader.read()
}

class SearchReader {
  readonly #tokens: readonly Token[]
  readonly #toClause: (text: string) => Search
  #at = 0

  constructor(tokens: readonly Token[], toClauseOf: (text: string) => Search) {
    if (tokens.filter(({ kind }) => kind === 'text').length > clausesMax) {
      throw malformed(`it has more than ${clausesMax} clauses`)
    }
    this.#tokens = tokens
    this.#toClause = toClauseOf
  }

  read(): Search {
    const search = this.#or(0)
    if (this.#at < this.#tokens.length) throw malformed('something follows after its end')
    return search
  }

  #or(depth: number): Search {
    const parts = [this.#and(depth)]
    while (this.#take('OR')) parts.push(this.#and(depth))
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts }
  }

  #and(depth: number): Search {
    const parts = [this.#single(depth)]
    while (this.#take('AND')) parts.push(this.#single(depth))
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts }
  }

  #single(depth: number): Search {
    if (depth > depthMax) throw malformed(`its parentheses are nested more than ${depthMax} deep`)
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (token?.kind === 'text') return this.#toClause(token.text)
    if (token?.kind !== '(') throw malformed('a clause in double quotes is missing')
    const inside = this.#or(depth + 1)
    if (!this.#take(')')) throw malformed("a ')' is missing")
    return inside
  }

  #take(kind: Token['kind']): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false
    this.#at += 1
    return true
  }
}

const tokenForm = /\s*(?:"((?:[^"\\]|\\.)*)"|(\(|\)|AND(?![\w])|OR(?![\w])))/sy

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  tokenForm.lastIndex = 0
  while (tokenForm.lastIndex < end) {
    const start = tokenForm.lastIndex
    const match = tokenForm.exec(text)
    if (match === null)
      throw malformed(`at position ${start}: put each clause into double quotes, AND and OR in upper case`)
    const [, clause, word] = match
    if (clause !== undefined) tokens.push({ kind: 'text', text: clause.replace(/\\(.)/gs, '$1') })
    else if (word === '(' || word === ')' || word === 'AND' || word === 'OR') tokens.push({ kind: word })
  }
  return tokens
}

function toClause(clause: string, searchable: NameTable, typeName: string): Search {
  const colon = clause.indexOf(':')
  if (colon < 1) throw malformed(`the clause "${clause}" does not read property:text`)
  const name = clause.slice(0, colon).trim()
  const property = searchable.get(name.toLowerCase())
  if (property !== undefined) return { kind: 'clause', property, text: clause.slice(colon + 1) }
  const names = [...searchable.values()].join(', ')
  throw new ODataError(
    'invalidOption',
    `'$search' is not supported on property '${name}' of 'microsoft.graph.${typeName}'. Supported: ${names}.`,
  )
}

/** Whether an object fulfils a search. */
export function fulfilsSearch(search: Search, object: Readonly<Record<string, unknown>>): boolean {
  if (search.kind !== 'clause') {
    return search.kind === 'and'
      ? search.parts.every((part) => fulfilsSearch(part, object))
      : search.parts.some((part) => fulfilsSearch(part, object))
  }
  const value = object[search.property]
  const texts = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')
  const matches = tokenized.has(search.property) ? hasTokens : startsWith
  return texts.some((text) => matches(text, search.text))
}

/**
 * A condition that holds for everything that fulfils the search, and for little else: databases can answer it. Undefined
 * when there is none. All properties are texts that compare without letter case.
 */
export function narrowingOf(search: Search): Condition | undefined {
  if (search.kind === 'clause') return narrowingOfClause(search.property, search.text)
  const parts = search.parts.map(narrowingOf)
  const clauses = parts.filter((part) => part !== undefined)
  if (clauses.length === 0 || (search.kind === 'or' && clauses.length < parts.length)) return undefined
  return { kind: search.kind, clauses }
}

function narrowingOfClause(path: string, text: string): Condition | undefined {
  const property = { path, type: 'String', foldsCase: true, nullable: true } as const
  if (!tokenized.has(path)) return { kind: 'match', function: 'startsWith', property, text: foldCase(text) }
  const words = toWords(text)
  if (words.length === 0) return undefined
  return {
    kind: 'and',
    clauses: words.map((word) => ({ kind: 'match', function: 'contains', property, text: word })),
  }
}

function startsWith(value: string, text: string): boolean {
  return foldCase(value).startsWith(foldCase(text))
}

/** Every word of the search begins some word of the value, in any order. */
function hasTokens(value: string, text: string): boolean {
  // Whoever writes a compound in one case means it whole.
  const words = [...toWords(value), ...foldCase(value).split(/[^\p{L}\p{M}\p{N}]+/u)]
  return toWords(text).every((wanted) => words.some((word) => word.startsWith(wanted)))
}

/** Words end at spaces, symbols, and where letters turn into digits or lower case into upper case. */
function toWords(text: string): readonly string[] {
  return (text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lo}\p{Lm}\p{Lt}\p{M}]+|\p{N}+/gu) ?? []).map(foldCase)
}

function malformed(reason: string): ODataError {
  return new ODataError('invalidOption', `Syntax error in '$search': ${reason}.`)
}
