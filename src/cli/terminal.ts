import type { Paint } from './colour.ts'
import { createPaint, decideColour } from './colour.ts'

/** One output stream, as much as commands need to know of it. */
export interface Screen {
  write(text: string): void
  /** Someone looks at it; otherwise it is a file or a pipe. */
  readonly isTty: boolean
  /** The line can be drawn over (a terminal that is not `dumb`). */
  readonly canRedraw: boolean
  /** Cells per line; Infinity when nobody looks, so that nothing is cut. */
  readonly columns: number
  readonly paint: Paint
}

/** Results go to `out`, everything else (progress, questions, warnings) to `err`. */
export interface Terminal {
  readonly out: Screen
  readonly err: Screen
  /** Asks a yes-or-no question; null when nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | null
}

type Environment = Readonly<Record<string, string | undefined>>

/** The shape of a stream that a screen needs: `process.stdout`, or a collector in a test. */
export interface ScreenStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

const columnsMin = 40
const columnsDefault = 80

export function createScreen(stream: ScreenStream, env: Environment): Screen {
  const isTty = stream.isTTY === true
  return {
    write: (text) => void stream.write(text),
    isTty,
    canRedraw: isTty && env.TERM !== 'dumb',
    get columns() {
      return isTty ? Math.max(columnsMin, stream.columns ?? columnsDefault) : Number.POSITIVE_INFINITY
    },
    paint: createPaint(decideColour(env, isTty)),
  }
}
