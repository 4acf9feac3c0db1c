import { type ComparisonOperator, comparisonOperators, type Expression, type Slot } from './ast.ts'
import { ExpressionError, type ExpressionErrorCode } from './error.ts'
import { type Token, type TokenKind, tokenize } from './lexer.ts'
import { hintOfOperator } from './mistakes.ts'
import { quote } from './print.ts'

/** Longest expression text, in UTF-16 units. */
export const expressionCharactersMax = 10_000
/** Deepest nesting of calls, so that no walk over a tree runs out of stack. */
export const nestingDepthMax = 200
/** Slots of one call; a Switch of some two thousand keys. */
export const argumentsMax = 4_000
/** Longest chain of `&`, which nests like calls do. */
export const concatenationTermsMax = 200

/** Reads an expression into its tree; knows no function or attribute names. Throws ExpressionError. */
export function parse(source: string): Expression {
  if (source.length > expressionCharactersMax) {
    const summary = `The expression has ${source.length} characters; at most ${expressionCharactersMax} are allowed`
    throw new ExpressionError('tooLong', summary, { source, offset: expressionCharactersMax })
  }
  const tokens = tokenize(source)
  if (tokens[0]?.kind === 'end') {
    throw new ExpressionError('emptyExpression', 'The expression is empty', { source, offset: 0 })
  }
  return new Parser(source, tokens).parseExpression()
}

const isComparison: ReadonlySet<TokenKind> = new Set(comparisonOperators)
const andOrNot: ReadonlySet<string> = new Set(['and', 'or', 'not'])

class Parser {
  readonly #source: string
  readonly #tokens: readonly Token[]
  #index = 0
  #depth = 0

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source
    this.#tokens = tokens
  }

  parseExpression(): Expression {
    const tree = this.#parseCondition()
    const token = this.#peek()
    if (token.kind === 'close') throw this.#failure('unbalancedParenthesis', 'This parenthesis closes nothing', token)
    if (token.kind !== 'end') throw this.#afterTerm('textAfterEnd', 'The expression should end here', token)
    return tree
  }

  #parseCondition(): Expression {
    const left = this.#parseConcatenation()
    const { kind, offset } = this.#peek()
    if (!isComparisonOperator(kind)) return left
    this.#index += 1
    return { kind: 'comparison', operator: kind, left, right: this.#parseConcatenation(), offset }
  }

  #parseConcatenation(): Expression {
    let tree = this.#parseTerm()
    for (let terms = 1; this.#peek().kind === 'ampersand'; terms += 1) {
      const { offset } = this.#next()
      if (terms >= concatenationTermsMax) {
        const summary = `More than ${concatenationTermsMax} texts are joined with &`
        throw new ExpressionError('tooDeep', summary, { source: this.#source, offset, hint: 'Use Join.' })
      }
      tree = { kind: 'concatenation', left: tree, right: this.#parseTerm(), offset }
    }
    return tree
  }

  #parseTerm(): Expression {
    const token = this.#next()
    const { offset, text } = token
    switch (token.kind) {
      case 'text':
        return { kind: 'text', value: text, offset }
      case 'number':
        return { kind: 'number', text, offset }
      case 'attribute':
        return { kind: 'attribute', name: text, offset }
      case 'word':
        return this.#peek().kind === 'open' ? this.#parseCall(token) : { kind: 'keyword', name: text, offset }
      case 'end':
        throw this.#failure('unexpectedToken', 'The expression ends where a value should stand', token)
      default:
        throw this.#failure(
          'unexpectedToken',
          `A value should stand here, not ${text}`,
          token,
          hintOfOperator(this.#source, offset),
        )
    }
  }

  #parseCall({ text: name, offset }: Token): Expression {
    const open = this.#next()
    this.#depth += 1
    if (this.#depth > nestingDepthMax) {
      throw this.#failure('tooDeep', `Calls are nested deeper than ${nestingDepthMax}`, open)
    }
    const slots = this.#parseSlots(open)
    this.#depth -= 1
    return { kind: 'call', name, slots, offset }
  }

  #parseSlots(open: Token): readonly Slot[] {
    if (this.#peek().kind === 'close') {
      this.#index += 1
      return []
    }
    const slots: Slot[] = []
    for (;;) {
      const { kind } = this.#peek()
      slots.push(kind === 'comma' || kind === 'close' ? null : this.#parseCondition())
      if (slots.length > argumentsMax) {
        throw this.#failure('tooManyParameters', `The call has more than ${argumentsMax} parameters`, open)
      }
      const token = this.#next()
      if (token.kind === 'close') return slots
      if (token.kind === 'end') throw this.#failure('unbalancedParenthesis', 'This parenthesis is never closed', open)
      if (token.kind !== 'comma') throw this.#afterTerm('unexpectedToken', 'A comma should stand here', token)
    }
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? this.#end()
  }

  #next(): Token {
    const token = this.#peek()
    this.#index += 1
    return token
  }

  #end(): Token {
    return { kind: 'end', text: '', offset: this.#source.length }
  }

  #afterTerm(code: ExpressionErrorCode, summary: string, token: Token): ExpressionError {
    const isLogic = token.kind === 'word' && andOrNot.has(token.text.toLowerCase())
    const hint = isLogic ? `There is no operator ${token.text}; nest IIF, or use X.And, X.Or and X.Not.` : undefined
    return this.#failure(code, `${summary}, not ${asWritten(token)}`, token, hint)
  }

  #failure(code: ExpressionErrorCode, summary: string, { offset }: Token, hint?: string): ExpressionError {
    return new ExpressionError(code, summary, { source: this.#source, offset, hint })
  }
}

/** Texts and attributes are tokens without their quotes and brackets. */
function asWritten({ kind, text }: Token): string {
  if (kind === 'text') return quote(text)
  return kind === 'attribute' ? `[${text}]` : text
}

function isComparisonOperator(kind: TokenKind): kind is ComparisonOperator {
  return isComparison.has(kind)
}
