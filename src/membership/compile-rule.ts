import { RE2JS, RE2JSException } from 're2js'
import { parseRule } from './parser.ts'
import { findProperty, type RuleProperty, type Subject, toText } from './properties.ts'
import type { Operator, Rule } from './rule.ts'
import { RuleError } from './rule-error.ts'

/** Whether a user fulfils a membership rule. */
export type MembershipTest = (subject: Subject) => boolean

/**
 * Makes a test of a rule. Texts compare without letter case, `-match` finds its pattern anywhere in the text. What a
 * property does not have fulfils no operator, and so every negated one.
 * @throws RuleError for a rule that cannot be read, and a pattern that RE2 does not know
 */
export function compileRule(text: string): MembershipTest {
  return compileForUser(parseRule(text))
}

function compileForUser(rule: Rule): MembershipTest {
  switch (rule.kind) {
    case 'directReports':
      return ({ managerId }) => managerId?.toLowerCase() === rule.managerId
    case 'any':
    case 'all':
      return compileQuantified(rule)
    case 'compare':
      return compileComparison(rule)
    default:
      return combine(rule, compileForUser)
  }
}

type Combined = Extract<Rule, { readonly kind: 'and' | 'or' | 'not' }>

function combine<Item>(rule: Combined, compile: (rule: Rule) => (item: Item) => boolean): (item: Item) => boolean {
  if (rule.kind === 'not') {
    const inner = compile(rule.rule)
    return (item) => !inner(item)
  }
  const tests = rule.rules.map(compile)
  return rule.kind === 'and' ? (item) => tests.every((test) => test(item)) : (item) => tests.some((test) => test(item))
}

type Comparison = Extract<Rule, { readonly kind: 'compare' }>

function compileComparison(rule: Comparison): MembershipTest {
  const { operand, operator, value } = rule
  const property = requireProperty(operand.name, operand.offset)
  const { isNegated } = operator
  switch (property.kind) {
    case 'flag':
      return (subject) => (property.read(subject) === value) !== isNegated
    case 'texts': {
      if (value === null) return (subject) => (property.read(subject).length === 0) !== isNegated
      const test = textTest(rule)
      return (subject) => property.read(subject).some(test) !== isNegated
    }
    case 'text': {
      if (value === null) return (subject) => (property.read(subject) === null) !== isNegated
      const test = textTest(rule)
      return (subject) => {
        const found = property.read(subject)
        return (found !== null && test(found)) !== isNegated
      }
    }
    case 'plans':
      throw new RuleError('assignedPlans is asked with -any and -all', operand.offset)
  }
}

function compileQuantified({
  kind,
  collection,
  rule,
}: Extract<Rule, { readonly kind: 'any' | 'all' }>): MembershipTest {
  const property = requireProperty(collection.name, collection.offset)
  if (property.kind === 'texts') {
    const test = compileForElement(rule, (_, element: string) => toText(element))
    return kind === 'any'
      ? (subject) => property.read(subject).some(test)
      : (subject) => property.read(subject).every(test)
  }
  if (property.kind === 'plans') {
    const test = compileForElement(rule, (name, element: Readonly<Record<string, unknown>>) => toText(element[name]))
    return kind === 'any'
      ? (subject) => property.read(subject).some(test)
      : (subject) => property.read(subject).every(test)
  }
  throw new RuleError(`-${kind} is for lists`, collection.offset)
}

function compileForElement<Element>(
  rule: Rule,
  read: (name: string, element: Element) => string | null,
): (element: Element) => boolean {
  if (rule.kind === 'and' || rule.kind === 'or' || rule.kind === 'not') {
    return combine(rule, (inner) => compileForElement(inner, read))
  }
  if (rule.kind !== 'compare') throw new RuleError('Elements have no lists of their own', 0)
  const { operand, operator, value } = rule
  if (value === null) return (element) => (read(operand.name, element) === null) !== operator.isNegated
  const test = textTest(rule)
  return (element) => {
    const found = read(operand.name, element)
    return (found !== null && test(found)) !== operator.isNegated
  }
}

/** The operator without its negation. */
function textTest({ operator, value, operand }: Comparison): (text: string) => boolean {
  if (typeof value === 'object') {
    const texts = new Set(value?.map((text) => text.toLowerCase()))
    return (text) => texts.has(text.toLowerCase())
  }
  return scalarTest(operator, String(value), operand.offset)
}

function scalarTest({ name }: Operator, value: string, offset: number): (text: string) => boolean {
  const lower = value.toLowerCase()
  switch (name) {
    case 'startsWith':
      return (text) => text.toLowerCase().startsWith(lower)
    case 'endsWith':
      return (text) => text.toLowerCase().endsWith(lower)
    case 'contains':
      return (text) => text.toLowerCase().includes(lower)
    case 'match': {
      // RE2 takes time that is linear in the text, whatever the pattern.
      const pattern = compilePattern(value, offset)
      return (text) => pattern.matcher(text).find()
    }
    default:
      return (text) => text.toLowerCase() === lower
  }
}

function compilePattern(source: string, offset: number): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (error instanceof RE2JSException)
      throw new RuleError(`The pattern '${source}' is refused: ${error.message}`, offset)
    throw error
  }
}

function requireProperty(name: string, offset: number): RuleProperty {
  const property = findProperty(name)
  if (property === undefined) throw new RuleError(`Rules do not know user.${name}`, offset)
  return property
}
