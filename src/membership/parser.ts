import { type Token, tokenize } from './lexer.ts'
import { findProperty } from './properties.ts'
import { type Operand, type Operator, type PositiveOperator, type Rule, ruleDepthMax, type Scalar } from './rule.ts'
import { RuleError } from './rule-error.ts'

/** Reads a membership rule. Throws RuleError, which names the place. Operators work with and without their hyphen. */
export function parseRule(text: string): Rule {
  const parser = new Parser(tokenize(text))
  return parser.readWhole()
}

/** What properties are those of: the user, elements that are texts, or plans. */
type Scope = 'user' | 'texts' | 'plans'

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  (
    [
      ['eq', 'eq', 'ne'],
      ['startsWith', 'startsWith', 'notStartsWith'],
      ['endsWith', 'endsWith', 'notEndsWith'],
      ['contains', 'contains', 'notContains'],
      ['match', 'match', 'notMatch'],
      ['in', 'in', 'notIn'],
    ] as const satisfies readonly (readonly [PositiveOperator, string, string])[]
  ).flatMap(([name, positive, negative]) => [
    [positive.toLowerCase(), { name, isNegated: false }],
    [negative.toLowerCase(), { name, isNegated: true }],
  ]),
)

const planProperties = ['servicePlanId', 'capabilityStatus', 'service'] as const

class Parser {
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0
  #scope: Scope = 'user'

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  readWhole(): Rule {
    const rule = this.#readDirectReports() ?? this.#readOr()
    const rest = this.#peek()
    if (rest.kind !== 'end')
      throw new RuleError("An operator such as -and, or the rule's end, is expected", rest.offset)
    return rule
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', offset: 0 }
  }

