import { propertyPathOf } from '../../directory/property-path.ts'
import type { Refusal } from '../../directory/refusal.ts'
import { refuseUserPrincipalName, refuseValue } from '../../directory/user-rules.ts'
import { EntrainError } from '../../model/error.ts'
import { directoryExtensionPattern, type UserAttribute, userAttributes } from '../../model/user-attributes.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'

const extensionCharsMax = 256
const signInTypes: readonly string[] = ['emailAddress', 'userName', 'federated', 'userPrincipalName']
const issuerCharsMax = 512
const assignedIdCharsMax = 64

/** Values of properties that the provisioning rules do not know. */
const choices: Readonly<Record<string, readonly string[]>> = {
  ageGroup: ['Minor', 'NotAdult', 'Adult'],
  consentProvidedForMinor: ['Granted', 'Denied', 'NotRequired'],
}
const passwordPolicies: readonly string[] = ['DisableStrongPassword', 'DisablePasswordExpiration', 'None']

/** Judged by rules of their own or not by provisioning at all. */
const notJudged: ReadonlySet<string> = new Set(['objectId', 'manager', 'passwordProfile.password', 'userPrincipalName'])

/**
 * Refuses with `invalidValue` what the directory does not take, by the rules that provisioning obeys as well
 * (directory/user-rules.ts), and names the property.
 */
export function requireValidProperties(properties: JsonObject, isVerifiedDomain: (domain: string) => boolean): void {
  const { userPrincipalName } = properties
  if (typeof userPrincipalName === 'string') {
    const refusal = refuseUserPrincipalName(userPrincipalName, isVerifiedDomain)
    if (refusal !== null) throw toNameError(refusal)
  }
  if (userPrincipalName === null) throw invalid('userPrincipalName', 'It cannot be cleared.')
  for (const attribute of userAttributes) {
    if (notJudged.has(attribute.name) || !isSent(attribute, properties)) continue
    const value = propertyPathOf(attribute).read(properties)
    const refusal = refuseValue(attribute.name, value)
    if (refusal === null) continue
    const { lengthMax } = attribute
    const isTooLong = refusal.code === 'UnprocessableEntity' && lengthMax !== null && String(value).length > lengthMax
    throw invalid(attribute.property.replace('.', '/'), refusal.reason, isTooLong ? 'InvalidLength' : 'InvalidValue')
  }
  for (const [name, value] of Object.entries(properties)) requireFit(name, value)
}

function isSent({ property }: UserAttribute, properties: JsonObject): boolean {
  const [name = property, member] = property.replace('[0]', '').split('.')
  if (!Object.hasOwn(properties, name)) return false
  const value = properties[name]
  return member === undefined || (isJsonObject(value) && Object.hasOwn(value, member))
}

function requireFit(name: string, value: unknown): void {
  const allowed = choices[name]
  if (allowed !== undefined && value !== null && !allowed.includes(String(value))) {
    throw invalid(name, `It takes ${allowed.join(', ')}.`)
  }
  if (name === 'businessPhones' && Array.isArray(value) && value.length > 1) {
    throw invalid(name, 'It takes one value at most.')
  }
  if (name === 'passwordPolicies' && typeof value === 'string') {
    const isKnown = value.split(',').every((policy) => passwordPolicies.includes(policy.trim()))
    if (!isKnown) throw invalid(name, `It takes ${passwordPolicies.join(', ')}, separated by commas.`)
  }
  if (name === 'identities') requireIdentities(value)
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  const isLong = texts.some((text) => typeof text === 'string' && text.length > extensionCharsMax)
  if (directoryExtensionPattern.test(name) && isLong) {
    throw invalid(name, `It takes at most ${extensionCharsMax} characters.`, 'InvalidLength')
  }
}

function requireIdentities(value: unknown): void {
  const identities = Array.isArray(value) ? value.filter(isJsonObject) : []
  for (const [index, { signInType, issuer, issuerAssignedId }] of identities.entries()) {
    if (!signInTypes.includes(String(signInType))) {
      throw invalid(`identities/${index}/signInType`, `It takes ${signInTypes.join(', ')}.`)
    }
    if (!isText(issuer, issuerCharsMax))
      throw invalid(`identities/${index}/issuer`, 'It names who issued the identity.')
    if (signInType !== 'federated' && !isText(issuerAssignedId, assignedIdCharsMax)) {
      throw invalid(`identities/${index}/issuerAssignedId`, `It takes 1 to ${assignedIdCharsMax} characters.`)
    }
  }
}

function isText(value: unknown, lengthMax: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= lengthMax
}

function toNameError({ code, reason }: Refusal): EntrainError {
  if (code !== 'InvalidDomain') return invalid('userPrincipalName', reason)
  const message =
    'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.'
  return new EntrainError('invalidValue', message, {
    details: [{ code: 'InvalidValue', message, target: 'userPrincipalName' }],
  })
}

export function invalid(target: string, reason: string, code = 'InvalidValue'): EntrainError {
  const message = `Invalid value specified for property '${target}' of resource 'User'.`
  return new EntrainError('invalidValue', message, { details: [{ code, message: `${message} ${reason}`, target }] })
}

/** Another object has the value (graph-conventions 13.3). */
export function objectConflict(target: string): EntrainError {
  const message = `Another object with the same value for property ${target} already exists.`
  return new EntrainError('invalidValue', message, { details: [{ code: 'ObjectConflict', message, target }] })
}
