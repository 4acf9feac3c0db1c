/** Who is asked about: a user of the directory, properties as Graph names them. */
export interface Subject {
  readonly id: string
  readonly managerId: string | null
  readonly properties: Readonly<Record<string, unknown>>
}

/** A property that rules can name. Values that are not there are null. */
export type RuleProperty =
  | { readonly kind: 'text'; readonly read: (subject: Subject) => string | null }
  | { readonly kind: 'flag'; readonly read: (subject: Subject) => boolean | null }
  | { readonly kind: 'texts'; readonly read: (subject: Subject) => readonly string[] }
  | { readonly kind: 'plans'; readonly read: (subject: Subject) => readonly Readonly<Record<string, unknown>>[] }

/** Names of rules, where they are those of Graph. */
const texts = [
  'city',
  'companyName',
  'country',
  'department',
  'displayName',
  'employeeId',
  'employeeType',
  'givenName',
  'jobTitle',
  'mail',
  'onPremisesDistinguishedName',
  'onPremisesSecurityIdentifier',
  'passwordPolicies',
  'postalCode',
  'preferredLanguage',
  'state',
  'streetAddress',
  'surname',
  'usageLocation',
  'userPrincipalName',
  'userType',
] as const

/** Names of rules that come from before Graph, and what Graph calls it. */
const renamed: Readonly<Record<string, string>> = {
  facsimileTelephoneNumber: 'faxNumber',
  mailNickName: 'mailNickname',
  mobile: 'mobilePhone',
  physicalDeliveryOfficeName: 'officeLocation',
}
const firstOf: Readonly<Record<string, string>> = { sipProxyAddress: 'imAddresses', telephoneNumber: 'businessPhones' }
const flags: Readonly<Record<string, string>> = {
  accountEnabled: 'accountEnabled',
  dirSyncEnabled: 'onPremisesSyncEnabled',
}
const extensionAttributesMax = 15
const directoryExtension = /^extension_[0-9a-f]{32}_\w{1,64}$/i

const table: ReadonlyMap<string, RuleProperty> = new Map<string, RuleProperty>(
  [
    ...texts.map((name) => [name, textAt(name)] as const),
    ...Object.entries(renamed).map(([name, graphName]) => [name, textAt(graphName)] as const),
    ...Object.entries(firstOf).map(([name, list]) => [name, firstAt(list)] as const),
    ...Object.entries(flags).map(([name, graphName]) => [name, flagAt(graphName)] as const),
    ...Array.from({ length: extensionAttributesMax }, (_, index) => `extensionAttribute${index + 1}`).map(
      (name) => [name, extensionAttributeAt(name)] as const,
    ),
    ['objectId', { kind: 'text', read: ({ id }: Subject) => id }] as const,
    ['otherMails', textsAt('otherMails')] as const,
    ['proxyAddresses', textsAt('proxyAddresses')] as const,
    ['assignedPlans', plansAt('assignedPlans')] as const,
  ].map(([name, property]) => [name.toLowerCase(), property]),
)

/** By the name behind `user.`, letter case ignored; undefined for what rules do not know. */
export function findProperty(name: string): RuleProperty | undefined {
  return table.get(name.toLowerCase()) ?? (directoryExtension.test(name) ? extensionAt(name) : undefined)
}

function textAt(name: string): RuleProperty {
  return { kind: 'text', read: ({ properties }) => toText(properties[name]) }
}

function firstAt(name: string): RuleProperty {
  return { kind: 'text', read: ({ properties }) => toTexts(properties[name])[0] ?? null }
}

function flagAt(name: string): RuleProperty {
  return {
    kind: 'flag',
    read({ properties }) {
      const value = properties[name]
      return typeof value === 'boolean' ? value : null
    },
  }
}

function textsAt(name: string): RuleProperty {
  return { kind: 'texts', read: ({ properties }) => toTexts(properties[name]) }
}

function plansAt(name: string): RuleProperty {
  return {
    kind: 'plans',
    read({ properties }) {
      const value = properties[name]
      return Array.isArray(value) ? value.filter(isObject) : []
    },
  }
}

function extensionAttributeAt(name: string): RuleProperty {
  return {
    kind: 'text',
    read({ properties: { onPremisesExtensionAttributes: attributes } }) {
      return isObject(attributes) ? toText(attributes[name]) : null
    },
  }
}

/** The store keeps the name as it was declared, rules may write it in any letter case. */
function extensionAt(name: string): RuleProperty {
  const lower = name.toLowerCase()
  return {
    kind: 'text',
    read({ properties }) {
      const known = name in properties ? name : Object.keys(properties).find((key) => key.toLowerCase() === lower)
      return known === undefined ? null : toText(properties[known])
    },
  }
}

/** Empty texts count as none, as in the directory itself. */
export function toText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
