import type { Call, Expression, Keyword, Slot } from './ast.ts'
import type { LookupTables } from './call-site.ts'
import { didYouMean, ExpressionError, type ExpressionErrorCode } from './error.ts'
import { findFunction } from './find-function.ts'
import type { MappingFunction } from './function.ts'
import { functions } from './functions/index.ts'
import { keywordNames, keywordValue } from './keywords.ts'
import { attributeFromPart, functionFromElsewhere, hintOfKeyword } from './mistakes.ts'
import { type Param, type ParamType, paramOfSlot } from './param.ts'
import { slotsOf } from './slots.ts'
import { isValue } from './value.ts'

/** What is known of an expression before it meets a record. */
export interface CheckedExpression {
  /** Names of the attributes that are read, each once, in order of appearance. */
  readonly attributes: readonly string[]
  /** False when two evaluations of the same record may differ. */
  readonly deterministic: boolean
  /** True when the result is kept out of the provisioning log. */
  readonly redacts: boolean
}

export interface CheckOptions {
  /** Left out, every attribute is known. */
  readonly isKnownAttribute?: ((name: string) => boolean) | undefined
  /** For the hint when an attribute is unknown. */
  readonly attributeNames?: (() => Iterable<string>) | undefined
  /** Left out, every lookup table is known. */
  readonly lookupTables?: LookupTables | undefined
}

/** Where a node stands: the type of its slot, the top of the tree, or a slot from which a value gets to the top. */
type Place = ParamType | 'top' | 'result'

interface SlotPlace {
  readonly index: number
  /** Of the call. */
  readonly place: Place
}

function placeOfSlot(param: Param | undefined, place: Place): Place {
  if (param?.isResult === true && (place === 'top' || place === 'result')) return 'result'
  return param?.type ?? 'any'
}

/** Refuses, with ExpressionError, a tree that could not be evaluated. `source` is the text that it was parsed from. */
export function checkExpression(tree: Expression, source: string, options: CheckOptions = {}): CheckedExpression {
  const checker = new Checker(source, options)
  checker.check(tree, 'top')
  const { deterministic, redacts } = checker
  return { attributes: [...checker.attributes], deterministic, redacts }
}

class Checker {
  readonly #source: string
  readonly #options: CheckOptions
  readonly attributes = new Set<string>()
  deterministic = true
  redacts = false

  constructor(source: string, options: CheckOptions) {
    this.#source = source
    this.#options = options
  }

