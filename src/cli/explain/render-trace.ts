import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../json-value.ts'
import { textWidth, toPrintable, truncateText } from '../text-width.ts'
import { type Canvas, indent, shortenNames } from './layout.ts'

/** Deeper parts than this are left to `--json`. */
const depthMax = 12
const arrow = ' → '

/** What each part of an expression came to, the outermost first. */
export function renderTraces(mappings: readonly JsonObject[], canvas: Canvas): string[] {
  return mappings.flatMap((mapping) => {
    const trace = objectAt(mapping, 'trace')
    if (trace === undefined) return []
    const title = truncateText(toPrintable(textAt(mapping, 'attribute') ?? ''), canvas.width - indent.length)
    return [indent + canvas.paint.bold(title), ...renderPart(trace, 2, canvas)]
  })
}

function renderPart(part: JsonObject, depth: number, canvas: Canvas): string[] {
  if (depth > depthMax) return []
  const failure = textAt(part, 'failure')
  const texts = listAt(part, 'result').map(String).join('; ')
  const came = failure === undefined ? (texts === '' ? 'nothing' : texts) : `fails: ${failure}`
  const space = indent.repeat(depth)
  const cells = canvas.width - space.length - arrow.length
  const result = truncateText(toPrintable(came), Math.floor(cells / 2))
  const expression = toPrintable(shortenNames(textAt(part, 'expression') ?? ''))
  const line = space + truncateText(expression, cells - textWidth(result)) + arrow + result
  return [
    line,
    ...listAt(part, 'parts')
      .filter(isJsonObject)
      .flatMap((inner) => renderPart(inner, depth + 1, canvas)),
  ]
}
