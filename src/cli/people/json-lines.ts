/** A place inside a JSON text: offset of the first character of a value. */
type Offset = number

/**
 * Where the elements of a list begin: of the list that the text is, or of the member `member` of the object that it is.
 * The text must be sound JSON (parse it first); then there is one offset for each element.
 */
export function findElementOffsets(text: string, member: string | null): readonly Offset[] {
  const start = member === null ? skipSpace(text, 0) : findMember(text, member)
  return start === undefined || text[start] !== '[' ? [] : elementsOf(text, start)
}

/** The numbers of the lines, from 1, in which the offsets (ascending) lie. */
export function toLineNumbers(text: string, offsets: readonly Offset[]): readonly number[] {
  let line = 1
  let position = 0
  return offsets.map((offset) => {
    for (let next = text.indexOf('\n', position); next !== -1 && next < offset; next = text.indexOf('\n', position)) {
      line += 1
      position = next + 1
    }
    return line
  })
}

function elementsOf(text: string, list: Offset): Offset[] {
  const offsets: Offset[] = []
  let at = skipSpace(text, list + 1)
  while (at < text.length && text[at] !== ']') {
    offsets.push(at)
    at = skipSpace(text, skipValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return offsets
}

function findMember(text: string, member: string): Offset | undefined {
  let at = skipSpace(text, 0)
  if (text[at] !== '{') return undefined
  let found: Offset | undefined
  at = skipSpace(text, at + 1)
  while (at < text.length && text[at] !== '}') {
    const nameEnd = skipString(text, at)
    const value = skipSpace(text, skipSpace(text, nameEnd) + 1)
    // Of members that are there twice the last one counts, as in JSON.parse.
    if (JSON.parse(text.slice(at, nameEnd)) === member) found = value
    at = skipSpace(text, skipValue(text, value))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return found
}

function skipSpace(text: string, from: Offset): Offset {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1
  return at
}

function skipString(text: string, quote: Offset): Offset {
  let at = quote + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipValue(text: string, from: Offset): Offset {
  const first = text.charAt(from)
  if (first === '"') return skipString(text, from)
  if (first === '{' || first === '[') return skipNested(text, from)
  let at = from
  while (at < text.length && !',]} \t\r\n'.includes(text.charAt(at))) at += 1
  return at
}

function skipNested(text: string, from: Offset): Offset {
  let depth = 0
  let at = from
  do {
    const character = text.charAt(at)
    if (character === '{' || character === '[') depth += 1
    if (character === '}' || character === ']') depth -= 1
    at = character === '"' ? skipString(text, at) : at + 1
  } while (depth > 0 && at < text.length)
  return at
}
