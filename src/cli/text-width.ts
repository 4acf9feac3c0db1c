const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const plainAscii = /^[\x20-\x7e]*$/
const invisible = /^[\p{Mark}\p{Cf}]+$/u
/** Unicode Standard Annex 11 "East Asian Width": the blocks that terminals draw two cells wide. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b16f}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u
const ansiMarks = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')
/** Control characters and those that turn the writing direction around: they could rewrite what the reader sees. */
const unsafe = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Cells that the text takes on a terminal; colour marks take none. */
export function textWidth(text: string): number {
  if (plainAscii.test(text)) return text.length
  let cells = 0
  for (const { segment } of segmenter.segment(text.replace(ansiMarks, ''))) cells += graphemeWidth(segment)
  return cells
}

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0
  return wide.test(grapheme) ? 2 : 1
}

/** Cuts unmarked text to so many cells, with an ellipsis when something is missing. */
export function truncateText(text: string, cells: number): string {
  if (textWidth(text) <= cells) return text
  if (cells <= 0) return ''
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    const next = used + graphemeWidth(segment)
    if (next > cells - 1) break
    kept += segment
    used = next
  }
  return `${kept}…`
}

/** Fills up with spaces to so many cells. */
export function padText(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, cells - textWidth(text)))
  return align === 'left' ? text + space : space + text
}

/** Text from outside made safe to print on one line: line breaks become spaces, other control characters a mark. */
export function toPrintable(text: string): string {
  return text.replace(/[\r\n\t\u2028\u2029]+/g, ' ').replace(unsafe, '\ufffd')
}

/** Breaks unmarked text at spaces so that no line is wider than `cells`; a word that is too long gets a line of its own. */
export function wrapText(text: string, cells: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > cells) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}