  check(node: Expression, place: Place): void {
    switch (node.kind) {
      case 'attribute':
        this.#checkAttribute(node.name, node.offset)
        break
      case 'keyword':
        this.#checkKeyword(node, place)
        break
      case 'comparison':
        if (place !== 'condition') {
          const hint = 'Put it into IIF: IIF(left = right, "True", "False").'
          throw this.#error(
            'misplacedComparison',
            'A comparison may stand only in the condition of IIF or CBool',
            node,
            hint,
          )
        }
        this.check(node.left, 'text')
        this.check(node.right, 'text')
        break
      case 'concatenation':
        this.check(node.left, 'text')
        this.check(node.right, 'text')
        break
      case 'call':
        this.#checkCall(node, place)
        break
      default:
    }
  }

  #checkAttribute(name: string, offset: number): void {
    const { isKnownAttribute, attributeNames } = this.#options
    if (isKnownAttribute?.(name) === false) {
      const known = [...(attributeNames?.() ?? [])]
      const part = attributeFromPart(name, known)
      const meant = part === undefined ? didYouMean(name, known) : `Did you mean "${part}"?`
      const hint = meant ?? 'Names of attributes are case-sensitive.'
      throw this.#error('unknownAttribute', `The source has no attribute [${name}]`, { offset }, hint)
    }
    this.attributes.add(name)
  }

  #checkKeyword(node: Keyword, place: Place): void {
    const value = keywordValue(node.name)
    if (value === undefined) {
      const called = findFunction(node.name)
      const hint =
        hintOfKeyword(node.name) ??
        (called === undefined ? undefined : `Write ${called.name}(…) to call the function.`) ??
        didYouMean(node.name, keywordNames) ??
        `Write [${node.name}] for an attribute, "${node.name}" for a text.`
      throw this.#error('unknownKeyword', `${node.name} means nothing here`, node, hint)
    }
    const mayStand = isValue(value) || place === 'top' || place === 'result' || place === 'any'
    if (!mayStand) {
      throw this.#error('misplacedKeyword', `${node.name} may stand only as a result, such as a branch of IIF`, node)
    }
  }

  #checkCall(node: Call, place: Place): void {
    const definition = findFunction(node.name)
    if (definition === undefined) {
      const known = functions.map(({ name }) => name)
      const meant = functionFromElsewhere(node.name, known)
      const hint = meant === undefined ? didYouMean(node.name, known) : `Did you mean "${meant}"?`
      throw this.#error('unknownFunction', `There is no function ${node.name}`, node, hint)
    }
    this.#checkOutermost(node, definition, place)
    this.deterministic &&= definition.varies !== true
    this.redacts ||= definition.redacts === true

    const slots = slotsOf(node, definition)
    this.#checkCount(node, definition, slots)
    slots.forEach((slot, index) => {
      this.#checkSlot(node, definition, slot, { index, place })
    })
    const problem = definition.refuse?.(slots)
    if (problem !== undefined) {
      throw this.#error('invalidParameterCombination', `${definition.name}: ${problem}`, node, signatureOf(definition))
    }
  }

  #checkOutermost(node: Call, { name, outermost }: MappingFunction, place: Place): void {
    if (outermost === undefined || place === 'top' || (place === 'result' && outermost === 'result')) return
    const summary =
      outermost === 'alone'
        ? `${name} must be the outermost function of an expression`
        : `${name} must be the result of an expression, and no other function can work on it`
    const hint =
      outermost === 'alone' ? 'X.UniqueValue may stand in a branch.' : `Call the other function inside ${name}.`
    throw this.#error('misplacedSelectUniqueValue', summary, node, hint)
  }

  #checkCount(node: Call, definition: MappingFunction, slots: readonly Slot[]): void {
    const { name, params } = definition
    const fixed = params.filter((param) => !param.repeating)
    const min = fixed.findLastIndex((param) => param.required) + 1
    const hint = signatureOf(definition)
    if (slots.length < min) {
      const summary = `${name} takes at least ${counted(min)}, not ${slots.length}`
      throw this.#error('tooFewParameters', summary, node, hint)
    }
    const group = params.length - fixed.length
    if (group === 0 && slots.length > fixed.length) {
      const summary = `${name} takes at most ${counted(fixed.length)}, not ${slots.length}`
      throw this.#error('tooManyParameters', summary, node, hint)
    }
    if (group > 1 && slots.length > fixed.length && (slots.length - fixed.length) % group !== 0) {
      throw this.#error(
        'unpairedParameters',
        `${name} takes pairs after the first ${fixed.length} parameters`,
        node,
        hint,
      )
    }
  }

  #checkSlot(node: Call, definition: MappingFunction, slot: Slot, { index, place }: SlotPlace): void {
    const param = paramOfSlot(definition.params, index)
    if (slot !== null && param?.type === 'table') this.#checkTable(slot)
    else if (slot !== null) this.check(slot, placeOfSlot(param, place))
    else if (param?.required === true) {
      const summary = `Parameter ${index + 1} (${param.name}) of ${definition.name} is missing`
      throw this.#error('missingParameter', summary, node, signatureOf(definition))
    }
  }

  #checkTable(slot: Expression): void {
    if (slot.kind !== 'text') {
      throw this.#error('unknownLookupTable', 'The name of a lookup table is a text constant', slot)
    }
    const { lookupTables } = this.#options
    if (lookupTables === undefined || lookupTables.has(slot.value)) return
    const names = [...lookupTables.keys()]
    const hint =
      didYouMean(slot.value, names) ??
      (names.length === 0
        ? 'The schema has no lookup tables; add it to lookupTables.'
        : `The schema has ${names.map((name) => `"${name}"`).join(', ')}.`)
    throw this.#error('unknownLookupTable', `There is no lookup table "${slot.value}"`, slot, hint)
  }

  #error(code: ExpressionErrorCode, summary: string, node: { offset: number }, hint?: string): ExpressionError {
    return new ExpressionError(code, summary, { source: this.#source, offset: node.offset, hint })
  }
}

function counted(parameters: number): string {
  return parameters === 1 ? '1 parameter' : `${parameters} parameters`
}

/** `Switch(source, [defaultValue], key, value, …)` */
export function signatureOf({ name, params }: MappingFunction): string {
  const names = params.map((param) => (param.required || param.repeating ? param.name : `[${param.name}]`))
  const more = params.some((param) => param.repeating) ? ['…'] : []
  return `${name}(${[...names, ...more].join(', ')})`
}
