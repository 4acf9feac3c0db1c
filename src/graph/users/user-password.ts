import { EntrainError } from '../../model/error.ts'

const charsMin = 8
const charsMax = 256
const kindsMin = 3
const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u]

/** Refuses with `invalidValue` a password that does not comply with the rules (graph-conventions 13.3). */
export function requireComplexPassword(password: string, target = 'passwordProfile/password'): void {
  const isComplex = kinds.filter((kind) => kind.test(password)).length >= kindsMin
  if (isComplex && password.length >= charsMin && password.length <= charsMax) return
  const message =
    'The specified password does not comply with password complexity requirements. Please provide a different password.'
  throw new EntrainError('invalidValue', message, {
    details: [{ code: 'PasswordComplexity', message, target }],
  })
}
