import { toCount } from './count-text.ts'
import type { Screen } from './terminal.ts'
import { textWidth, truncateText } from './text-width.ts'

/** Shows how far a long piece of work has come: a bar that redraws itself on a terminal, now and then a line elsewhere. */
export interface ProgressBar {
  update(done: number, note?: string): void
  /** Takes the bar away; on a terminal nothing of it remains. */
  finish(): void
}

export interface ProgressTask {
  readonly title: string
  readonly total: number
  /** Milliseconds; only the distance between two calls matters. */
  readonly now: () => number
}

const redrawIntervalMs = 100
const lineIntervalMs = 5_000
const barCellsMax = 30
const barCellsMin = 8
const eraseLine = '\r\u001b[2K'

export function createProgressBar(screen: Screen, task: ProgressTask): ProgressBar {
  return screen.canRedraw ? createDrawnBar(screen, task) : createPlainLines(screen, task)
}

function createDrawnBar(screen: Screen, { title, total, now }: ProgressTask): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    update(done, note = '') {
      const at = now()
      if (done < total && at - drawnAt < redrawIntervalMs) return
      drawnAt = at
      const line = drawProgress({ title, done, total, note, width: screen.columns - 1 })
      screen.write(
        `${eraseLine}${line.before}${screen.paint.cyan(line.filled)}${screen.paint.dim(line.rest)}${line.after}`,
      )
    },
    finish() {
      screen.write(eraseLine)
    },
  }
}

function createPlainLines(screen: Screen, { title, total, now }: ProgressTask): ProgressBar {
  let writtenAt = now()
  return {
    update(done, note = '') {
      const at = now()
      if (at - writtenAt < lineIntervalMs && done < total) return
      writtenAt = at
      screen.write(`${title} ${toCount(done)} of ${toCount(total)}${note === '' ? '' : `, ${note}`}\n`)
    },
    finish() {},
  }
}

interface Drawing {
  readonly title: string
  readonly done: number
  readonly total: number
  readonly note: string
  readonly width: number
}

/** The parts of the line: what stands before the bar, its two halves, what stands after. Never wider than `width`. */
export function drawProgress({ title, done, total, note, width }: Drawing): {
  readonly before: string
  readonly filled: string
  readonly rest: string
  readonly after: string
} {
  const share = total <= 0 ? 1 : Math.min(1, Math.max(0, done / total))
  const before = `${title} `
  const count = ` ${Math.floor(share * 100)
    .toString()
    .padStart(3)} %  ${toCount(done)} of ${toCount(total)}`
  const cells = Math.min(barCellsMax, width - textWidth(before) - textWidth(count))
  if (cells < barCellsMin)
    return { before: truncateText(`${before}${count.trim()}`, width), filled: '', rest: '', after: '' }
  const filled = Math.floor(share * cells)
  const room = width - textWidth(before) - cells - textWidth(count)
  const after = note === '' ? count : count + truncateText(`  ${note}`, room)
  return { before, filled: '━'.repeat(filled), rest: '─'.repeat(cells - filled), after }
}
