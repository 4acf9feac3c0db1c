import {
  type ComparisonOperator,
  comparisonOperators,
  type Filter,
  type Lambda,
  type Literal,
  matchFunctions,
  type PropertyPath,
} from './filter-ast.ts'
import type { Token } from './filter-lexer.ts'
import { ODataError, syntaxError } from './odata-error.ts'

/** What the parser needs besides the tokens: the text for messages, the bounds of its recursion and of its result. */
export interface ParserInput {
  readonly text: string
  readonly tokens: readonly Token[]
  /** How many parentheses, `not` and lambdas may stand inside one another. */
  readonly depthMax: number
  /** How many comparisons, calls and lambdas the whole filter may have. */
  readonly clausesMax: number
}

/** Recursive descent, one method per rule of the grammar; weakest binding first. */
export class FilterParser {
  readonly #input: ParserInput
  #next = 0
  #depth = 0
  #clauses = 0

  constructor(input: ParserInput) {
    this.#input = input
  }

  /** @throws ODataError `syntax`, `tooDeep`, `tooManyClauses`, `unknownFunction` */
  parse(): Filter {
    const filter = this.#or()
    if (this.#peek().kind !== 'end') throw this.#expected('Either "and", "or" or the end')
    return filter
  }

  #or(): Filter {
    return this.#chain('or', () => this.#chain('and', () => this.#unary()))
  }

