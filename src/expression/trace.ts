import type { Expression } from './ast.ts'
import { type CompileOptions, compileExpression } from './compile.ts'
import { ExpressionError } from './error.ts'
import type { EvaluationContext } from './evaluation.ts'
import { parse } from './parser.ts'
import { print } from './print.ts'
import type { EvaluationResult } from './value.ts'

/** What each part of an expression amounts to for one record; the outermost part first. */
export interface TraceStep {
  readonly expression: string
  readonly outcome:
    | { readonly kind: 'result'; readonly result: EvaluationResult }
    | { readonly kind: 'failed'; readonly reason: string }
  /** The parameters, or the two sides of an operator. Branches that were not chosen are shown as well. */
  readonly parts: readonly TraceStep[]
}

export interface TraceInput<R> {
  readonly options: CompileOptions<R>
  readonly record: R
  readonly context: EvaluationContext
}

/**
 * Evaluates an expression part by part, for people who want to see why it yields what it yields. Each part is evaluated
 * by itself, so parts that depend on chance differ from one another. Throws ExpressionError when the expression is wrong.
 */
export function traceExpression<R>(text: string, input: TraceInput<R>): TraceStep {
  compileExpression(text, input.options)
  return traceNode(parse(text), input)
}

function traceNode<R>(node: Expression, input: TraceInput<R>): TraceStep {
  const expression = print(node)
  // A comparison is no expression by itself.
  const runnable = node.kind === 'comparison' ? `CBool(${expression})` : expression
  const parts = partsOf(node).map((part) => traceNode(part, input))
  return { expression, outcome: outcomeOf(runnable, input), parts }
}

function outcomeOf<R>(expression: string, { options, record, context }: TraceInput<R>): TraceStep['outcome'] {
  try {
    return { kind: 'result', result: compileExpression(expression, options).evaluate(record, context) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { kind: 'failed', reason: error.summary }
  }
}

/** Constants explain themselves. */
function partsOf(node: Expression): readonly Expression[] {
  if (node.kind === 'comparison' || node.kind === 'concatenation') return [node.left, node.right].filter(isNoConstant)
  return node.kind === 'call' ? node.slots.filter((slot) => slot !== null).filter(isNoConstant) : []
}

function isNoConstant({ kind }: Expression): boolean {
  return kind !== 'text' && kind !== 'number' && kind !== 'keyword'
}
