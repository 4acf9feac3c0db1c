/** Where in a SCIM user a value stands, in the spelling of mapping attributes, e.g. `emails[type eq "work"].value`. */
export type ScimPath =
  | { readonly kind: 'attribute'; readonly text: string; readonly name: string }
  | { readonly kind: 'member'; readonly text: string; readonly name: string; readonly member: string }
  | {
      readonly kind: 'element'
      readonly text: string
      readonly name: string
      readonly type: string
      readonly member: string
    }
  | {
      readonly kind: 'extension'
      readonly text: string
      readonly urn: string
      readonly name: string
      readonly member: string | null
    }

export const coreSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
/** Dates and places that Microsoft's own SCIM API keeps in this namespace. They flow once the job's schema declares them. */
export const entraSchema = 'urn:ietf:params:scim:schemas:extension:Microsoft:Entra:2.0:User'

const attributes = [
  ...['externalId', 'userName', 'active', 'displayName', 'nickName', 'profileUrl', 'title', 'userType'],
  ...['preferredLanguage', 'locale', 'timezone'],
]
const nameMembers = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix']
const addressMembers = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country']
const elements: Readonly<Record<string, { readonly types: readonly string[]; readonly members: readonly string[] }>> = {
  emails: { types: ['work', 'home', 'other'], members: ['value'] },
  phoneNumbers: { types: ['work', 'mobile', 'fax', 'home', 'pager', 'other'], members: ['value'] },
  addresses: { types: ['work', 'home', 'other'], members: addressMembers },
  ims: { types: ['work', 'home', 'other'], members: ['value'] },
  photos: { types: ['photo', 'thumbnail'], members: ['value'] },
}
const enterpriseAttributes = ['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager']

/** RFC 7643 sections 4.1 and 4.3: every path that needs no declaration in the job's schema. */
export const knownPaths: readonly ScimPath[] = [
  ...attributes.map((name): ScimPath => ({ kind: 'attribute', text: name, name })),
  ...nameMembers.map((member): ScimPath => ({ kind: 'member', text: `name.${member}`, name: 'name', member })),
  ...Object.entries(elements).flatMap(([name, { types, members }]) =>
    types.flatMap((type) =>
      members.map(
        (member): ScimPath => ({ kind: 'element', text: `${name}[type eq "${type}"].${member}`, name, type, member }),
      ),
    ),
  ),
  ...enterpriseAttributes.map((name) => extensionPath(enterpriseSchema, name, name === 'manager' ? 'value' : null)),
]

function extensionPath(urn: string, name: string, member: string | null): ScimPath {
  const text = `${urn}:${name}${member === null || name === 'manager' ? '' : `.${member}`}`
  return { kind: 'extension', text, urn, name, member }
}

/** Every accepted spelling in lower case, short names of enterprise attributes included. */
export const pathSpellings: ReadonlyMap<string, ScimPath> = spellings()

function spellings(): Map<string, ScimPath> {
  const byLowerCase = new Map(knownPaths.map((path) => [path.text.toLowerCase(), path]))
  for (const path of knownPaths) {
    // The short name of an enterprise attribute is unmistakable, and it is what people write.
    if (path.kind === 'extension') byLowerCase.set(path.name.toLowerCase(), path)
    if (path.kind === 'extension' && path.member !== null) {
      byLowerCase.set(`${path.name}.${path.member}`.toLowerCase(), path)
      byLowerCase.set(`${path.text}.${path.member}`.toLowerCase(), path)
    }
  }
  return byLowerCase
}

/** `urn:` + namespace + `:` + attribute; the namespace itself has at least two parts, e.g. `urn:contoso:employee:badge`. */
const customPath = /^(urn:[^:\s]+(?::[^:\s]+)+):([A-Za-z][\w-]*)(?:\.([A-Za-z][\w-]*))?$/

/** Undefined for what is neither known nor an attribute of a custom namespace. Letter case of known names is put right. */
export function parseScimPath(text: string): ScimPath | undefined {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ').replaceAll("'", '"')
  const lower = trimmed.toLowerCase()
  const core = `${coreSchema.toLowerCase()}:`
  const known = pathSpellings.get(lower.startsWith(core) ? lower.slice(core.length) : lower)
  if (known !== undefined) return known
  const parts = customPath.exec(trimmed)
  if (parts?.[1] === undefined || parts[2] === undefined) return undefined
  const isStandard = [coreSchema, enterpriseSchema].some((schema) => schema.toLowerCase() === parts[1]?.toLowerCase())
  return isStandard ? undefined : extensionPath(parts[1], parts[2], parts[3] ?? null)
}
