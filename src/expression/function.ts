import type { ComparisonOperator, Slot } from './ast.ts'
import { callClosure, contextClosure } from './call-closure.ts'
import type { CallSite } from './call-site.ts'
import type { Course } from './course.ts'
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
  /** `alone` = must be the outermost function; `result` = may also be what another function yields, a branch of IIF. */
  readonly outermost?: 'alone' | 'result'
  /** Puts the slots of another documented spelling into the order of `params`. */
  readonly arrange?: (slots: readonly Slot[]) => readonly Slot[]
  /** What is wrong with this combination of filled slots, or undefined. */
  readonly refuse?: (slots: readonly Slot[]) => string | undefined
  /** Names of the parameters in the tree of the API, where they differ from those of `params`. */
  readonly treeKeys?: (slots: readonly Slot[]) => readonly string[] | undefined
}

/** What the clock has to do with a function; left out where it has nothing to do with it. */
interface ClockTraits<Params extends readonly Param[]> {
  /** The result moves with the clock although no argument does. */
  readonly readsClock?: true
  /** `carries` = a date that moves goes through and moves on, `ignores` = the result is the same at any time. */
  readonly motion?: 'carries' | 'ignores'
  /** Compares the first two arguments. */
  readonly compares?: ComparisonOperator
  /** How a result that changes in steps goes on; undefined when it stays. `now` is in milliseconds since 1970, UTC. */
  readonly follow?: (now: number, ...args: ArgumentsOf<Params>) => Course | undefined
  /** When a text made of a date that moves is another one; matters where the text is inspected. */
  readonly textHoldsUntil?: (now: number, ...args: ArgumentsOf<Params>) => number | undefined
}

interface Description<Params extends readonly Param[]> extends Traits, ClockTraits<Params> {
  readonly name: string
  readonly params: Params
  readonly returns: ReturnType
  /** One or two sentences for the portal and the reference. */
  readonly doc: string
  /** Run as tests. */
  readonly examples: readonly Example[]
}

/** Checker, compiler, documentation, portal help and tests all read this one object. */
export interface MappingFunction extends Omit<Description<readonly Param[]>, 'follow' | 'textHoldsUntil'> {
  /** The result depends on the arguments alone, so that a call with constant arguments is computed once. */
  readonly pure: boolean
  readonly compile: <R>(site: CallSite<R>) => Closure<R>
  readonly follow: ((now: number, ...args: readonly unknown[]) => Course | undefined) | undefined
  readonly textHoldsUntil: ((now: number, ...args: readonly unknown[]) => number | undefined) | undefined
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
  // Arguments are coerced by the very params from which the types of these functions are derived.
  const follow = definition.follow as MappingFunction['follow']
  const textHoldsUntil = definition.textHoldsUntil as MappingFunction['textHoldsUntil']
  const traits = { ...definition, follow, textHoldsUntil }
  if ('compile' in definition) return { ...traits, pure: false, compile: definition.compile }
  if ('call' in definition) {
    const call = definition.call as (...args: readonly unknown[]) => EvaluationResult
    return { ...traits, pure: true, compile: (site) => callClosure(params, site, call) }
  }
  const call = definition.callInContext as (...args: readonly unknown[]) => EvaluationResult
  return { ...traits, pure: false, compile: (site) => contextClosure(params, site, call) }
}
