import type { AttributeDefinition } from '../../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../../scim/uris.ts'

/** Definition with the defaults of a source attribute (default-mappings: "Source attribute list"). */
export function sourceAttribute(name: string, extras: Partial<AttributeDefinition> = {}): AttributeDefinition {
  return {
    name,
    type: 'String',
    anchor: false,
    caseExact: false,
    multivalued: false,
    required: false,
    flowNullValues: false,
    mutability: 'ReadWrite',
    defaultValue: null,
    referencedObjects: [],
    apiExpressions: [],
    metadata: [],
    ...extras,
  }
}

const plain = ['displayName', 'nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone']
const nameParts = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix']
const addressParts = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country']
const places = ['work', 'home', 'other']
const phones = ['work', 'mobile', 'fax', 'home', 'pager', 'other']
const messengers = ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo', 'work']
const enterprise = ['employeeNumber', 'costCenter', 'organization', 'division', 'department']

/** Every attribute of SCIM core User and enterprise User (RFC 7643 sections 4.1 and 4.3). */
export const scimUserAttributes: readonly AttributeDefinition[] = [
  sourceAttribute('externalId', { anchor: true, required: true }),
  sourceAttribute('id'),
  sourceAttribute('userName', { required: true }),
  sourceAttribute('active', { type: 'Boolean' }),
  ...plain.map((name) => sourceAttribute(name)),
  ...nameParts.map((part) => sourceAttribute(`name.${part}`)),
  ...places.map((place) => sourceAttribute(`emails[type eq "${place}"].value`)),
  ...phones.map((kind) => sourceAttribute(`phoneNumbers[type eq "${kind}"].value`)),
  ...places.flatMap((place) => addressParts.map((part) => sourceAttribute(`addresses[type eq "${place}"].${part}`))),
  ...messengers.map((kind) => sourceAttribute(`ims[type eq "${kind}"].value`)),
  ...['photo', 'thumbnail'].map((kind) => sourceAttribute(`photos[type eq "${kind}"].value`)),
  ...['value', 'display', 'type'].map((part) => sourceAttribute(`roles[primary eq "True"].${part}`)),
  ...['value', 'display', 'type'].map((part) => sourceAttribute(`entitlements[primary eq "True"].${part}`)),
  sourceAttribute('x509Certificates[primary eq "True"].value'),
  ...enterprise.map((name) => sourceAttribute(`${enterpriseUserSchema}:${name}`)),
  sourceAttribute(`${enterpriseUserSchema}:manager`, {
    type: 'Reference',
    referencedObjects: [{ referencedObjectName: enterpriseUserSchema, referencedProperty: 'externalId' }],
  }),
]
