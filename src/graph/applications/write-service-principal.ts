import { graphAppId } from '../../auth/permissions.ts'
import { mayWrite } from '../../auth/property-rules.ts'
import { appIdKey, insertObject, newServicePrincipal } from '../../directory/applications/application-object.ts'
import { checkEncryptionKey } from '../../directory/applications/check-application.ts'
import { invalidProperty, listOf, textsOf } from '../../directory/applications/invalid-property.ts'
import { parseKeyCredentials } from '../../directory/applications/key-credentials.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { mergeOpenChanges } from '../extension-values.ts'
import { type AttributedBody, securityAttributesAfter } from '../open-body.ts'
import type { WritableType } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import type { Writing } from '../write-as.ts'
import { isOwner, linkCreator, reachesOwnedOnly } from './created-by.ts'
import { bindOwners } from './owners.ts'
import { targetOf } from './targets.ts'

const signOnModes: readonly string[] = ['password', 'saml', 'notSupported', 'oidc', 'external']

/** Keys are written as a whole list. */
export function writableServicePrincipal({ version }: Pick<Call, 'version'>): WritableType {
  const type = writableTypeOf('servicePrincipal', version)
  return {
    ...type,
    properties: type.properties.map(({ write, ...property }) =>
      property.name === 'keyCredentials' ? property : { ...property, ...(write && { write }) },
    ),
  }
}

interface Wanted {
  readonly body: AttributedBody
  readonly tenantId: string
  readonly newId: () => string
}

/** Makes the service principal of an application that this tenant knows. */
export async function createServicePrincipal(
  call: Call,
  writing: Writing,
  { body, tenantId, newId }: Wanted,
): Promise<DirectoryObject> {
  const { appId, displayName, keyCredentials, ...rest } = body.properties
  requireMayWrite(call, body)
  const application = await writing.objects.findByKey('application', appIdKey(appId))
  if (application === undefined && String(appId).toLowerCase() !== graphAppId) throw unknownApplication(appId)
  await requireOwnApplication(call, writing, application)
  const name = displayName ?? application?.properties.displayName ?? 'Microsoft Graph'
  const servicePrincipal = newServicePrincipal(
    {
      id: newId(),
      appId: String(appId).toLowerCase(),
      displayName: String(name),
      createdDateTime: writing.at,
      createdByAppId: call.principal.appId,
      appOwnerOrganizationId: tenantId,
      properties: {
        ...mergeOpenChanges({}, rest),
        ...securityAttributesAfter({}, body),
        keyCredentials: parseKeyCredentials(listOf(keyCredentials), [], { now: writing.now, newId }),
        passwordCredentials: [],
      },
    },
    application?.properties,
  )
  checkServicePrincipal(servicePrincipal.properties)
  await insertObject(writing.objects, servicePrincipal)
  await linkCreator(call, writing, servicePrincipal.id)
  await bindOwners(writing, servicePrincipal.id, body.binds.owners)
  await writing.audit({
    activity: 'Add service principal',
    category: 'ApplicationManagement',
    targets: [targetOf(servicePrincipal)],
  })
  return { ...servicePrincipal, version: 1, deletedDateTime: null }
}

function unknownApplication(appId: unknown): EntrainError {
  const message = `The appId '${appId}' of the service principal does not reference a valid application object of this tenant.`
  return invalidProperty({ target: 'appId', message, code: 'NoBackingApplicationObject' })
}

/** The service principal's owner signs in as the application: whoever reaches only what it owns has to own that, too. */
async function requireOwnApplication(
  call: Call,
  { objects }: Writing,
  application: DirectoryObject | undefined,
): Promise<void> {
  if (!reachesOwnedOnly(call) || (application !== undefined && (await isOwner(call, objects, application.id)))) return
  const message = 'The caller reaches only what it owns, and the application of this service principal is not among it.'
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'OwnershipMissing', message }],
  })
}

/** Some properties ask for a permission of their own. Refuses with `accessDenied`. */
export function requireMayWrite(
  { principal }: Pick<Call, 'principal'>,
  { properties, securityAttributes }: AttributedBody,
): void {
  const names = [...Object.keys(properties), ...(securityAttributes === undefined ? [] : ['customSecurityAttributes'])]
  const denied = names.find((name) => !mayWrite(principal, 'servicePrincipal', name))
  if (denied === undefined) return
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message: `Property '${denied}' asks for a permission of its own.` }],
  })
}

/** Refuses with `invalidValue` what a service principal must not look like. */
export function checkServicePrincipal(properties: JsonObject): void {
  const { preferredSingleSignOnMode, appId, servicePrincipalNames } = properties
  checkEncryptionKey(properties)
  if (typeof preferredSingleSignOnMode === 'string' && !signOnModes.includes(preferredSingleSignOnMode)) {
    const message = `preferredSingleSignOnMode is one of ${signOnModes.join(', ')}, or null.`
    throw invalidProperty({ target: 'preferredSingleSignOnMode', message })
  }
  const names = textsOf(servicePrincipalNames).map((name) => name.toLowerCase())
  if (names.includes(String(appId).toLowerCase())) return
  const message = `The appId '${appId}' cannot be taken out of servicePrincipalNames.`
  throw invalidProperty({ target: 'servicePrincipalNames', message })
}

export function keysOf({ keyCredentials }: JsonObject): readonly JsonObject[] {
  return listOf(keyCredentials).filter(isJsonObject)
}
