import qrcode from 'qrcode-generator'
import { type Html, html } from './html.ts'

/** Light modules around the code, without which readers do not find it. */
const quietModules = 4

/** A QR code as part of the page itself, for a text of ASCII characters: dark on white in every colour scheme. */
export function qrPicture(text: string): Html {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  const modules = Array.from({ length: count }, (_, row) => row)
  const dark = modules.flatMap((row) =>
    modules.filter((column) => code.isDark(row, column)).map((column) => toSquare(column, row)),
  )
  const side = count + 2 * quietModules
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img" aria-label="QR code of the secret"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${dark.join('')}"/></svg>
`
}

function toSquare(column: number, row: number): string {
  return `M${column + quietModules} ${row + quietModules}h1v1h-1z`
}
