import type { Pattern } from './pattern.ts'

/** Characters, sets and anchors of a pattern once its counted repetitions are written out; compiling takes as long. */
export function programSizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'group':
      return 1 + programSizeOf(pattern.body)
    case 'sequence':
      return total(pattern.parts)
    case 'alternation':
      return total(pattern.branches)
    case 'repeat':
      return 1 + programSizeOf(pattern.body) * Math.max(1, pattern.min, Number.isFinite(pattern.max) ? pattern.max : 1)
    default:
      return 1
  }
}

function total(patterns: readonly Pattern[]): number {
  return patterns.reduce((sum, pattern) => sum + programSizeOf(pattern), 0)
}
