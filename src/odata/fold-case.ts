/**
 * The form in which texts are compared when letter case does not count. Writers that store a folded column must use this
 * same function. Final sigma is folded too, so that a prefix of a word stays a prefix of the folded word.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase()
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}

/**
 * Orders texts by code point, as databases do with bytes of UTF-8. The language's own `<` orders by UTF-16 unit, which
 * puts U+10000 and above before U+E000.
 * @returns negative, 0 or positive
 */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index += 1) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Lifts surrogates above every other unit. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
