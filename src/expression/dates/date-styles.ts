import { EvaluationFailure } from '../error.ts'

/** .NET's DateTimeStyles by name. */
const styleNames = [
  'None',
  'AllowLeadingWhite',
  'AllowTrailingWhite',
  'AllowInnerWhite',
  'AllowWhiteSpaces',
  'NoCurrentDateDefault',
  'AdjustToUniversal',
  'AssumeLocal',
  'AssumeUniversal',
  'RoundtripKind',
] as const

type DateStyle = (typeof styleNames)[number]
export type DateStyles = ReadonlySet<DateStyle>

const defaultStyles: DateStyles = new Set<DateStyle>(['RoundtripKind', 'AllowLeadingWhite', 'AllowTrailingWhite'])

/** Reads style names separated by commas; the empty text means the documented default. */
export function parseDateStyles(text: string | null): DateStyles {
  if (text === null || text.trim() === '') return defaultStyles
  const styles = new Set<DateStyle>()
  for (const part of text.split(',')) {
    const written = part.trim().replace(/^DateTimeStyles\./i, '')
    const style = styleNames.find((name) => name.toLowerCase() === written.toLowerCase())
    if (style === undefined)
      throw new EvaluationFailure(`"${written}" is no DateTimeStyles; use ${styleNames.join(', ')}`)
    if (style === 'AllowWhiteSpaces') styles.add('AllowLeadingWhite').add('AllowTrailingWhite').add('AllowInnerWhite')
    else styles.add(style)
  }
  return styles
}
