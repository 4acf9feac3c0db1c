import { EntrainError } from '../model/error.ts'

/** The reference's words for a key that leads nowhere (graph-conventions 13.2). */
export function resourceNotFound(id: string): EntrainError {
  return new EntrainError(
    'notFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
}
