import { type AttributeValue, toDisplayText } from '../model/attribute-value.ts'
import { findUserAttribute } from '../model/user-attributes.ts'

/** Why the directory refuses a value, in the words of the provisioning log. */
export interface Refusal {
  readonly code: string
  readonly reason: string
  readonly additionalDetails: string | null
  readonly recommendedAction: string | null
}

/** Graph page "user resource type", userPrincipalName: letters, digits and ' . - _ ! # ^ ~ before the domain. */
const userPartPattern = /^[A-Za-z0-9'.\-_!#^~]{1,64}$/
const userPrincipalNameLengthMax = 113
/** Graph page "user resource type", mailNickname: none of these. */
const mailNicknameForbidden = /[@()\\[\]";:<>, ]/

export function refuseUserPrincipalName(name: string, isVerifiedDomain: (domain: string) => boolean): Refusal | null {
  const at = name.lastIndexOf('@')
  const user = name.slice(0, Math.max(at, 0))
  const domain = name.slice(at + 1)
  if (
    at < 1 ||
    !userPartPattern.test(user) ||
    user.startsWith('.') ||
    user.endsWith('.') ||
    name.length > userPrincipalNameLengthMax
  ) {
    return {
      code: 'AzureActiveDirectoryInvalidUserPrincipalName',
      reason: 'The user principal name has characters or a form that the directory does not allow.',
      additionalDetails: `userPrincipalName: ${name}`,
      recommendedAction:
        "Allowed are letters, digits and ' . - _ ! # ^ ~ before the @, at most 113 characters in all. Correct the source value or the mapping.",
    }
  }
  if (isVerifiedDomain(domain)) return null
  return {
    code: 'InvalidDomain',
    reason: 'The domain of the user principal name does not exist in this tenant.',
    additionalDetails: `userPrincipalName: ${name}`,
    recommendedAction: 'Use a verified domain of the tenant in the mapping of userPrincipalName.',
  }
}

/** Types, lengths and forms of single values. */
export function refuseValue(attribute: string, value: AttributeValue): Refusal | null {
  const definition = findUserAttribute(attribute)
  if (definition === undefined) return schemaAttributeNotFound(attribute)
  if (value === null) {
    return definition.required ? missingValue(attribute) : null
  }
  const text = toDisplayText(value) ?? ''
  if (definition.lengthMax !== null && text.length > definition.lengthMax)
    return tooLong(attribute, text, definition.lengthMax)
  if (attribute === 'mailNickname' && mailNicknameForbidden.test(text)) {
    return {
      code: 'UnprocessableEntity',
      reason: 'mailNickname has characters that the directory does not allow.',
      additionalDetails: `mailNickname: ${text}`,
      recommendedAction:
        'Leave out spaces and the characters @ ( ) \\ [ ] " ; : < > , in the source value or the mapping.',
    }
  }
  return null
}

function schemaAttributeNotFound(attribute: string): Refusal {
  return {
    code: 'SchemaAttributeNotFound',
    reason: `The directory has no attribute ${attribute}.`,
    additionalDetails: attribute,
    recommendedAction: 'Remove the mapping or correct the name of its target attribute.',
  }
}

function missingValue(attribute: string): Refusal {
  return {
    code: 'MissingValues',
    reason: `${attribute} is required and cannot be cleared.`,
    additionalDetails: attribute,
    recommendedAction: 'Send a value, or close the null flow of this mapping.',
  }
}

function tooLong(attribute: string, text: string, lengthMax: number): Refusal {
  return {
    code: 'UnprocessableEntity',
    reason: `The value of ${attribute} has ${text.length} characters; the directory takes at most ${lengthMax}.`,
    additionalDetails: `${attribute}: ${text.slice(0, 256)}`,
    recommendedAction: 'Shorten the source value, or cut it in the mapping with Mid or Left.',
  }
}
