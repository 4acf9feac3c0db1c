const codePointMax = 0x10ffff
const surrogatesStart = 0xd800
const surrogatesEnd = 0xdfff

/**
 * The first text, in code point order, that comes after every text with this prefix: `ann` gives `ano`.
 * Undefined when there is none.
 */
export function prefixEnd(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  while (points.at(-1) === codePointMax) points.pop()
  const last = points.pop()
  if (last === undefined) return undefined
  const next = last + 1 === surrogatesStart ? surrogatesEnd + 1 : last + 1
  return String.fromCodePoint(...points, next)
}
