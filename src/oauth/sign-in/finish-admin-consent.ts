import { readDirectoryRoles } from '../../auth/directory-roles.ts'
import { permissionOfAppRole } from '../../auth/permissions.ts'
import { resourceIdentifiers } from '../../auth/resource-identifiers.ts'
import type { HttpResponse } from '../../http/message.ts'
import { asObject, type ClientRegistration, text, texts } from '../client-registration.ts'
import { mayConsentForOrganization, readConsent, requiredAccess } from '../consent/consent.ts'
import { type DelegatedResource, findDelegatedResource, type ResourceScope } from '../consent/delegated-resource.ts'
import { describePermission } from '../consent/permission-texts.ts'
import { recordConsent } from '../consent/record-consent.ts'
import { parseDelegatedScopes } from '../delegated-scopes.ts'
import { OAuthError } from '../error.ts'
import { redirect } from './answer-client.ts'
import { consentPage } from './consent-page.ts'
import { requireClient } from './finish-authorize.ts'
import type { AdminConsentGoal, Flow } from './flow.ts'
import { blockedPage } from './show.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visit } from './visit.ts'

/** What an administrator is asked to allow for everybody. */
interface Asked {
  readonly client: ClientRegistration
  readonly parts: readonly AskedPart[]
}

interface AskedPart {
  readonly resource: DelegatedResource
  readonly scopes: readonly ResourceScope[]
  readonly appRoles: readonly {
    readonly id: string
    readonly displayName: string
    readonly description: string
    readonly value: string
  }[]
}

/** Shows an administrator what the application needs; whoever is none is told so. */
export async function finishAdminConsent(
  visit: Visit,
  flow: Flow,
  goal: AdminConsentGoal,
  { user, cookie }: SignedIn,
): Promise<HttpResponse> {
  const asked = await readAsked(visit, goal, user.id)
  if (!(await mayAllow(visit, asked, user.id))) {
    return blockedPage(visit, flow, `Only an administrator can consent to ${asked.client.displayName}.`, cookie)
  }
  const permissions = asked.parts.flatMap(({ scopes, appRoles }) => [...scopes, ...appRoles])
  return consentPage(visit, flow, { client: asked.client, user, permissions, organization: 'always', cookie })
}

/** The administrator agreed, or not. */
export async function answerAdminConsent(
  visit: Visit,
  goal: AdminConsentGoal,
  { user }: Pick<SignedIn, 'user'>,
  isAgreed: boolean,
): Promise<HttpResponse> {
  if (!isAgreed) return refuseAdminConsent(visit, goal)
  const asked = await readAsked(visit, goal, user.id)
  if (!(await mayAllow(visit, asked, user.id)))
    throw new OAuthError(90094, 'Only an administrator can consent to this.')
  const { store, tenant, now } = visit
  const { userPrincipalName } = user.properties
  const idsOf = (part: AskedPart) => part.resource.servicePrincipal.id
  await store.provisioning.transaction((transaction) =>
    recordConsent(transaction, {
      tenantId: tenant.id,
      client: asked.client,
      by: { id: user.id, userPrincipalName },
      forOrganization: true,
      scopes: new Map(asked.parts.map((part) => [idsOf(part), part.scopes.map(({ value }) => value)])),
      appRoles: new Map(asked.parts.map((part) => [idsOf(part), part.appRoles.map(({ id }) => id)])),
      now,
    }),
  )
  const scope = goal.version === 'v2' ? { scope: goal.scope } : {}
  return leave(goal, { admin_consent: 'True', tenant: tenant.id, ...scope })
}

export function refuseAdminConsent({ tenant }: Visit, goal: AdminConsentGoal): HttpResponse {
  const description = 'AADSTS65004: The administrator did not consent.'
  const why =
    goal.version === 'v1'
      ? { error: 'permission_denied', error_description: description, tenant: tenant.id }
      : { error: 'consent_required', error_subcode: 'cancel', error_description: description }
  return leave(goal, { admin_consent: 'True', ...why })
}

function leave({ redirectUri, state }: AdminConsentGoal, parameters: Readonly<Record<string, string>>): HttpResponse {
  const all = new URLSearchParams({ ...parameters, ...(state !== '' && { state }) })
  return redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${all}`)
}

async function mayAllow({ store }: Visit, { parts }: Asked, userId: string): Promise<boolean> {
  const roles = await readDirectoryRoles(store.objects, userId)
  if (!mayConsentForOrganization(roles)) return false
  return parts.every(({ resource, appRoles }) => {
    const applicationPermissionOf = text(resource.servicePrincipal.properties.appId)
    return appRoles.length === 0 || mayConsentForOrganization(roles, { applicationPermissionOf })
  })
}

/** Version 1, and `.default`: everything that the registration lists. Otherwise the named scopes. */
async function readAsked(visit: Visit, goal: AdminConsentGoal, userId: string): Promise<Asked> {
  const { store, call } = visit
  const client = await requireClient(visit, goal.clientId)
  const toGraphAudience = resourceIdentifiers(call.door.origin)
  if (goal.version === 'v2') {
    const scopes = parseDelegatedScopes(goal.scope)
    const state = await readConsent({ objects: store.objects, client, scopes, userId, toGraphAudience })
    const appRoles = scopes.isDefault ? listedAppRoles(client, state.resource) : []
    return {
      client,
      parts: [{ resource: state.resource, scopes: [...state.wanted, ...openIdOnGraph(state)], appRoles }],
    }
  }
  const parts: AskedPart[] = []
  for (const resourceAppId of requiredResources(client)) {
    const resource = await findDelegatedResource(resourceAppId, store.objects, toGraphAudience)
    const listed = requiredAccess(client, resourceAppId, 'Scope')
    const scopes = resource.scopes.filter(({ id }) => listed.includes(id))
    parts.push({ resource, scopes, appRoles: listedAppRoles(client, resource) })
  }
  return { client, parts }
}

function openIdOnGraph(state: Awaited<ReturnType<typeof readConsent>>): readonly ResourceScope[] {
  return state.resource.isGraph ? state.wantedOpenId : []
}

function requiredResources({ application }: ClientRegistration): readonly string[] {
  const required = application?.properties.requiredResourceAccess
  return Array.isArray(required) ? required.map((entry) => text(asObject(entry).resourceAppId)) : []
}

function listedAppRoles(client: ClientRegistration, { servicePrincipal, isGraph }: DelegatedResource) {
  const ids = requiredAccess(client, text(servicePrincipal.properties.appId), 'Role')
  const own = Array.isArray(servicePrincipal.properties.appRoles)
    ? servicePrincipal.properties.appRoles.map(asObject)
    : []
  return ids.flatMap((id) => {
    const role = own.find(
      (candidate) => candidate.id === id && texts(candidate.allowedMemberTypes).includes('Application'),
    )
    const value = isGraph ? permissionOfAppRole(id) : text(role?.value)
    if (value === undefined || value === '') return []
    const words = describePermission(value, 'application')
    const displayName = text(role?.displayName) || `${words.displayName} (as the application itself)`
    return [{ id, value, displayName, description: text(role?.description) || words.description }]
  })
}
