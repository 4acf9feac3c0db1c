/** The functions by purpose, as the reference lists them; all others are in the last group. */
export const functionGroups: readonly (readonly [title: string, names: string])[] = [
  [
    'Texts',
    'Append Join Left Len LTrim Mid PadLeft PadRight PCase Replace ReplaceChars Right RTrim StripSpaces Trim Word X.PadLeft',
  ],
  ['Letters', 'LCase NormalizeDiacritics ToLower ToUpper UCase'],
  ['Decisions', 'Coalesce IIF IgnoreFlowIfNullOrEmpty Not Switch X.And X.In X.Lookup X.Not X.Or'],
  ['Tests', 'Contains InStr IsBitSet IsGuid IsNull IsNullOrEmpty IsPresent IsString'],
  ['Comparisons', 'X.Equals X.Greater X.GreaterOrEquals X.Less X.LessOrEquals X.NotEquals'],
  [
    'Dates',
    'CDate DateAdd DateDiff DateFromNum FormatDateTime Now NumFromDate X.AddDays X.DaysUntil X.EndOfDay X.IsAfter X.IsBefore X.StartOfDay X.Today',
  ],
  ['Several values', 'Count Item RemoveDuplicates Split'],
  ['Unique and random values', 'Guid RandomString SelectUniqueValue X.UniqueValue'],
  ['The tenant', 'DefaultDomain X.VerifiedDomain'],
  [
    'Conversions',
    'BitAnd CBool CGuid CNum CRef CStr ConvertFromBase64 ConvertToBase64 ConvertToUTF8Hex DNComponent DNComponentRev StringFromSid',
  ],
  ['The log', 'Error Redact'],
]
