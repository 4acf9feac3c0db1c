import type { MappingFunction } from '../function.ts'
import { append } from './append.ts'
import { cDate } from './c-date.ts'
import { coalesce } from './coalesce.ts'
import { dateAdd } from './date-add.ts'
import { dateDiff } from './date-diff.ts'
import { defaultDomain } from './default-domain.ts'
import { formatDateTime } from './format-date-time.ts'
import { iif } from './iif.ts'
import { isNull } from './is-null.ts'
import { isNullOrEmpty } from './is-null-or-empty.ts'
import { isPresent } from './is-present.ts'
import { isString } from './is-string.ts'
import { join } from './join.ts'
import { mid } from './mid.ts'
import { normalizeDiacritics } from './normalize-diacritics.ts'
import { not } from './not.ts'
import { now } from './now.ts'
import { replace } from './replace.ts'
import { stripSpaces } from './strip-spaces.ts'
import { switchFunction } from './switch.ts'
import { toLower } from './to-lower.ts'
import { toUpper } from './to-upper.ts'
import { verifiedDomain } from './verified-domain.ts'

/** Every mapping function, one file each. */
export const functions: readonly MappingFunction[] = [
  append,
  cDate,
  coalesce,
  dateAdd,
  dateDiff,
  defaultDomain,
  formatDateTime,
  iif,
  isNullOrEmpty,
  isNull,
  isPresent,
  isString,
  join,
  mid,
  normalizeDiacritics,
  not,
  now,
  replace,
  stripSpaces,
  switchFunction,
  toLower,
  toUpper,
  verifiedDomain,
]

const byName: ReadonlyMap<string, MappingFunction> = new Map(functions.map((row) => [row.name.toLowerCase(), row]))

/** The function of that name, in whatever case it is written. */
export function findFunction(name: string): MappingFunction | undefined {
  return byName.get(name.toLowerCase())
}
