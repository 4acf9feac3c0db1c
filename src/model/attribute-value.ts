/** A value on its way to a target attribute. `null` means "no value". */
export type AttributeValue = string | number | boolean | readonly string[] | null

/** The text that logs show: Booleans as `True` and `False`, lists joined by a semicolon. */
export function toDisplayText(value: AttributeValue): string | null {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return value.join(';')
  return String(value)
}
