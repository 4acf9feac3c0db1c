import { type AttributeValue, toDisplayText } from '../model/attribute-value.ts'
import {
  directoryExtensionPattern,
  findUserAttribute,
  type UserAttribute,
  userAttributes,
  valuesMax,
} from '../model/user-attributes.ts'
import { parseDateTime } from '../odata/date-time.ts'
import { propertyPathOf } from './property-path.ts'
import { nameOffender, type Refusal } from './refusal.ts'
import { refuseForm } from './value-forms.ts'

/** Graph page "user resource type", userPrincipalName: letters, digits and ' . - _ ! # ^ ~ before the domain. */
const userPartPattern = /^[A-Za-z0-9'.\-_!#^~]{1,64}$/
const userPrincipalNameLengthMax = 113

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
      additionalDetails: nameOffender('userPrincipalName', name),
      recommendedAction:
        "Allowed are letters, digits and ' . - _ ! # ^ ~ before the @, at most 113 characters in all. Correct the source value or the mapping.",
    }
  }
  if (isVerifiedDomain(domain)) return null
  return {
    code: 'InvalidDomain',
    reason: 'The domain of the user principal name does not exist in this tenant.',
    additionalDetails: nameOffender('userPrincipalName', name),
    recommendedAction: 'Use a verified domain of the tenant in the mapping of userPrincipalName.',
  }
}

/** Types, lengths and forms of single values. */
export function refuseValue(attribute: string, value: AttributeValue): Refusal | null {
  const definition = findUserAttribute(attribute)
  if (definition === undefined) return schemaAttributeNotFound(attribute)
  if (definition.mutability === 'ReadOnly') return readOnly(attribute)
  if (value === null) {
    return definition.required ? missingValue(attribute) : null
  }
  if (!hasType(value, definition)) return wrongType(definition, value)
  if (Array.isArray(value) && value.length > valuesMax) return tooMany(attribute, value.length)
  for (const item of Array.isArray(value) ? value : [value]) {
    const refusal = refuseText(definition, toDisplayText(item) ?? '')
    if (refusal !== null) return refusal
  }
  return null
}

function refuseText({ name, lengthMax }: UserAttribute, text: string): Refusal | null {
  return (
    refuseForm(name, text) ?? (lengthMax !== null && text.length > lengthMax ? tooLong(name, text, lengthMax) : null)
  )
}

/** A schema of the job may declare an attribute otherwise than the directory has it. */
function hasType(value: Exclude<AttributeValue, null>, { name, type, multivalued }: UserAttribute): boolean {
  if (multivalued) return Array.isArray(value)
  // The owner of a directory extension chose its type, and the directory does not know which.
  if (directoryExtensionPattern.test(name)) return !Array.isArray(value)
  if (type === 'Boolean') return typeof value === 'boolean'
  if (type === 'Integer') return typeof value === 'number'
  return typeof value === 'string' && (type !== 'DateTime' || parseDateTime(value) !== undefined)
}

const requiredAttributes = userAttributes.filter(({ required }) => required)

/** What a new user cannot be without. */
export function refuseMissing(properties: Readonly<Record<string, unknown>>): Refusal | null {
  const missing = requiredAttributes.filter((attribute) => propertyPathOf(attribute).read(properties) === null)
  if (missing.length === 0) return null
  const names = missing.map(({ name }) => name).join(', ')
  return {
    code: 'MandatoryFieldsMissing',
    reason: `The directory requires ${names}, and nothing was sent for it.`,
    additionalDetails: names,
    recommendedAction: 'Map a source attribute to it, or give the mapping a default value.',
  }
}

function readOnly(attribute: string): Refusal {
  return {
    code: 'NotPermitted',
    reason: `${attribute} is read-only.`,
    additionalDetails: attribute,
    recommendedAction: 'Remove the mapping.',
  }
}

function wrongType({ name, type, multivalued }: UserAttribute, value: AttributeValue): Refusal {
  return {
    code: 'UnprocessableEntity',
    reason: `${name} takes ${multivalued ? 'several values' : `one value of type ${type}`}.`,
    additionalDetails: nameOffender(name, toDisplayText(value) ?? ''),
    recommendedAction: "Declare the attribute in the job's schema with the type that the template gives it.",
  }
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

function tooMany(attribute: string, count: number): Refusal {
  return {
    code: 'UnprocessableEntity',
    reason: `${attribute} has ${count} values; the directory takes at most ${valuesMax}.`,
    additionalDetails: nameOffender(attribute, `${count} values`),
    recommendedAction: 'Send fewer values.',
  }
}

function tooLong(attribute: string, text: string, lengthMax: number): Refusal {
  return {
    code: 'UnprocessableEntity',
    reason: `The value of ${attribute} has ${text.length} characters; the directory takes at most ${lengthMax}.`,
    additionalDetails: nameOffender(attribute, text),
    recommendedAction: 'Shorten the source value, or cut it in the mapping with Mid or Left.',
  }
}
