/** Names of properties as one column keeps them: commas between them, none of which a name has. */
export function joinNames(names: readonly string[] | undefined): string | null {
  return names === undefined ? null : names.join(',')
}

export function parseNames(text: string | null): readonly string[] | null {
  if (text === null) return null
  return text === '' ? [] : text.split(',')
}
