import type { NewObject, ObjectKey, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { WriteOutcome } from '../../contracts/store-provisioning.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { alreadyExists, textsOf } from './invalid-property.ts'

export interface NewApplication {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  /** ISO 8601, UTC. */
  readonly createdDateTime: string
  readonly publisherDomain: string | null
  /** Of the calling program; null when the service itself makes it. */
  readonly createdByAppId: string | null
  /** Whatever else Graph has of an application. */
  readonly properties?: JsonObject
}

/** An application registration as it is stored. It has no service principal yet. */
export function newApplication({ id, properties = {}, ...own }: NewApplication): NewObject {
  const stored = {
    signInAudience: 'AzureADMyOrg',
    passwordCredentials: [],
    keyCredentials: [],
    ...properties,
    ...own,
  }
  return { id, type: 'application', properties: stored, keys: applicationKeys(stored) }
}

export interface NewServicePrincipal {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly createdDateTime: string
  readonly createdByAppId: string | null
  /** The tenant that owns the application. */
  readonly appOwnerOrganizationId: string
  readonly properties?: JsonObject
}

/** The application as far as its service principal shows it while it is read. */
export function newServicePrincipal(
  { id, properties = {}, ...own }: NewServicePrincipal,
  application: JsonObject = {},
): NewObject {
  const stored = {
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    servicePrincipalType: 'Application',
    tags: [],
    ...properties,
    ...own,
    servicePrincipalNames: distinct([
      own.appId,
      ...textsOf(application.identifierUris),
      ...textsOf(properties.servicePrincipalNames),
    ]),
  }
  return { id, type: 'servicePrincipal', properties: stored, keys: servicePrincipalKeys(stored) }
}

export function appIdKey(appId: unknown): ObjectKey {
  return { name: 'appId', value: String(appId) }
}

export function applicationKeys({ appId, uniqueName, identifierUris }: JsonObject): readonly ObjectKey[] {
  return [
    appIdKey(appId),
    ...(typeof uniqueName === 'string' ? [{ name: 'uniqueName', value: uniqueName }] : []),
    ...textsOf(identifierUris).map((value) => ({ name: 'identifierUris', value })),
  ]
}

export function servicePrincipalKeys({ appId, servicePrincipalNames }: JsonObject): readonly ObjectKey[] {
  const names = distinct([String(appId), ...textsOf(servicePrincipalNames)])
  return [appIdKey(appId), ...names.map((value) => ({ name: 'servicePrincipalNames', value }))]
}

/** Letter case does not tell names apart. */
export function distinct(values: readonly string[]): readonly string[] {
  return [...new Map(values.map((value) => [value.toLowerCase(), value])).values()]
}

/** Writes what is new. Refuses with `invalidValue`, for service principals with `sameKeyValue`, what there is already. */
export async function insertObject(writer: ObjectsWriter, object: NewObject): Promise<void> {
  requireWritten(await writer.insert(object), object)
}

/** Saves changed properties of an application and has its service principal follow. */
export async function replaceApplication(
  writer: ObjectsWriter,
  { id, properties: before }: Pick<DirectoryObject, 'id' | 'properties'>,
  after: JsonObject,
): Promise<void> {
  const change = { id, type: 'application' as const, properties: after, keys: applicationKeys(after) }
  requireWritten(await writer.replace(change), change)
  const mirror = await writer.findByKey('servicePrincipal', appIdKey(after.appId))
  if (mirror === undefined) return
  const followed = follow(mirror.properties, { before, after })
  if (followed !== undefined) await replaceServicePrincipal(writer, mirror, followed)
}

export async function replaceServicePrincipal(
  writer: ObjectsWriter,
  { id }: Pick<DirectoryObject, 'id'>,
  properties: JsonObject,
): Promise<void> {
  const change = { id, type: 'servicePrincipal' as const, properties, keys: servicePrincipalKeys(properties) }
  requireWritten(await writer.replace(change), change)
}

interface Change {
  readonly before: JsonObject
  readonly after: JsonObject
}

/** A service principal keeps the name of its application as long as it has none of its own, and knows its URIs. */
function follow(mirror: JsonObject, { before, after }: Change): JsonObject | undefined {
  const isNamed = mirror.displayName === before.displayName && before.displayName !== after.displayName
  const old = textsOf(before.identifierUris)
  const uris = textsOf(after.identifierUris)
  if (!isNamed && old.join(' ') === uris.join(' ')) return undefined
  const gone = new Set(old.map((uri) => uri.toLowerCase()))
  const own = textsOf(mirror.servicePrincipalNames).filter((name) => !gone.has(name.toLowerCase()))
  return {
    ...mirror,
    ...(isNamed && { displayName: after.displayName }),
    servicePrincipalNames: distinct([...own, ...uris]),
  }
}

function requireWritten(outcome: WriteOutcome, { id, type, properties }: NewObject): void {
  if (outcome.kind === 'written') return
  if (outcome.kind === 'gone') throw new EntrainError('notFound', `Resource '${id}' does not exist any more.`)
  if (type !== 'servicePrincipal') throw alreadyExists(outcome.property)
  const message = `The service principal cannot be created, updated, or restored because the service principal name ${nameOf(properties)} is already in use.`
  const detail = { code: 'ObjectConflict', message, target: outcome.property }
  throw new EntrainError('sameKeyValue', message, { details: [detail] })
}

function nameOf({ appId }: JsonObject): string {
  return String(appId)
}

/** Members of a complex value, none when it is unset. */
export function membersOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
