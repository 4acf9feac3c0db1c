import { defineAttribute } from '../../model/define-attribute.ts'
import type { AttributeDefinition } from '../../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../../scim/uris.ts'

const plain = ['displayName', 'nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone']
const nameParts = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix']
const addressParts = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country']
const places = ['work', 'home', 'other']
const phones = ['work', 'mobile', 'fax', 'home', 'pager', 'other']
const messengers = ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo', 'work']
const enterprise = ['employeeNumber', 'costCenter', 'organization', 'division', 'department']

/** Every attribute of SCIM core User and enterprise User (RFC 7643 sections 4.1 and 4.3). */
export const scimUserAttributes: readonly AttributeDefinition[] = [
  defineAttribute('externalId', { anchor: true, required: true }),
  defineAttribute('id'),
  defineAttribute('userName', { required: true }),
  defineAttribute('active', { type: 'Boolean' }),
  ...plain.map((name) => defineAttribute(name)),
  ...nameParts.map((part) => defineAttribute(`name.${part}`)),
  ...places.map((place) => defineAttribute(`emails[type eq "${place}"].value`)),
  ...phones.map((kind) => defineAttribute(`phoneNumbers[type eq "${kind}"].value`)),
  ...places.flatMap((place) => addressParts.map((part) => defineAttribute(`addresses[type eq "${place}"].${part}`))),
  ...messengers.map((kind) => defineAttribute(`ims[type eq "${kind}"].value`)),
  ...['photo', 'thumbnail'].map((kind) => defineAttribute(`photos[type eq "${kind}"].value`)),
  ...['value', 'display', 'type'].map((part) => defineAttribute(`roles[primary eq "True"].${part}`)),
  ...['value', 'display', 'type'].map((part) => defineAttribute(`entitlements[primary eq "True"].${part}`)),
  defineAttribute('x509Certificates[primary eq "True"].value'),
  ...enterprise.map((name) => defineAttribute(`${enterpriseUserSchema}:${name}`)),
  defineAttribute(`${enterpriseUserSchema}:manager`, {
    type: 'Reference',
    referencedObjects: [{ referencedObjectName: enterpriseUserSchema, referencedProperty: 'externalId' }],
  }),
]
