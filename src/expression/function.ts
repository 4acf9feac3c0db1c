import type { Slot } from './ast.ts'
import { callClosure, contextClosure } from './call-closure.ts'
import type { CallSite } from './call-site.ts'
import type { Closure, EvaluationContext } from './evaluation.ts'
import type { ArgumentsOf, Param } from './param.ts'
import type { EvaluationResult, FlowControl } from './value.ts'

/** Expression, expected result (a multi-value as a list), and the attributes that it reads. */
export type Example = readonly [
  expression: string,
  result: string | null | readonly string[] | FlowControl,
  attributes?: Readonly<Record<string, string | boolean | number | readonly string[] | null>>,
]

export type ReturnType = 'text' | 'boolean' | 'integer' | 'date' | 'list' | 'any'

/** Facts of a function that are worth a word only when they hold. */
interface Traits {
  /** Two evaluations of the same record may differ. */
  readonly varies?: true
  /** The result is kept out of the provisioning log. */
  readonly redacts?: true
  /** Must be the outermost function. */
  readonly outermost?: true
  /** Puts the slots of another documented spelling into the order of `params`. */
  readonly arrange?: (slots: readonly Slot[]) => readonly Slot[]
  /** What is wrong with this combination of filled slots, or undefined. */
  readonly refuse?: (slots: readonly Slot[]) => string | undefined
  /** Names of the parameters in the tree of the API, where they differ from those of `params`. */
  readonly treeKeys?: (slots: readonly Slot[]) => readonly string[] | undefined
}

interface Description<Params extends readonly Param[]> extends Traits {
  readonly name: string
  readonly params: Params
  readonly returns: ReturnType
  /** One or two sentences for the portal and the reference. */
  readonly doc: string
  /** Run as tests. */
  readonly examples: readonly Example[]
}

/** Checker, compiler, documentation, portal help and tests all read this one object. */
export interface MappingFunction extends Description<readonly Param[]> {
  /** The result depends on the arguments alone, so that a call with constant arguments is computed once. */
  readonly pure: boolean
  readonly compile: <R>(site: CallSite<R>) => Closure<R>
}

interface PureFunction<Params extends readonly Param[]> extends Description<Params> {
  readonly call: (...args: ArgumentsOf<Params>) => EvaluationResult
}

/** A function that also looks at the clock, at chance or at the tenant. */
interface ContextFunction<Params extends readonly Param[]> extends Description<Params> {
  readonly callInContext: (context: EvaluationContext, ...args: ArgumentsOf<Params>) => EvaluationResult
}

/** A function that decides itself which arguments are evaluated, or that prepares work when it is compiled. */
interface CompiledFunction<Params extends readonly Param[]> extends Description<Params> {
  readonly compile: <R>(site: CallSite<R>) => Closure<R>
}

/** A row of the table of functions; the types of `call` follow from `params`. */
export function mappingFunction<const Params extends readonly Param[]>(
  definition: PureFunction<Params> | ContextFunction<Params> | CompiledFunction<Params>,
): MappingFunction {
  const { params } = definition
  if ('compile' in definition) return { ...definition, pure: false }
  if ('call' in definition) {
    // Arguments are coerced by the very params from which the types of `call` are derived.
    const call = definition.call as (...args: readonly unknown[]) => EvaluationResult
    return { ...definition, pure: true, compile: (site) => callClosure(params, site, call) }
  }
  const call = definition.callInContext as (...args: readonly unknown[]) => EvaluationResult
  return { ...definition, pure: false, compile: (site) => contextClosure(params, site, call) }
}
