/** What people write out of habit from other languages, and what they should write here. */

const namesElsewhere: readonly (readonly [name: string, elsewhere: string])[] = [
  ['Join', 'concat concatenate concatws textjoin'],
  ['IIF', 'if ifelse'],
  ['Switch', 'case choose select'],
  ['Coalesce', 'ifnull nvl isnullthen firstnonnull ifempty'],
  ['Mid', 'substring substr slice'],
  ['InStr', 'indexof find search position'],
  ['Len', 'length strlen size'],
  ['ToLower', 'lower tolowercase lowercase strtolower'],
  ['ToUpper', 'upper touppercase uppercase strtoupper'],
  ['PCase', 'proper propercase titlecase totitlecase capitalize'],
  ['Replace', 'regexreplace replaceall substitute regex'],
  ['NormalizeDiacritics', 'removediacritics unaccent'],
  ['StripSpaces', 'removespaces'],
  ['IsNullOrEmpty', 'isempty isblank isnullorwhitespace'],
  ['IsPresent', 'hasvalue isnotnull isnotempty exists'],
  ['CStr', 'tostring string text str'],
  ['CDate', 'todate date dateparse parsedate datevalue'],
  ['CNum', 'toint toint32 tonumber int number cint clng'],
  ['FormatDateTime', 'format formatdate dateformat'],
  ['Guid', 'newguid uuid newid'],
  ['Now', 'utcnow getdate currentdate sysdate'],
  ['X.AddDays', 'adddays'],
  ['X.Today', 'today'],
  ['X.UniqueValue', 'unique makeunique'],
  ['RandomString', 'random rand randompassword'],
  ['Contains', 'includes'],
]

const functionElsewhere: ReadonlyMap<string, string> = new Map(
  namesElsewhere.flatMap(([name, elsewhere]) => elsewhere.split(' ').map((other) => [other, name])),
)

/** The function that does what one of that name does in other languages, or ours when the X. was forgotten. */
export function functionFromElsewhere(written: string, known: readonly string[]): string | undefined {
  const wanted = written.toLowerCase()
  return functionElsewhere.get(wanted) ?? known.find((name) => name.toLowerCase() === `x.${wanted}`)
}

const keywordHints: ReadonlyMap<string, string> = new Map([
  ['null', 'Write "" for no value, or IgnoreAttributeFlow to leave the attribute as it is.'],
  ['nothing', 'Write "" for no value, or IgnoreAttributeFlow to leave the attribute as it is.'],
  ['ignoreflow', 'Did you mean "IgnoreAttributeFlow"?'],
  ['ignore', 'Did you mean "IgnoreAttributeFlow"?'],
])

export function hintOfKeyword(written: string): string | undefined {
  return keywordHints.get(written.toLowerCase())
}

const characterHints: readonly (readonly [characters: string, hint: string])[] = [
  ["'`", 'Texts stand between double quotes.'],
  ['+', 'Texts are put together with Join, or with &.'],
  ['!', 'Write <> for "differs from", and Not(…) or X.Not(…) for the opposite of a condition.'],
  ['|', 'Write X.Or(…, …), or nest IIF.'],
  [';', 'Parameters are separated by commas.'],
  ['{}', 'Attributes stand in brackets: [userName].'],
  ['$', 'Attributes stand in brackets: [userName].'],
]

export function hintOfCharacter(character: string): string | undefined {
  return characterHints.find(([characters]) => characters.includes(character))?.[1]
}

/** For an operator that stands where a value should. */
export function hintOfOperator(source: string, offset: number): string | undefined {
  const operator = source[offset]
  const doubled = source[offset - 1] === operator
  if (operator === '=') {
    if (doubled) return 'One = compares.'
    return source.slice(0, offset).trim() === '' ? 'An expression begins without =.' : undefined
  }
  return operator === '&' && doubled ? 'Write X.And(…, …), or nest IIF.' : undefined
}

/** An attribute whose name is the written one in other letter case, or ends with it as the last part of a path. */
export function attributeFromPart(written: string, known: Iterable<string>): string | undefined {
  const wanted = written.toLowerCase()
  const endings = [`.${wanted}`, `:${wanted}`]
  return [...known].find((name) => {
    const lower = name.toLowerCase()
    return lower === wanted || endings.some((ending) => lower.endsWith(ending))
  })
}
