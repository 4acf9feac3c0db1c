import { randomInt } from 'node:crypto'
import { passwordCharsMax } from './password-hash.ts'

const passwordCharsMin = 8
const kindsMin = 3
const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u]

/** Why a new password is refused, or null. Graph's rules: 8 to 256 characters of three kinds, and not the name of the account. */
export function refusePassword(password: string, userPrincipalName: string): string | null {
  if (password.length < passwordCharsMin) return `The password must have at least ${passwordCharsMin} characters.`
  if (password.length > passwordCharsMax) return `The password must have at most ${passwordCharsMax} characters.`
  if (kinds.filter((kind) => kind.test(password)).length < kindsMin) {
    return 'The password must have characters of three kinds: lower case, upper case, digits, symbols.'
  }
  const name = userPrincipalName.split('@')[0]?.toLowerCase() ?? ''
  const holdsName = name.length > 3 && password.toLowerCase().includes(name)
  return holdsName ? 'The password must not contain the name of the account.' : null
}

const lower = 'abcdefghjkmnpqrstuvwxyz'
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const digits = '23456789'
const all = lower + upper + digits
const groupChars = 5
const groups = 4

/** A password to hand over once: about 115 bits, in groups that can be read aloud. */
export function generatePassword(): string {
  const pick = (characters: string) => characters[randomInt(characters.length)] ?? ''
  const group = () => Array.from({ length: groupChars }, () => pick(all)).join('')
  const made = Array.from({ length: groups }, group).join('-')
  return refusePassword(made, '') === null ? made : generatePassword()
}
