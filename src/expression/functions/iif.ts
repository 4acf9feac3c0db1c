import type { CallSite } from '../call-site.ts'
import { toBoolean } from '../coerce/to-boolean.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { condition, result } from '../param.ts'
import { ignoreAttributeFlow } from '../value.ts'

const enabledUntilHired =
  'Switch([Active], , "1", IIF(DateDiff("d", Now(), CDate([StatusHireDate])) > 5, "False", "True"), "0", "False")'

export const iif = mappingFunction({
  name: 'IIF',
  params: [condition('condition'), result('valueIfTrue'), result('valueIfFalse')],
  returns: 'any',
  doc: 'One of two values, depending on a condition. Only the chosen one is evaluated.',
  examples: [
    ['IIF([country]="USA",[country],[department])', 'USA', { country: 'USA', department: 'Sales' }],
    ['IIF([country]="USA",[country],[department])', 'Sales', { country: 'UK', department: 'Sales' }],
    ['IIF([country]="USA",IIF([state]="CA","True","False"),"False")', 'True', { country: 'USA', state: 'CA' }],
    ['IIF([country]="USA","True",IIF([state]="CA","True","False"))', 'False', { country: 'UK', state: 'WA' }],
    ['IIF([country]="","Other",[country])', 'Other', { country: null }],
    ['IIF(IsPresent([country]),[country],"Other")', 'Other', { country: '' }],
    ['IIF([StatusRehire]=1,"again","new")', 'again', { StatusRehire: '1' }],
    ['IIF(1 > 2, "more", IgnoreAttributeFlow)', ignoreAttributeFlow],
    [enabledUntilHired, 'False', { Active: '1', StatusHireDate: '2026-08-10' }],
    [enabledUntilHired, 'True', { Active: '1', StatusHireDate: '2026-08-02' }],
    [enabledUntilHired, 'False', { Active: '0', StatusHireDate: '2026-08-02' }],
  ],
  motion: 'carries',
  compile: <R>({ args: [conditionArgument, whenTrue, whenFalse], dialect }: CallSite<R>): Closure<R> => {
    if (conditionArgument === undefined || whenTrue === undefined || whenFalse === undefined) return () => null
    const { evaluate, reads } = conditionArgument
    const [yes, no] = [whenTrue.evaluate, whenFalse.evaluate]
    if (!dialect.strictEntra || reads.length === 0) {
      return (record, context) => (toBoolean(evaluate(record, context)) ? yes(record, context) : no(record, context))
    }
    return (record, context) => {
      if (reads.some((read) => read(record) === null)) return null
      return toBoolean(evaluate(record, context)) ? yes(record, context) : no(record, context)
    }
  },
})
