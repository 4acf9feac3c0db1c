import { textWidth } from '../../src/cli/text-width.ts'
import type { Colour, Line, Run } from './read-terminal.ts'

/** Pixels. The width of a cell is forced upon the font, so that columns stand below each other with every font. */
const layout = { cell: 8.4, line: 20, fontSize: 14, padding: 20, bar: 38, radius: 10 } as const

const paper = { background: '#0f1419', bar: '#1a212b', text: '#d3dae3', dim: '#8593a3', title: '#9aa7b5' } as const
const inks: Record<Colour, string> = {
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  cyan: '#56d4dd',
}
const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"

export interface Frame {
  readonly title: string
  /** What the picture shows, for those who cannot see it. */
  readonly description: string
  /** Cells per line. */
  readonly columns: number
}

/** A terminal window with these lines. */
export function toSvg(lines: readonly Line[], { title, description, columns }: Frame): string {
  const width = Math.ceil(columns * layout.cell + 2 * layout.padding)
  const height = layout.bar + lines.length * layout.line + 2 * layout.padding - 6
  const rows = lines.map((line, index) => toRow(line, layout.bar + layout.padding + index * layout.line + 9))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${toXml(title)}</title>
<desc id="description">${toXml(description)}</desc>
<rect width="${width}" height="${height}" rx="${layout.radius}" fill="${paper.background}"/>
<path d="M0 ${layout.radius}a${layout.radius} ${layout.radius} 0 0 1 ${layout.radius}-${layout.radius}h${width - 2 * layout.radius}a${layout.radius} ${layout.radius} 0 0 1 ${layout.radius} ${layout.radius}v${layout.bar - layout.radius}h-${width}z" fill="${paper.bar}"/>
${['#ff5f57', '#febc2e', '#28c840'].map(toButton).join('\n')}
<g font-family="${fonts}" font-size="${layout.fontSize}">
<text x="${width / 2}" y="24" text-anchor="middle" font-size="13" fill="${paper.title}">${toXml(title)}</text>
${rows.filter((row) => row !== '').join('\n')}
</g>
</svg>
`
}

function toButton(fill: string, index: number): string {
  return `<circle cx="${22 + index * 20}" cy="${layout.bar / 2}" r="6" fill="${fill}"/>`
}

function toRow(line: Line, y: number): string {
  let column = 0
  return line
    .flatMap((run) => {
      const start = column
      column += textWidth(run.text)
      return splitAtGaps(run.text).map(({ text, cells }) => toTextElement({ ...run, text }, start + cells, y))
    })
    .join('')
}

/** Pieces of text with the cells before each. Renderers merge spaces, so a gap is where nothing is drawn. */
function splitAtGaps(text: string): { readonly text: string; readonly cells: number }[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: piece, index }) => ({
    text: piece,
    cells: textWidth(text.slice(0, index)),
  }))
}

function toTextElement(run: Run, column: number, y: number): string {
  const fill = run.colour !== null ? inks[run.colour] : run.dim ? paper.dim : paper.text
  const weight = run.bold ? ' font-weight="700"' : ''
  const x = round(layout.padding + column * layout.cell)
  const length = round(textWidth(run.text) * layout.cell)
  return `<text x="${x}" y="${y}" fill="${fill}"${weight} textLength="${length}" lengthAdjust="spacingAndGlyphs">${toXml(run.text)}</text>`
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

function toXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
