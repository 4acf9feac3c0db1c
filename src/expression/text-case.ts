import { EvaluationFailure } from './error.ts'

const ascii = /^[\0-\x7f]*$/

/** Lower case character by character as .NET does: the length stays, and ß or İ do not become two letters. */
export function toLowerCase(text: string, culture?: string): string {
  if (isInvariant(culture)) return ascii.test(text) ? text.toLowerCase() : mapEach(text, (one) => one.toLowerCase())
  return mapEach(text, (one) => one.toLocaleLowerCase(checkedCulture(culture)))
}

/** Upper case character by character as .NET does: ß stays ß. */
export function toUpperCase(text: string, culture?: string): string {
  if (isInvariant(culture)) return ascii.test(text) ? text.toUpperCase() : mapEach(text, (one) => one.toUpperCase())
  return mapEach(text, (one) => one.toLocaleUpperCase(checkedCulture(culture)))
}

function isInvariant(culture: string | undefined): culture is undefined | '' {
  return culture === undefined || culture === ''
}

function mapEach(text: string, map: (character: string) => string): string {
  let result = ''
  for (const character of text) {
    const mapped = map(character)
    result += mapped.length === character.length ? mapped : character
  }
  return result
}

function checkedCulture(culture: string): string {
  try {
    return Intl.getCanonicalLocales(culture)[0] ?? culture
  } catch {
    throw new EvaluationFailure(`"${culture}" is not the name of a culture`)
  }
}