  #chain(kind: 'or' | 'and', operand: () => Filter): Filter {
    const first = operand()
    if (!this.#isWord(kind)) return first
    const clauses = [first]
    while (this.#takeWord(kind)) clauses.push(operand())
    return { kind, clauses }
  }

  #unary(): Filter {
    if (this.#takeWord('not')) return { kind: 'not', clause: this.#deeper(() => this.#unary()) }
    if (!this.#takeMark('(')) return this.#clause()
    const inner = this.#deeper(() => this.#or())
    this.#expectMark(')')
    return inner
  }

  #clause(): Filter {
    this.#clauses += 1
    if (this.#clauses > this.#input.clausesMax) {
      const message = `The filter has too many clauses: at most ${this.#input.clausesMax} are allowed.`
      throw new ODataError('tooManyClauses', message, this.#peek().position)
    }
    return this.#isMark('(', 1) ? this.#call() : this.#aboutPath()
  }

  #call(): Filter {
    const name = this.#expectWord('A property or a function')
    const known = matchFunctions.find((candidate) => candidate.toLowerCase() === name.text.toLowerCase())
    if (known === undefined) throw unknownFunction(name.text, name.position)
    this.#expectMark('(')
    const path = this.#path()
    this.#expectMark(',')
    const argument = this.#take()
    if (argument.kind !== 'string') throw this.#expected('A string in single quotes', argument.position)
    this.#expectMark(')')
    return { kind: 'match', function: known, path, text: argument.text }
  }

  /** Everything that begins with a path: comparison, `in`, `has`, `/any(…)`, `/$count`. */
  #aboutPath(): Filter {
    const path = this.#path()
    if (this.#isLambdaCall()) return this.#any(path)
    if (this.#takeWord('in')) return { kind: 'in', path, literals: this.#literalList() }
    if (this.#takeWord('has')) return { kind: 'has', path, literal: this.#literal() }

    const operator = this.#comparisonOperator()
    const collection = withoutCount(path)
    if (collection === undefined) return { kind: 'compare', operator, path, literal: this.#literal() }
    return { kind: 'count', operator, path: collection, count: this.#count() }
  }

  #path(): PropertyPath {
    const first = this.#expectWord('A property name')
    const segments = [first.text]
    while (!this.#isLambdaCall() && this.#takeMark('/')) segments.push(this.#expectWord('A property name').text)
    return { segments, position: first.position }
  }

  #isLambdaCall(): boolean {
    return this.#isMark('/') && this.#peek(1).kind === 'word' && this.#isMark('(', 2)
  }

  #any(path: PropertyPath): Filter {
    this.#expectMark('/')
    const name = this.#expectWord('"any"')
    if (name.text.toLowerCase() !== 'any') throw unknownFunction(name.text, name.position)
    this.#expectMark('(')
    if (this.#takeMark(')')) return { kind: 'any', path, lambda: undefined }
    const lambda = this.#deeper(() => this.#lambda())
    this.#expectMark(')')
    return { kind: 'any', path, lambda }
  }

  #lambda(): Lambda {
    const variable = this.#expectWord('The name of a lambda variable').text
    this.#expectMark(':')
    return { variable, body: this.#or() }
  }

  #comparisonOperator(): ComparisonOperator {
    const token = this.#take()
    const name = token.kind === 'word' ? token.text.toLowerCase() : ''
    const operator = comparisonOperators.find((candidate) => candidate === name)
    if (operator === undefined) throw this.#expected('One of eq, ne, gt, ge, lt, le, in, has', token.position)
    return operator
  }

  #count(): number {
    const token = this.#take()
    if (token.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) throw this.#expected('A count', token.position)
    return Number(token.text)
  }

  #literalList(): readonly Literal[] {
    this.#expectMark('(')
    const literals = [this.#literal()]
    while (this.#takeMark(',')) literals.push(this.#literal())
    this.#expectMark(')')
    return literals
  }

  #literal(): Literal {
    const token = this.#take()
    const { kind, position } = token
    if (kind !== 'word' && kind !== 'mark' && kind !== 'end') return token
    const name = kind === 'word' ? token.text.toLowerCase() : ''
    if (name === 'null') return { kind: 'null', position }
    if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true', position }
    throw this.#expected('A value (strings stand in single quotes)', position)
  }

  #deeper<T>(inner: () => T): T {
    this.#depth += 1
    if (this.#depth > this.#input.depthMax) {
      const message = `The filter is nested too deeply: at most ${this.#input.depthMax} levels are allowed.`
      throw new ODataError('tooDeep', message, this.#peek().position)
    }
    const result = inner()
    this.#depth -= 1
    return result
  }

  #peek(ahead = 0): Token {
    const { tokens, text } = this.#input
    return tokens[this.#next + ahead] ?? { kind: 'end', position: text.length }
  }

  #take(): Token {
    const token = this.#peek()
    this.#next += 1
    return token
  }

  #isWord(name: string): boolean {
    const token = this.#peek()
    return token.kind === 'word' && token.text.toLowerCase() === name
  }

  #takeWord(name: string): boolean {
    const found = this.#isWord(name)
    if (found) this.#next += 1
    return found
  }

  #isMark(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead)
    return token.kind === 'mark' && token.text === text
  }

  #takeMark(text: string): boolean {
    const found = this.#isMark(text)
    if (found) this.#next += 1
    return found
  }

  #expectMark(text: string): void {
    if (!this.#takeMark(text)) throw this.#expected(`"${text}"`)
  }

  #expectWord(what: string): { readonly text: string; readonly position: number } {
    const token = this.#take()
    if (token.kind !== 'word') throw this.#expected(what, token.position)
    return token
  }

  #expected(what: string, position = this.#peek().position): ODataError {
    return syntaxError(this.#input.text, position, `${what} was expected here.`)
  }
}

/** `owners/$count` is about `owners`; undefined when the path does not end in `$count`. */
function withoutCount({ segments, position }: PropertyPath): PropertyPath | undefined {
  if (segments.length < 2 || segments.at(-1)?.toLowerCase() !== '$count') return undefined
  return { segments: segments.slice(0, -1), position }
}

function unknownFunction(name: string, position: number): ODataError {
  const message = `The function '${name}' at position ${position} is not supported. Use startsWith, endsWith, contains or any.`
  return new ODataError('unknownFunction', message, position)
}