  #take(): Token {
    const token = this.#peek()
    this.#next += 1
    return token
  }

  #isWord(word: string, token = this.#peek()): boolean {
    return token.kind === 'word' && token.text.toLowerCase() === word
  }

  #takeWord(word: string): boolean {
    const isIt = this.#isWord(word)
    if (isIt) this.#next += 1
    return isIt
  }

  #expect(kind: '(' | ')' | ']'): void {
    const token = this.#take()
    if (token.kind !== kind) throw new RuleError(`'${kind}' is expected`, token.offset)
  }

  #readDirectReports(): Rule | undefined {
    const [, second, third] = this.#tokens
    if (!this.#isWord('direct') || second === undefined || !this.#isWord('reports', second)) return undefined
    if (third === undefined || !this.#isWord('for', third)) return undefined
    this.#next = 3
    const token = this.#take()
    if (token.kind !== 'text') throw new RuleError('The object id of the manager is expected, in quotes', token.offset)
    return { kind: 'directReports', managerId: token.text.toLowerCase() }
  }

  #readOr(): Rule {
    const rules = [this.#readAnd()]
    while (this.#takeWord('or')) rules.push(this.#readAnd())
    return join('or', rules)
  }

  #readAnd(): Rule {
    const rules = [this.#readNot()]
    while (this.#takeWord('and')) rules.push(this.#readNot())
    return join('and', rules)
  }

  #readNot(): Rule {
    const { offset } = this.#peek()
    if (!this.#isWord('not')) return this.#readPrimary()
    return this.#deeper(offset, () => {
      this.#next += 1
      return { kind: 'not', rule: this.#readNot() }
    })
  }

  #deeper(offset: number, read: () => Rule): Rule {
    this.#depth += 1
    if (this.#depth > ruleDepthMax) throw new RuleError(`The rule is nested deeper than ${ruleDepthMax}`, offset)
    const rule = read()
    this.#depth -= 1
    return rule
  }

  #readPrimary(): Rule {
    const token = this.#peek()
    if (token.kind === '(') {
      return this.#deeper(token.offset, () => {
        this.#next += 1
        const rule = this.#readOr()
        this.#expect(')')
        return rule
      })
    }
    const operand = this.#readOperand()
    const quantifier = this.#isWord('any') ? 'any' : this.#isWord('all') ? 'all' : undefined
    return quantifier === undefined ? this.#readComparison(operand) : this.#readQuantified(quantifier, operand)
  }

  #readOperand(): Operand {
    const token = this.#take()
    if (token.kind !== 'word' || token.hasHyphen)
      throw new RuleError('A property such as user.department is expected', token.offset)
    return { name: operandName(token.text, this.#scope, token.offset), offset: token.offset }
  }

  #readQuantified(kind: 'any' | 'all', collection: Operand): Rule {
    const property = this.#scope === 'user' ? findProperty(collection.name) : undefined
    if (property?.kind !== 'texts' && property?.kind !== 'plans') {
      throw new RuleError(`-${kind} is for otherMails, proxyAddresses and assignedPlans`, collection.offset)
    }
    this.#next += 1
    const opening = this.#peek()
    this.#expect('(')
    this.#scope = property.kind
    const rule = this.#deeper(opening.offset, () => this.#readOr())
    this.#scope = 'user'
    this.#expect(')')
    return { kind, collection, rule }
  }

  #readComparison(operand: Operand): Rule {
    const token = this.#take()
    const operator = token.kind === 'word' ? operators.get(token.text.toLowerCase()) : undefined
    if (operator === undefined) throw new RuleError('An operator such as -eq is expected', token.offset)
    const kind = this.#kindOf(operand)
    const value = operator.name === 'in' ? this.#readList() : this.#readScalar({ kind, operator })
    if (kind === 'plans') throw new RuleError('assignedPlans is asked with -any and -all', operand.offset)
    if (kind === 'flag' && operator.name !== 'eq') {
      throw new RuleError('A property that is true or false is compared with -eq and -ne', token.offset)
    }
    return { kind: 'compare', operand, operator, value }
  }

  #kindOf({ name }: Operand): 'text' | 'flag' | 'texts' | 'plans' {
    return this.#scope === 'user' ? (findProperty(name)?.kind ?? 'text') : 'text'
  }

  #readList(): readonly string[] {
    const opening = this.#take()
    if (opening.kind !== '[') throw new RuleError("A list such as ['a','b'] is expected", opening.offset)
    const texts: string[] = []
    do {
      const token = this.#take()
      if (token.kind !== 'text') throw new RuleError('A text in quotes is expected', token.offset)
      texts.push(token.text)
    } while (this.#takeComma())
    this.#expect(']')
    return texts
  }

  #takeComma(): boolean {
    const isIt = this.#peek().kind === ','
    if (isIt) this.#next += 1
    return isIt
  }

  #readScalar({ kind, operator }: { readonly kind: string; readonly operator: Operator }): Scalar {
    const token = this.#take()
    const word = token.kind === 'word' || token.kind === 'text' ? token.text.toLowerCase() : ''
    if (token.kind === 'word' && (word === 'null' || word === '$null')) {
      if (operator.name === 'eq') return null
      throw new RuleError('null is compared with -eq and -ne', token.offset)
    }
    if (kind === 'flag') {
      if (word === 'true' || word === 'false') return word === 'true'
      throw new RuleError('true, false or null is expected', token.offset)
    }
    if (token.kind === 'text') return token.text
    throw new RuleError('A text in quotes is expected', token.offset)
  }
}

function join(kind: 'and' | 'or', rules: readonly Rule[]): Rule {
  const [first] = rules
  return rules.length === 1 && first !== undefined ? first : { kind, rules }
}

/** The property in the spelling that it is found by. */
function operandName(text: string, scope: Scope, offset: number): string {
  if (scope === 'texts') {
    if (text === '_') return text
    throw new RuleError('Elements of a list of texts are called _', offset)
  }
  const [owner = '', name = '', ...more] = text.split('.')
  if (scope === 'plans') {
    const known = planProperties.find((property) => property.toLowerCase() === name.toLowerCase())
    if (owner.toLowerCase() === 'assignedplan' && known !== undefined && more.length === 0) return known
    throw new RuleError(
      `Elements are asked for ${planProperties.map((property) => `assignedPlan.${property}`).join(', ')}`,
      offset,
    )
  }
  if (owner.toLowerCase() === 'device')
    throw new RuleError('Rules about devices are not evaluated by this service', offset)
  if (owner.toLowerCase() !== 'user' || more.length > 0) {
    throw new RuleError('A property such as user.department is expected', offset)
  }
  if (findProperty(name) === undefined) throw new RuleError(`Rules do not know user.${name}`, offset)
  return name
}
