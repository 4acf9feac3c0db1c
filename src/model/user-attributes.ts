import type { AttributeType, Mutability } from './synchronization-schema.ts'

/**
 * Attributes of the embedded directory's user as mappings name them, and where Graph shows each
 * (default-mappings: "Entra target attribute list"; graph-resources: "user, properties for provisioning").
 */
export interface UserAttribute {
  /** Name in attribute mappings. */
  readonly name: string
  /** Graph property; `a.b` is a member of a complex property, `a[0]` the only element of a list. */
  readonly property: string
  readonly type: AttributeType
  readonly multivalued: boolean
  readonly required: boolean
  readonly mutability: Mutability
  readonly caseExact: boolean
  /** UTF-16 units of one value, or null when the reference names no limit. */
  readonly lengthMax: number | null
}

/** Values that `otherMails` holds at most (Graph page "user resource type"). */
export const valuesMax = 250

type Extras = Partial<Omit<UserAttribute, 'name'>>

function attribute(name: string, extras: Extras = {}): UserAttribute {
  return {
    name,
    property: name,
    type: 'String',
    multivalued: false,
    required: false,
    mutability: 'ReadWrite',
    caseExact: false,
    lengthMax: null,
    ...extras,
  }
}

const extensionAttributes = Array.from({ length: 15 }, (_, index) =>
  attribute(`extensionAttribute${index + 1}`, {
    property: `onPremisesExtensionAttributes.extensionAttribute${index + 1}`,
    lengthMax: 1_024,
  }),
)

export const userAttributes: readonly UserAttribute[] = [
  attribute('objectId', { property: 'id', mutability: 'ReadOnly' }),
  attribute('accountEnabled', { type: 'Boolean', required: true }),
  attribute('city', { lengthMax: 128 }),
  attribute('companyName', { lengthMax: 64 }),
  attribute('country', { lengthMax: 128 }),
  attribute('department', { lengthMax: 64 }),
  attribute('displayName', { required: true, lengthMax: 256 }),
  attribute('employeeId', { lengthMax: 16 }),
  attribute('employeeType'),
  attribute('employeeHireDate', { type: 'DateTime' }),
  attribute('employeeLeaveDateTime', { type: 'DateTime' }),
  attribute('employeeOrgData.costCenter'),
  attribute('employeeOrgData.division'),
  attribute('facsimileTelephoneNumber', { property: 'faxNumber' }),
  attribute('givenName', { lengthMax: 64 }),
  attribute('jobTitle', { lengthMax: 128 }),
  // The reference: settable on create, later changes from mappings are ignored.
  attribute('mail', { mutability: 'Immutable' }),
  attribute('mailNickname', { required: true, lengthMax: 64 }),
  attribute('manager', { type: 'Reference' }),
  attribute('mobile', { property: 'mobilePhone', lengthMax: 64 }),
  attribute('otherMails', { multivalued: true, lengthMax: 250 }),
  attribute('passwordProfile.password', { mutability: 'WriteOnly', caseExact: true }),
  attribute('physicalDeliveryOfficeName', { property: 'officeLocation' }),
  attribute('postalCode', { lengthMax: 40 }),
  attribute('preferredLanguage'),
  attribute('proxyAddresses', { multivalued: true, mutability: 'ReadOnly' }),
  attribute('state', { lengthMax: 128 }),
  attribute('streetAddress', { lengthMax: 1_024 }),
  attribute('surname', { lengthMax: 64 }),
  attribute('telephoneNumber', { property: 'businessPhones[0]' }),
  attribute('usageLocation', { lengthMax: 2 }),
  attribute('userPrincipalName', { required: true, lengthMax: 113 }),
  attribute('userType'),
  attribute('immutableId', { property: 'onPremisesImmutableId' }),
  ...extensionAttributes,
]

/** Directory extension attributes are named by their owner: `extension_{appId without dashes}_{name}`, letter case kept. */
export const directoryExtensionPattern = /^extension_[0-9a-f]{32}_\w{1,64}$/i

/** Tenants assign custom security attributes; mappings name them `CustomSecurityAttributes.{set}_{attribute}`. */
const customSecurityPattern = /^CustomSecurityAttributes\.([\p{L}\p{N}]{1,32})_([\p{L}\p{N}]{1,32})$/u

export function isCustomSecurityAttribute(name: string): boolean {
  return customSecurityPattern.test(name)
}

const customLengthMax = 256

function findCustomAttribute(name: string): UserAttribute | undefined {
  if (directoryExtensionPattern.test(name)) return attribute(name, { lengthMax: customLengthMax })
  const [, set, member] = customSecurityPattern.exec(name) ?? []
  if (set === undefined || member === undefined) return undefined
  // The reference matches their values with regard to letter case.
  return attribute(name, {
    property: `customSecurityAttributes.${set}.${member}`,
    caseExact: true,
    lengthMax: customLengthMax,
  })
}

const byName = new Map(userAttributes.map((entry) => [entry.name, entry]))

/** The attribute of that exact name; directory extensions and custom security attributes are known by their form. */
export function findUserAttribute(name: string): UserAttribute | undefined {
  return byName.get(name) ?? findCustomAttribute(name)
}
