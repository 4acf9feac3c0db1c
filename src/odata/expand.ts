import { ODataError } from './odata-error.ts'
import { type NameTable, refuseName, splitNames } from './select.ts'

/** One navigation property to include. */
export interface Expansion {
  /** Canonical spelling. */
  readonly property: string
  /** As written, because the type of the other end decides which names exist; undefined for the default set. */
  readonly select: readonly string[] | undefined
  /** How far to follow the link recursively; undefined: once. */
  readonly levels: number | 'max' | undefined
}

const levelsMax = 1_000
const nestedForm = /^\s*\$?([a-z]+)\s*=(.*)$/is
const expandForm = /^([^()\s]+)\s*(?:\((.*)\))?$/s

/**
 * Reads `$expand`: one navigation property, which is what the directory supports, with nested `$select` and `$levels`
 * as in `manager($levels=max;$select=id)`. An empty text expands nothing.
 * @throws ODataError `unknownProperty`, `unsupportedOption`, `invalidOption`, `duplicateOption`
 */
export function parseExpand(text: string, expandable: NameTable, typeName: string): Expansion | undefined {
  if (text.trim() === '') return undefined
  refuseSeveral(text)
  const [, name, nested = ''] = expandForm.exec(text.trim()) ?? []
  if (name === undefined) throw new ODataError('invalidOption', `'$expand' cannot be read: '${text}'.`)
  if (name === '*') throw new ODataError('unsupportedOption', "'$expand=*' is not supported. Name one property.")
  const property = expandable.get(name.toLowerCase()) ?? refuseName(name, typeName)
  return { property, ...parseNested(nested) }
}

function refuseSeveral(text: string): void {
  const outside = text.replace(/\([^()]*\)/g, '')
  if (!outside.includes(',')) return
  throw new ODataError(
    'unsupportedOption',
    'Only one property can be expanded in a request. Ask for the others one by one.',
  )
}

function parseNested(text: string): Omit<Expansion, 'property'> {
  const options = readNested(text)
  const names = splitNames(options.get('select') ?? '')
  const levels = options.get('levels')
  return {
    select: names.length === 0 || names.includes('*') ? undefined : names,
    levels: levels === undefined ? undefined : parseLevels(levels),
  }
}

function readNested(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  for (const part of text.split(';').filter((option) => option.trim() !== '')) {
    const [, name = part, value = ''] = nestedForm.exec(part) ?? []
    const key = name.toLowerCase()
    if (key !== 'select' && key !== 'levels') {
      throw new ODataError('unsupportedOption', `'${part.trim()}' is not supported inside '$expand'.`)
    }
    if (options.has(key)) {
      throw new ODataError('duplicateOption', `'$${key}' was given more than once inside '$expand'. Give it once.`)
    }
    options.set(key, value.trim())
  }
  return options
}

function parseLevels(text: string): number | 'max' {
  if (text.toLowerCase() === 'max') return 'max'
  const levels = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (levels >= 1 && levels <= levelsMax) return levels
  throw new ODataError('invalidOption', `'$levels' must be between 1 and ${levelsMax}, or max; it was '${text}'.`)
}
