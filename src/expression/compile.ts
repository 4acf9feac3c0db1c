import type { Call, Comparison, Concatenation, Expression } from './ast.ts'
import type { Argument, CallSite, LookupTables } from './call-site.ts'
import { checkExpression } from './check.ts'
import { clockCall, comparison, isOfClock, untilNextSecond } from './clock-call.ts'
import { toText } from './coerce/to-text.ts'
import { comparers } from './compare.ts'
import { EvaluationFailure, ExpressionError } from './error.ts'
import { type Closure, type Dialect, type EvaluationContext, lenientDialect } from './evaluation.ts'
import { findFunction } from './find-function.ts'
import type { MappingFunction } from './function.ts'
import { keywordValue } from './keywords.ts'
import { paramOfSlot } from './param.ts'
import { parse } from './parser.ts'
import { PatternError } from './regex/pattern.ts'
import { checkedText } from './result-limits.ts'
import { slotsOf } from './slots.ts'
import type { EvaluationResult, Value } from './value.ts'

/** Reads one attribute of a record; undefined when the record does not carry it. */
export type AttributeReader<R> = (record: R) => Value | undefined

export interface CompileOptions<R> {
  /** Asked once per attribute of the expression; undefined means that the source has no such attribute. */
  readonly readerOf: (attributeName: string) => AttributeReader<R> | undefined
  /** For the hint when an attribute is unknown. */
  readonly attributeNames?: () => Iterable<string>
  /** For X.Lookup; none unless said otherwise. */
  readonly lookupTables?: LookupTables | undefined
  /** Lenient unless said otherwise. */
  readonly dialect?: Partial<Dialect>
}

/** A mapping expression, ready to be evaluated for any number of records. */
export interface Program<R> {
  /** Throws ExpressionError `evaluationFailed`, which names the function, when the record's values do not fit. */
  readonly evaluate: (record: R, context: EvaluationContext) => EvaluationResult
  /** Names of the attributes that are read, each once. */
  readonly attributes: readonly string[]
  /** False when two evaluations of the same record may differ, as with Guid, Now, RandomString, SelectUniqueValue. */
  readonly deterministic: boolean
  /** True when the provisioning log must show [Redact] instead of the value. */
  readonly redacts: boolean
  readonly source: string
}

/** Parses, checks and compiles an expression. Throws ExpressionError. */
export function compileExpression<R>(text: string, options: CompileOptions<R>): Program<R> {
  const tree = parse(text)
  const readers = new Map<string, AttributeReader<R>>()
  const isKnownAttribute = (name: string) => {
    const reader = readers.get(name) ?? options.readerOf(name)
    if (reader !== undefined) readers.set(name, reader)
    return reader !== undefined
  }
  const { attributeNames, lookupTables = new Map() } = options
  const checked = checkExpression(tree, text, { isKnownAttribute, attributeNames, lookupTables })
  const site = { dialect: { ...lenientDialect, ...options.dialect }, lookupTables }
  const compiler = new Compiler(text, readers, site)
  return { ...checked, source: text, evaluate: compiler.compile(tree, 'shown').evaluate }
}

/** What is done with a value: it is the result or a part of it, or something is decided by it. */
type Use = 'shown' | 'inspected'

class Compiler<R> {
  readonly #source: string
  readonly #readers: ReadonlyMap<string, AttributeReader<R>>
  readonly #surroundings: Omit<CallSite<R>, 'args'>

  constructor(
    source: string,
    readers: ReadonlyMap<string, AttributeReader<R>>,
    surroundings: Omit<CallSite<R>, 'args'>,
  ) {
    this.#source = source
    this.#readers = readers
    this.#surroundings = surroundings
  }

  compile(node: Expression, use: Use): Argument<R> {
    switch (node.kind) {
      case 'text':
        return constant(node.value)
      case 'number':
        return constant(numberOf(node.text))
      case 'keyword':
        return constant(keywordValue(node.name) ?? null)
      case 'attribute':
        return this.#compileAttribute(node.name)
      case 'comparison':
        return this.#compileComparison(node)
      case 'concatenation':
        return this.#compileConcatenation(node, use)
      case 'call':
        return this.#compileCall(node, use)
    }
  }

