import { synchronizationSecret } from '../model/enums/synchronization.ts'

const { members } = synchronizationSecret

/** A member of Graph's enumeration `synchronizationSecret`. `None` stands for nothing and is left out. */
export type SecretKey = Exclude<keyof typeof members, 'None'>

// The names of a constant object are its type's names.
const names = Object.keys(members) as readonly (keyof typeof members)[]

export const secretKeyNames: readonly SecretKey[] = names.filter((name) => name !== 'None')

/** By name in any letter case, or by number. */
export function findSecretKey(value: unknown): SecretKey | undefined {
  const text = String(value).trim().toLowerCase()
  return secretKeyNames.find((name) => name.toLowerCase() === text || String(members[name]) === text)
}
