/** A stretch of text in one style, as a terminal would show it. */
export interface Run {
  readonly text: string
  readonly bold: boolean
  readonly dim: boolean
  readonly colour: Colour | null
}

export type Colour = keyof typeof colours

/** ECMA-48 "Select Graphic Rendition". */
const colours = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const

export type Line = readonly Run[]

type Style = Omit<Run, 'text'>

const escapeCharacter = String.fromCharCode(27)
/** A line is drawn anew after a carriage return and "erase line". */
const redraw = `\r${escapeCharacter}[2K`
const styleOrText = new RegExp(`${escapeCharacter}\\[([\\d;]*)m|([^${escapeCharacter}]+)`, 'g')

const plain: Style = { bold: false, dim: false, colour: null }

/** What stands on the screen after the output: lines that were drawn over show their last state. */
export function readTerminal(output: string): Line[] {
  let style = plain
  return output.split('\n').map((raw) => {
    const drawn = raw.replace(/\r$/, '').split(redraw)
    const runs: Run[] = []
    for (const [index, part] of drawn.entries()) {
      const isLast = index === drawn.length - 1
      for (const [, sequence, text = ''] of part.matchAll(styleOrText)) {
        if (sequence !== undefined) style = restyle(style, sequence)
        else if (isLast) runs.push({ ...style, text })
      }
    }
    return runs
  })
}

export function toText(line: Line): string {
  return line.map(({ text }) => text).join('')
}

function restyle(style: Style, sequence: string): Style {
  return sequence.split(';').map(Number).reduce(applyCode, style)
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return plain
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 39) return { ...style, colour: null }
  const colour = Object.entries(colours).find(([, known]) => known === code)?.[0]
  return colour === undefined ? style : { ...style, colour: colour as Colour }
}
