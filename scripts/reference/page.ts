/** One generated page of docs/reference. */
export interface Page {
  /** Of the file, without its ending. */
  readonly name: string
  /** The file that it is made from, for whoever wants to change it. */
  readonly source: string
  readonly text: string
}

/** A Markdown table. Cells are Markdown; bars and line breaks in them are taken care of. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |\n`
  return `${line(head)}|${' --- |'.repeat(head.length)}\n${rows.map(line).join('')}`
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>')
}

/** Inline code, also when the text holds backticks. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}
