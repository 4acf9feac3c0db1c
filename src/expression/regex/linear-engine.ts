import { RE2JS, RE2JSException } from 're2js'
import { EvaluationFailure } from '../error.ts'
import { type MatchEngine, nextStart } from './match-engine.ts'
import { type ParsedPattern, type Pattern, PatternError } from './pattern.ts'
import { printPattern } from './print-pattern.ts'

/** Characters looked at, times the size of the pattern's program, over all matches in one text. */
const linearWorkMax = 25_000_000

/** Runs a pattern on RE2, whose time for one match is linear in the text. Throws PatternError for what RE2 refuses. */
export function linearEngine({ root, captureCount }: ParsedPattern): MatchEngine {
  const program = compileLinear(printPattern(root, 'linear'))
  const asciiOnly = hasWordBoundary(root)
  const programSize = Math.max(1, program.programSize())
  return {
    eachMatch(input, visit) {
      if (asciiOnly && /[^\0-\x7f]/.test(input)) {
        throw new EvaluationFailure('\\b in a pattern this costly works on texts of ASCII characters only')
      }
      const matcher = program.matcher(input)
      let work = 0
      for (let start = 0; start <= input.length; ) {
        work += (input.length - start + 1) * programSize
        if (work > linearWorkMax) throw new EvaluationFailure('the pattern takes too long on this text')
        if (!matcher.find(start)) return
        const spans: number[] = []
        for (let group = 0; group <= captureCount; group += 1) spans.push(matcher.start(group), matcher.end(group))
        if (!visit(spans)) return
        start = nextStart(input, spans[0] ?? 0, spans[1] ?? 0)
      }
    },
  }
}

function compileLinear(source: string): RE2JS {
  try {
    return RE2JS.compile(source)
  } catch (error) {
    if (error instanceof RE2JSException) throw new PatternError(`the pattern is too large (${error.message})`, 0)
    throw error
  }
}

function hasWordBoundary(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'anchor':
      return pattern.at === 'wordBoundary' || pattern.at === 'notWordBoundary'
    case 'group':
    case 'repeat':
      return hasWordBoundary(pattern.body)
    case 'sequence':
      return pattern.parts.some(hasWordBoundary)
    case 'alternation':
      return pattern.branches.some(hasWordBoundary)
    default:
      return false
  }
}
