import type { Filter, Literal, PropertyPath } from './filter-ast.ts'

/** Writes the tree back as text: canonical spelling of operators, no parentheses that are not needed. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'or':
      return filter.clauses.map((clause) => printOperand(clause, clause.kind === 'or')).join(' or ')
    case 'and':
      return filter.clauses.map((clause) => printOperand(clause, isChain(clause))).join(' and ')
    case 'not':
      return `not ${printOperand(filter.clause, isChain(filter.clause))}`
    case 'compare':
      return `${printPath(filter.path)} ${filter.operator} ${printLiteral(filter.literal)}`
    case 'in':
      return `${printPath(filter.path)} in (${filter.literals.map(printLiteral).join(',')})`
    case 'has':
      return `${printPath(filter.path)} has ${printLiteral(filter.literal)}`
    case 'match':
      return `${filter.function}(${printPath(filter.path)},${quote(filter.text)})`
    case 'any':
      return `${printPath(filter.path)}/any(${
        filter.lambda === undefined ? '' : `${filter.lambda.variable}:${printFilter(filter.lambda.body)}`
      })`
    case 'count':
      return `${printPath(filter.path)}/$count ${filter.operator} ${filter.count}`
  }
}

function isChain(filter: Filter): boolean {
  return filter.kind === 'or' || filter.kind === 'and'
}

function printOperand(filter: Filter, needsParentheses: boolean): string {
  return needsParentheses ? `(${printFilter(filter)})` : printFilter(filter)
}

function printPath({ segments }: PropertyPath): string {
  return segments.join('/')
}

export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return quote(literal.text)
    case 'enum':
      return `${literal.typeName}${quote(literal.text)}`
    case 'boolean':
      return String(literal.value)
    case 'null':
      return 'null'
    default:
      return literal.text
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
