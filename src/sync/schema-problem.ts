import type { ErrorDetail } from '../model/error.ts'

/** Something that makes a schema unusable; `target` is the JSON pointer of the place. */
export function schemaProblem(target: string, message: string): ErrorDetail {
  return { code: 'SchemaInvalid', target, message }
}
