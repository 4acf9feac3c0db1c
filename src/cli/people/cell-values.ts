import type { Conversion } from './column-names.ts'
import { normaliseName } from './column-names.ts'
import type { ConstantValue, ValueMap } from './mapping-file.ts'
import type { Cell } from './source-person.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Words for "this account is in use". Single letters that mean different things in different lists are left out. */
const trueWords = words(
  'true 1 yes y active a enabled employed current wahr ja j aktiv oui vrai actif si verdadero activo waar actief',
)
const falseWords = words(
  `false 0 no n inactive i disabled terminated left leaver former falsch nein inaktiv ausgeschieden ausgetreten
   non faux inactif sorti falso inactivo baja onwaar nee inactief uitdienst`,
)

export type ConvertedCell =
  | { readonly kind: 'absent' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: ConstantValue }
  /** A truth value is wanted and the text is none. */
  | { readonly kind: 'unknown'; readonly text: string }

/** The value of a cell for an attribute. Space around text does not count. */
export function convertCell(cell: Cell, convert: Conversion, values: ValueMap | null): ConvertedCell {
  if (cell === undefined) return { kind: 'absent' }
  const text = String(cell).trim()
  const mapped = values?.get(text.toLowerCase()) ?? (text === '' ? undefined : values?.get('*'))
  if (mapped !== undefined) return { kind: 'value', value: mapped }
  if (text === '') return { kind: 'empty' }
  if (convert !== 'text') return convertTruth(text, convert)
  return { kind: 'value', value: typeof cell === 'boolean' ? cell : text }
}

function convertTruth(text: string, convert: 'truth' | 'opposite'): ConvertedCell {
  const word = normaliseName(text)
  const isTrue = trueWords.has(word)
  if (!isTrue && !falseWords.has(word)) return { kind: 'unknown', text }
  return { kind: 'value', value: convert === 'truth' ? isTrue : !isTrue }
}
