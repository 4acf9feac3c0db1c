/** Start and end of the whole match, then of each capture; -1 for a capture that took no part. */
export type Spans = readonly number[]

export interface MatchEngine {
  /** Calls `visit` for each match from left to right, until it returns false. */
  readonly eachMatch: (input: string, visit: (spans: Spans) => boolean) => void
}

/** The span of a group, whose last capture counts when a name is used twice. No captures stand for the whole match. */
export function spanOf(spans: Spans, captures: readonly number[]): { start: number; end: number } | undefined {
  for (const capture of captures.length === 0 ? [0] : captures.toReversed()) {
    const start = spans[capture * 2] ?? -1
    const end = spans[capture * 2 + 1] ?? -1
    if (start >= 0) return { start, end }
  }
  return undefined
}

/** Where the search goes on after a match: behind it, and one character further when it was empty. */
export function nextStart(input: string, start: number, end: number): number {
  if (end > start) return end
  return end + ((input.codePointAt(end) ?? 0) > 0xffff ? 2 : 1)
}
