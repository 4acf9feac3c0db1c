import { createClientSecret } from '../../auth/client-secrets.ts'
import { insertObject, newApplication, replaceApplication } from '../../directory/applications/application-object.ts'
import { checkApplication } from '../../directory/applications/check-application.ts'
import type { ApplicationPlace } from '../../directory/applications/check-uris.ts'
import { invalidProperty, listOf } from '../../directory/applications/invalid-property.ts'
import { parseKeyCredentials } from '../../directory/applications/key-credentials.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { mergeOpenChanges } from '../extension-values.ts'
import type { EntityBody, WritableType } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import type { Writing } from '../write-as.ts'
import { linkCreator } from './created-by.ts'
import { bindOwners } from './owners.ts'
import type { ApplicationParts } from './parts.ts'
import { readLifetime } from './password-lifetime.ts'
import { changesBetween, targetOf } from './targets.ts'

/** Keys are written as a whole list, passwords only together with a new application. */
export function writableApplication({ version }: Pick<Call, 'version'>): WritableType {
  const type = writableTypeOf('application', version)
  return {
    ...type,
    properties: type.properties.map(({ write, ...property }) => {
      if (property.name === 'keyCredentials') return property
      if (property.name === 'passwordCredentials') return { ...property, write: 'create' }
      return { ...property, ...(write && { write }) }
    }),
  }
}

export interface ApplicationContext extends ApplicationPlace {
  readonly defaultDomain: string
}

/** What the rules of a new application ask of its tenant; read before the transaction. */
export async function applicationContextOf(call: Call, parts: ApplicationParts): Promise<ApplicationContext> {
  const { tenantId } = call.principal
  const { defaultDomain, isVerifiedDomain } = await parts.evaluationContextOf(tenantId)
  return { tenantId, defaultDomain, isVerifiedDomain }
}

interface Registration {
  readonly body: EntityBody
  readonly context: ApplicationContext
  readonly newId: () => string
}

export interface Registered {
  readonly application: DirectoryObject
  /** Texts of the client secrets that were made, by keyId; they are shown once. */
  readonly secrets: ReadonlyMap<string, string>
}

/** Makes an application; its service principal is a thing of its own. */
export async function registerApplication(
  call: Call,
  writing: Writing,
  { body, context, newId }: Registration,
): Promise<Registered> {
  const { displayName, passwordCredentials, keyCredentials, ...rest } = withoutOrigins(body.properties)
  const passwords = listOf(passwordCredentials)
    .filter(isJsonObject)
    .map((wanted) => makeSecret(wanted, writing.now))
  const application = newApplication({
    id: newId(),
    appId: newId(),
    displayName: String(displayName),
    createdDateTime: writing.at,
    publisherDomain: context.defaultDomain,
    createdByAppId: call.principal.appId,
    properties: {
      ...mergeOpenChanges({}, rest),
      passwordCredentials: passwords.map(({ credential }) => credential),
      keyCredentials: parseKeyCredentials(listOf(keyCredentials), [], { now: writing.now, newId }),
    },
  })
  checkLogo(application.properties)
  checkApplication(application.properties, context)
  await insertObject(writing.objects, application)
  await linkCreator(call, writing, application.id)
  await bindOwners(writing, application.id, body.binds.owners)
  await writing.audit({
    activity: 'Add application',
    category: 'ApplicationManagement',
    targets: [targetOf(application)],
  })
  return {
    application: { ...application, version: 1, deletedDateTime: null },
    secrets: new Map(passwords.map(({ credential, secretText }) => [credential.keyId, secretText])),
  }
}

/** Writes what an application is from now on, with the entry that tells what changed. */
export async function changeApplication(
  { objects, audit }: Pick<Writing, 'objects' | 'audit'>,
  application: DirectoryObject,
  after: JsonObject,
): Promise<void> {
  await replaceApplication(objects, application, after)
  await audit({
    activity: 'Update application',
    category: 'ApplicationManagement',
    targets: [targetOf(application)],
    modifiedProperties: changesBetween(application.properties, after),
  })
}

function makeSecret(wanted: JsonObject, now: number) {
  const { displayName } = wanted
  const { startsAt, endsAt } = readLifetime(wanted, now)
  return createClientSecret({ displayName: typeof displayName === 'string' ? displayName : null, startsAt, endsAt })
}

/** Where an entitlement comes from is said while reading. */
export function withoutOrigins(properties: JsonObject): JsonObject {
  const { appRoles } = properties
  if (!Array.isArray(appRoles)) return properties
  return { ...properties, appRoles: appRoles.filter(isJsonObject).map(({ origin: _, ...role }) => role) }
}

/** The logo is a picture of its own; its address cannot be set. */
export function checkLogo({ info }: JsonObject): void {
  if (!isJsonObject(info) || info.logoUrl === undefined || info.logoUrl === null) return
  throw invalidProperty({ target: 'info/logoUrl', message: "Property 'logoUrl' is read-only and cannot be set." })
}

/** Whatever else is said of the application, its picture keeps its address. */
export function keepLogoUrl(before: JsonObject, after: JsonObject): JsonObject {
  const logoUrl = isJsonObject(before.info) ? (before.info.logoUrl ?? null) : null
  if (logoUrl === null) return after
  return { ...after, info: { ...(isJsonObject(after.info) && after.info), logoUrl } }
}