  #compileAttribute(name: string): Argument<R> {
    const reader = this.#readers.get(name)
    if (reader === undefined) throw new TypeError(`the checker let [${name}] pass`)
    const read = (record: R): Value => {
      const value = reader(record)
      return value === undefined || value === '' || isEmptyList(value) ? null : value
    }
    return { evaluate: read, constant: undefined, reads: [read] }
  }

  #compileComparison({ operator, left, right, offset }: Comparison): Argument<R> {
    const leftSide = this.compile(left, 'inspected')
    const rightSide = this.compile(right, 'inspected')
    const compare = comparers[operator]
    const closure: Closure<R> =
      isOfClock(leftSide) || isOfClock(rightSide)
        ? comparison(operator, leftSide, rightSide)
        : (record, context) => compare(leftSide.evaluate(record, context), rightSide.evaluate(record, context))
    const evaluate = this.#placed(closure, operator, offset)
    return { evaluate, constant: undefined, reads: [...leftSide.reads, ...rightSide.reads] }
  }

  #compileConcatenation({ left, right, offset }: Concatenation, use: Use): Argument<R> {
    const leftSide = this.compile(left, use)
    const rightSide = this.compile(right, use)
    const closure: Closure<R> = (record, context) => {
      const leftText = toText(leftSide.evaluate(record, context))
      const rightText = toText(rightSide.evaluate(record, context))
      return leftText === null ? rightText : checkedText(leftText + (rightText ?? ''))
    }
    const moves = leftSide.moves === true || rightSide.moves === true
    const evaluate = this.#placed(use === 'inspected' && moves ? untilNextSecond(closure) : closure, '&', offset)
    return { evaluate, constant: undefined, reads: [...leftSide.reads, ...rightSide.reads] }
  }

  #compileCall(node: Call, use: Use): Argument<R> {
    const definition = findFunction(node.name)
    if (definition === undefined) throw new TypeError(`the checker let ${node.name} pass`)
    const args = slotsOf(node, definition).map((slot, index) =>
      slot === null ? undefined : this.compile(slot, useOf(definition, index, use)),
    )
    const reads = args.flatMap((argument) => argument?.reads ?? [])
    const site = { ...this.#surroundings, args }
    const closure = this.#compileFunction(definition, site, node)
    if (definition.readsClock === true || args.some(isOfClock)) {
      const call = clockCall(definition, site, closure, use === 'inspected')
      return {
        ...call,
        evaluate: this.#placed(call.evaluate, definition.name, node.offset),
        constant: undefined,
        reads,
      }
    }
    const evaluate = this.#placed(closure, definition.name, node.offset)
    const isConstant =
      definition.pure && args.every((argument) => argument === undefined || argument.constant !== undefined)
    return isConstant
      ? (computeOnce(evaluate) ?? { evaluate, constant: undefined, reads })
      : { evaluate, constant: undefined, reads }
  }

  #compileFunction(definition: MappingFunction, site: CallSite<R>, { slots, offset }: Call): Closure<R> {
    try {
      return definition.compile(site)
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      const pattern = slots[definition.params.findIndex(({ name }) => name === 'regexPattern')]
      const summary = `${definition.name}: ${error.message}`
      throw new ExpressionError('invalidPattern', summary, {
        source: this.#source,
        offset: pattern?.offset ?? offset,
        hint: `At character ${error.offset + 1} of the pattern.`,
        cause: error,
      })
    }
  }

  /** Gives failures their place: the function that failed, which is the innermost one. */
  #placed(closure: Closure<R>, name: string, offset: number): Closure<R> {
    const source = this.#source
    return (record, context) => {
      try {
        return closure(record, context)
      } catch (error) {
        if (!(error instanceof EvaluationFailure || error instanceof PatternError)) throw error
        throw new ExpressionError('evaluationFailed', `${name}: ${error.message}`, { source, offset, cause: error })
      }
    }
  }
}

function useOf({ params }: MappingFunction, slot: number, use: Use): Use {
  return paramOfSlot(params, slot)?.isInspected === true ? 'inspected' : use
}

function constant<R>(value: EvaluationResult): Argument<R> {
  return { evaluate: () => value, constant: { value }, reads: [] }
}

/** Evaluates a call whose arguments are constants; undefined when it fails, which is a matter of the record then. */
function computeOnce<R>(evaluate: Closure<R>): Argument<R> | undefined {
  try {
    // A pure function of constants looks neither at the record nor at the context.
    return constant((evaluate as () => EvaluationResult)())
  } catch (error) {
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}

/** Hexadecimal constants are 64 bits with a sign, as in Visual Basic. */
function numberOf(text: string): number | bigint {
  if (text.includes('.')) return Number(text)
  const integer = text.startsWith('&') ? BigInt.asIntN(64, BigInt(`0x${text.slice(2)}`)) : BigInt(text)
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : integer
}

function isEmptyList(value: Value): boolean {
  return Array.isArray(value) && value.length === 0
}
