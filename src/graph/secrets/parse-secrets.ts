import { EntrainError, type ErrorDetail } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { parseNotificationSettings } from './notification-settings.ts'
import { findSecretKey, type SecretKey, secretKeyNames } from './secret-keys.ts'

/** Null takes the secret away. */
export type SecretChanges = ReadonlyMap<SecretKey, string | null>

export const secretLimits = { secretsMax: 100, valueCharsMax: 8_192 } as const

/**
 * Reads a list of `{ key, value }` under the first of these names that the body has: `value` is what the reference shows,
 * `credentials` what its parameter table says. Undefined when it has none. Refuses with `invalidValue`, naming
 * everything that is wrong and never a value.
 */
export function parseSecrets(
  body: JsonObject,
  names: readonly ('value' | 'credentials')[] = ['value', 'credentials'],
): SecretChanges | undefined {
  const name = names.find((each) => ownProperty(body, each) !== undefined)
  if (name === undefined) return undefined
  const list = ownProperty(body, name)
  if (!Array.isArray(list) || list.length > secretLimits.secretsMax)
    throw new EntrainError(
      'invalidValue',
      `'${name}' is a list of at most ${secretLimits.secretsMax} { "key", "value" }.`,
    )
  const problems: ErrorDetail[] = []
  const changes = new Map<SecretKey, string | null>()
  for (const [position, item] of list.entries()) {
    const target = `${name}/${position}`
    const found = readSecret(item, target)
    if ('key' in found) changes.set(found.key, found.value)
    else problems.push(found.problem)
  }
  if (problems.length > 0)
    throw new EntrainError('invalidValue', `The secrets were not changed: ${problems[0]?.message}`, {
      details: problems,
    })
  return changes
}

type ReadSecret = { readonly key: SecretKey; readonly value: string | null } | { readonly problem: ErrorDetail }

function readSecret(item: unknown, target: string): ReadSecret {
  const problem = (message: string, at = target) => ({ problem: { code: 'InvalidValue', target: at, message } })
  const wanted = isJsonObject(item) ? ownProperty(item, 'key') : undefined
  if (!isJsonObject(item) || (typeof wanted !== 'string' && typeof wanted !== 'number'))
    return problem('Name the key of the secret.')
  const key = findSecretKey(wanted)
  if (key === undefined)
    return problem(
      `Requested value '${wanted}' was not found. Known are ${secretKeyNames.join(', ')}.`,
      `${target}/key`,
    )
  const value = ownProperty(item, 'value') ?? ''
  if (typeof value === 'object' || String(value).length > secretLimits.valueCharsMax)
    return problem(
      `The value of ${key} must be a text of at most ${secretLimits.valueCharsMax} characters.`,
      `${target}/value`,
    )
  const text = String(value)
  const wrong = text === '' ? null : findMistake(key, text)
  return wrong === null ? { key, value: text === '' ? null : text } : problem(wrong, `${target}/value`)
}

/** Only what means something to this service is looked into. */
function findMistake(key: SecretKey, text: string): string | null {
  if (key === 'SkipOutOfScopeDeletions')
    return /^(?:true|false)$/i.test(text.trim()) ? null : 'SkipOutOfScopeDeletions must be "True" or "False".'
  if (key !== 'SyncNotificationSettings') return null
  const parsed = parseNotificationSettings(text)
  return typeof parsed === 'string' ? parsed : null
}
