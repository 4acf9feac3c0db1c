import type { Argument, CallSite } from '../call-site.ts'
import { toText } from '../coerce/to-text.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { inspected, optional, rest, result, text } from '../param.ts'

const state =
  'Switch([state],"Australia/Sydney","NSW","Australia/Sydney","QLD","Australia/Brisbane","SA","Australia/Adelaide")'
const manager =
  'Switch(IsPresent([directManager]),[directManager],IsPresent([skiplevelManager]),[skiplevelManager],IsPresent([director]),[director])'

export const switchFunction = mappingFunction({
  name: 'Switch',
  params: [
    inspected(text('source')),
    optional(result('defaultValue')),
    rest(inspected(text('key'))),
    rest(optional(result('value'))),
  ],
  returns: 'any',
  doc: 'The value of the first key that equals the source, upper and lower case told apart; otherwise the default. The key "" stands for Null and empty.',
  examples: [
    [state, 'Australia/Brisbane', { state: 'QLD' }],
    [state, 'Australia/Sydney', { state: 'VIC' }],
    ['Switch(ToLower([statusFlag]),"0","true","1","false","0")', '1', { statusFlag: 'TRUE' }],
    ['Switch([statusFlag],"Default Value","true","1","","0")', '0', { statusFlag: '' }],
    ['Switch([statusFlag],"Default Value","true","1","","0")', 'Default Value', { statusFlag: 'other' }],
    ['Switch([x], , "a","1")', null, { x: 'b' }],
    ['Switch([country],[country],"","Other")', 'Other', { country: null }],
    ['Switch([country],[country],"","Other")', 'NO', { country: 'NO' }],
    [manager, 'skip', { directManager: 'direct', skiplevelManager: 'skip', director: null }],
    [manager, 'direct', { directManager: 'direct', skiplevelManager: null, director: null }],
  ],
  treeKeys: (slots) => slots.map((_, index) => keyOfSlot(index)),
  motion: 'carries',
  compile: <R>(site: CallSite<R>): Closure<R> => (site.args.every(hasConstantKey) ? byTable(site) : inOrder(site)),
})

function keyOfSlot(index: number): string {
  if (index < 2) return index === 0 ? 'source' : 'defaultValue'
  return `${index % 2 === 0 ? 'key' : 'value'}${Math.floor(index / 2)}`
}

function hasConstantKey(argument: Argument<never> | undefined, index: number): boolean {
  return index < 2 || index % 2 === 1 || argument?.constant !== undefined
}

const nothing = (): null => null

/** When the keys are constants, the value is looked up. */
function byTable<R>({ args }: CallSite<R>): Closure<R> {
  const source = args[0]?.evaluate ?? nothing
  const otherwise = args[1]?.evaluate ?? nothing
  const values = new Map<string, Closure<R>>()
  for (let index = 2; index < args.length; index += 2) {
    const key = toText(args[index]?.constant?.value ?? null) ?? ''
    if (!values.has(key)) values.set(key, args[index + 1]?.evaluate ?? nothing)
  }
  return (record, context) => (values.get(toText(source(record, context)) ?? '') ?? otherwise)(record, context)
}

function inOrder<R>({ args }: CallSite<R>): Closure<R> {
  const evaluates = args.map((argument) => argument?.evaluate ?? nothing)
  const [source = nothing, otherwise = nothing] = evaluates
  return (record, context) => {
    const wanted = toText(source(record, context)) ?? ''
    for (let index = 2; index < evaluates.length; index += 2) {
      const key = evaluates[index] ?? nothing
      if ((toText(key(record, context)) ?? '') === wanted) return (evaluates[index + 1] ?? nothing)(record, context)
    }
    return otherwise(record, context)
  }
}
