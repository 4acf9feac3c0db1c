import type { ErrorDetail } from '../../model/error.ts'

/** Something for which a schema is refused. `target` is a JSON pointer into the schema. */
export function problem(target: string, message: string): ErrorDetail {
  return { code: 'SchemaInvalid', target, message }
}
