import { type MatchEngine, nextStart } from './match-engine.ts'
import type { ReplacementPiece } from './replacement.ts'

/** Runs a pattern on RegExp, reporting where each group stands. */
export function nativeEngine(pattern: RegExp): MatchEngine {
  // Indices cost time, so only this engine asks for them and plain replacing does not.
  const indexed = new RegExp(pattern.source, 'dgu')
  return {
    eachMatch(input, visit) {
      indexed.lastIndex = 0
      for (let match = indexed.exec(input); match !== null; match = indexed.exec(input)) {
        const spans = (match.indices ?? []).flatMap((span) => span ?? [-1, -1])
        if (!visit(spans)) return
        indexed.lastIndex = nextStart(input, spans[0] ?? 0, spans[1] ?? 0)
      }
    },
  }
}

/** The replacement in the syntax of String.replace; undefined when it cannot be said there. */
export function nativeReplacement(pieces: readonly ReplacementPiece[]): string | undefined {
  let text = ''
  for (const piece of pieces) {
    const part = nativePiece(piece)
    if (part === undefined) return undefined
    text += part
  }
  return text
}

function nativePiece(piece: ReplacementPiece): string | undefined {
  if (typeof piece === 'string') return piece.replaceAll('$', '$$$$')
  if ('captures' in piece) {
    const [capture] = piece.captures
    return capture === undefined || piece.captures.length > 1 ? undefined : `$${String(capture).padStart(2, '0')}`
  }
  return { match: '$&', before: '$`', after: "$'", input: undefined }[piece.part]
}
