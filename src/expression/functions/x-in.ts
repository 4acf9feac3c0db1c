import type { CallSite } from '../call-site.ts'
import { comparers } from '../compare.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected, rest } from '../param.ts'
import { isList } from '../value.ts'

const isSame = comparers['=']

export const xIn = mappingFunction({
  name: 'X.In',
  params: [inspected(any('value')), rest(inspected(any('candidate')))],
  returns: 'boolean',
  doc: 'Whether the value is one of the candidates, compared as X.Equals does. A candidate with several values stands for all of them.',
  examples: [
    ['X.In([country], "NO", "SE", "DK")', 'True', { country: 'SE' }],
    ['X.In([country], "NO", "SE", "DK")', 'False', { country: 'se' }],
    ['X.In("admin", [roles])', 'True', { roles: ['user', 'admin'] }],
    ['X.In([level], 1, 2)', 'True', { level: '2' }],
    ['X.In([country], "NO")', 'False', { country: null }],
  ],
  compile: <R>({ args: [valueArgument, ...candidates] }: CallSite<R>): Closure<R> => {
    const read = valueArgument?.evaluate ?? (() => null)
    const reads = candidates.flatMap((candidate) => (candidate === undefined ? [] : [candidate.evaluate]))
    return (record, context) => {
      const value = read(record, context)
      return reads.some((readCandidate) => {
        const candidate = readCandidate(record, context)
        return isList(candidate) ? candidate.some((one) => isSame(value, one)) : isSame(value, candidate)
      })
    }
  },
})
