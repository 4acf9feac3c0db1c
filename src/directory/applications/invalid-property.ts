import { EntrainError } from '../../model/error.ts'

export interface Offence {
  readonly target: string
  readonly message: string
  /** Of the detail; left out: `InvalidValue`. */
  readonly code?: string
}

/** A property that breaks a rule of its type. The message says what to change. */
export function invalidProperty({ target, message, code = 'InvalidValue' }: Offence): EntrainError {
  return new EntrainError('invalidValue', message, { details: [{ code, message, target }] })
}

/** Something that has to be the only one of its kind is there already. */
export function alreadyExists(property: string): EntrainError {
  const message = `Another object with the same value for property ${property} already exists.`
  return invalidProperty({ target: property, message, code: 'ObjectConflict' })
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string')
}
