/** Narrow looks into parsed JSON of unknown shape: a member of the wrong type counts as absent. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectAt(value: unknown, name: string): JsonObject | undefined {
  const member = isJsonObject(value) ? value[name] : undefined
  return isJsonObject(member) ? member : undefined
}

export function textAt(value: unknown, name: string): string | undefined {
  const member = isJsonObject(value) ? value[name] : undefined
  return typeof member === 'string' ? member : undefined
}

export function numberAt(value: unknown, name: string): number | undefined {
  const member = isJsonObject(value) ? value[name] : undefined
  return typeof member === 'number' ? member : undefined
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  const member = isJsonObject(value) ? value[name] : undefined
  return Array.isArray(member) ? member : []
}

/** Undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
