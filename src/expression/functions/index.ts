import type { MappingFunction } from '../function.ts'
import { appRoleAssignments } from './app-role-assignments.ts'
import { appRoleAssignmentsComplex } from './app-role-assignments-complex.ts'
import { append } from './append.ts'
import { assertiveAppRoleAssignmentsComplex } from './assertive-app-role-assignments-complex.ts'
import { bitAnd } from './bit-and.ts'
import { cBool } from './c-bool.ts'
import { cDate } from './c-date.ts'
import { cGuid } from './c-guid.ts'
import { cNum } from './c-num.ts'
import { cRef } from './c-ref.ts'
import { cStr } from './c-str.ts'
import { coalesce } from './coalesce.ts'
import { contains } from './contains.ts'
import { convertFromBase64 } from './convert-from-base64.ts'
import { convertToBase64 } from './convert-to-base64.ts'
import { convertToUtf8Hex } from './convert-to-utf8-hex.ts'
import { count } from './count.ts'
import { dateAdd } from './date-add.ts'
import { dateDiff } from './date-diff.ts'
import { dateFromNum } from './date-from-num.ts'
import { defaultDomain } from './default-domain.ts'
import { dnComponent } from './dn-component.ts'
import { dnComponentRev } from './dn-component-rev.ts'
import { error } from './error.ts'
import { formatDateTime } from './format-date-time.ts'
import { guid } from './guid.ts'
import { ignoreFlowIfNullOrEmpty } from './ignore-flow-if-null-or-empty.ts'
import { iif } from './iif.ts'
import { inStr } from './in-str.ts'
import { isBitSet } from './is-bit-set.ts'
import { isGuid } from './is-guid.ts'
import { isNull } from './is-null.ts'
import { isNullOrEmpty } from './is-null-or-empty.ts'
import { isPresent } from './is-present.ts'
import { isString } from './is-string.ts'
import { item } from './item.ts'
import { join } from './join.ts'
import { lCase } from './l-case.ts'
import { lTrim } from './l-trim.ts'
import { left } from './left.ts'
import { len } from './len.ts'
import { mid } from './mid.ts'
import { normalizeDiacritics } from './normalize-diacritics.ts'
import { not } from './not.ts'
import { now } from './now.ts'
import { numFromDate } from './num-from-date.ts'
import { pCase } from './p-case.ts'
import { padLeft } from './pad-left.ts'
import { padRight } from './pad-right.ts'
import { rTrim } from './r-trim.ts'
import { randomString } from './random-string.ts'
import { redact } from './redact.ts'
import { removeDuplicates } from './remove-duplicates.ts'
import { replace } from './replace.ts'
import { replaceChars } from './replace-chars.ts'
import { right } from './right.ts'
import { selectUniqueValue } from './select-unique-value.ts'
import { singleAppRoleAssignment } from './single-app-role-assignment.ts'
import { split } from './split.ts'
import { stringFromSid } from './string-from-sid.ts'
import { stripSpaces } from './strip-spaces.ts'
import { switchFunction } from './switch.ts'
import { toLower } from './to-lower.ts'
import { toUpper } from './to-upper.ts'
import { trim } from './trim.ts'
import { uCase } from './u-case.ts'
import { verifiedDomain } from './verified-domain.ts'
import { word } from './word.ts'
import { xAddDays } from './x-add-days.ts'
import { xAnd } from './x-and.ts'
import { xDaysUntil } from './x-days-until.ts'
import { xEndOfDay } from './x-end-of-day.ts'
import { xEquals } from './x-equals.ts'
import { xGreater } from './x-greater.ts'
import { xGreaterOrEquals } from './x-greater-or-equals.ts'
import { xIn } from './x-in.ts'
import { xIsAfter } from './x-is-after.ts'
import { xIsBefore } from './x-is-before.ts'
import { xLess } from './x-less.ts'
import { xLessOrEquals } from './x-less-or-equals.ts'
import { xLookup } from './x-lookup.ts'
import { xNot } from './x-not.ts'
import { xNotEquals } from './x-not-equals.ts'
import { xOr } from './x-or.ts'
import { xPadLeft } from './x-pad-left.ts'
import { xStartOfDay } from './x-start-of-day.ts'
import { xToday } from './x-today.ts'
import { xUniqueValue } from './x-unique-value.ts'

/** Every mapping function, one file each. */
export const functions: readonly MappingFunction[] = [
  appRoleAssignmentsComplex,
  appRoleAssignments,
  append,
  assertiveAppRoleAssignmentsComplex,
  bitAnd,
  cBool,
  cDate,
  cGuid,
  cNum,
  cRef,
  cStr,
  coalesce,
  contains,
  convertFromBase64,
  convertToBase64,
  convertToUtf8Hex,
  count,
  dateAdd,
  dateDiff,
  dateFromNum,
  defaultDomain,
  dnComponentRev,
  dnComponent,
  error,
  formatDateTime,
  guid,
  ignoreFlowIfNullOrEmpty,
  iif,
  inStr,
  isBitSet,
  isGuid,
  isNullOrEmpty,
  isNull,
  isPresent,
  isString,
  item,
  join,
  lCase,
  lTrim,
  left,
  len,
  mid,
  normalizeDiacritics,
  not,
  now,
  numFromDate,
  pCase,
  padLeft,
  padRight,
  rTrim,
  randomString,
  redact,
  removeDuplicates,
  replaceChars,
  replace,
  right,
  selectUniqueValue,
  singleAppRoleAssignment,
  split,
  stringFromSid,
  stripSpaces,
  switchFunction,
  toLower,
  toUpper,
  trim,
  uCase,
  verifiedDomain,
  word,
  xAnd,
  xOr,
  xNot,
  xEquals,
  xNotEquals,
  xGreater,
  xGreaterOrEquals,
  xLess,
  xLessOrEquals,
  xIn,
  xIsBefore,
  xIsAfter,
  xToday,
  xDaysUntil,
  xAddDays,
  xStartOfDay,
  xEndOfDay,
  xLookup,
  xUniqueValue,
  xPadLeft,
]
