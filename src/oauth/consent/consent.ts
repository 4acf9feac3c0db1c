import { graphAppId } from '../../auth/permissions.ts'
import type { ToAudience } from '../../auth/resource-identifiers.ts'
import { roleTemplates } from '../../auth/role-templates.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { asObject, type ClientRegistration, text, texts } from '../client-registration.ts'
import type { DelegatedScopes } from '../delegated-scopes.ts'
import { OAuthError } from '../error.ts'
import { type DelegatedResource, findDelegatedResource, type ResourceScope } from './delegated-resource.ts'
import { grantedScopes } from './grants.ts'

type Objects = Pick<ObjectsReader, 'findByKey' | 'findMany' | 'listLinking'>

/** What a client asks for, what of it was granted, and what is missing. */
export interface ConsentState {
  readonly resource: DelegatedResource
  /** Graph, whose scopes `openid` and its like are. */
  readonly graph: DelegatedResource
  /** Scopes of the resource that the client wants now. */
  readonly wanted: readonly ResourceScope[]
  readonly wantedOpenId: readonly ResourceScope[]
  /** Scopes of the resource that were granted, wanted now or not. */
  readonly granted: ReadonlySet<string>
  readonly grantedOpenId: ReadonlySet<string>
  readonly missing: readonly ResourceScope[]
}

export interface ConsentQuestion {
  readonly objects: Objects
  readonly client: ClientRegistration
  readonly scopes: DelegatedScopes
  readonly userId: string
  readonly toGraphAudience: ToAudience
}

/** Compares what is asked for with what was granted. Refuses with 500011 and with 70011 a scope that does not exist. */
export async function readConsent(question: ConsentQuestion): Promise<ConsentState> {
  const { objects, client, scopes, toGraphAudience } = question
  const resource = await findDelegatedResource(scopes.resource, objects, toGraphAudience)
  const graph = resource.isGraph ? resource : await findDelegatedResource(null, objects, toGraphAudience)
  const granted = await grantedOn(question, resource)
  const grantedOpenId = resource.isGraph ? granted : await grantedOn(question, graph)
  const wanted = scopes.isDefault
    ? defaultScopes(client, resource, granted)
    : scopes.named.map(({ value, asked }) => requireScope(resource, value, asked))
  const wantedOpenId = scopes.openId.map((value) => requireScope(graph, value, value))
  const missing = [
    ...wanted.filter(({ value }) => !granted.has(value)),
    ...wantedOpenId.filter(({ value }) => !grantedOpenId.has(value)),
  ]
  return { resource, graph, wanted, wantedOpenId, granted, grantedOpenId, missing }
}

function requireScope({ scopes }: DelegatedResource, value: string, asked: string): ResourceScope {
  const found = scopes.find((scope) => scope.value.toLowerCase() === value.toLowerCase())
  if (found !== undefined) return found
  throw new OAuthError(70011, `The scope '${asked}' does not exist on its resource.`)
}

async function grantedOn({ objects, client, userId }: ConsentQuestion, resource: DelegatedResource) {
  const known = client.servicePrincipal
  const ends = { clientId: known?.id ?? '', resourceId: resource.servicePrincipal.id, principalId: userId }
  const granted = new Set(known === undefined ? [] : await grantedScopes(objects, ends))
  for (const value of await preAuthorized(objects, client, resource)) granted.add(value)
  return granted
}

/** Scopes that the resource's own registration gives to some clients without asking anybody. */
async function preAuthorized(objects: Objects, { appId }: ClientRegistration, resource: DelegatedResource) {
  if (resource.isGraph) return []
  const key = { name: 'appId', value: text(resource.servicePrincipal.properties.appId) }
  const application = await objects.findByKey('application', key)
  const listed = asObject(application?.properties.api).preAuthorizedApplications
  const ids = (Array.isArray(listed) ? listed : [])
    .map(asObject)
    .filter((entry) => text(entry.appId).toLowerCase() === appId.toLowerCase())
    .flatMap((entry) => [...texts(entry.delegatedPermissionIds), ...texts(entry.permissionIds)])
  return resource.scopes.filter(({ id }) => ids.includes(id)).map(({ value }) => value)
}

/** `.default`: what the registration lists, and what was granted before. Who lists nothing reads the profile of the user. */
function defaultScopes(client: ClientRegistration, resource: DelegatedResource, granted: ReadonlySet<string>) {
  const listed = requiredAccess(client, text(resource.servicePrincipal.properties.appId), 'Scope')
  const wanted = resource.scopes.filter(
    ({ id, value }) => !isOpenId(value) && (listed.includes(id) || granted.has(value)),
  )
  if (wanted.length > 0 || !resource.isGraph) return wanted
  return resource.scopes.filter(({ value }) => value === 'User.Read')
}

function isOpenId(value: string): boolean {
  return ['openid', 'profile', 'email', 'offline_access'].includes(value)
}

/** Ids of `requiredResourceAccess` on one resource: of scopes, or of application permissions. */
export function requiredAccess({ application }: ClientRegistration, resourceAppId: string, type: 'Scope' | 'Role') {
  const required = application?.properties.requiredResourceAccess
  return (Array.isArray(required) ? required : [])
    .map(asObject)
    .filter((entry) => text(entry.resourceAppId).toLowerCase() === resourceAppId.toLowerCase())
    .flatMap((entry) => (Array.isArray(entry.resourceAccess) ? entry.resourceAccess.map(asObject) : []))
    .filter((access) => access.type === type)
    .map((access) => text(access.id))
}

const organizationRoles: readonly string[] = [
  roleTemplates['Global Administrator'],
  roleTemplates['Privileged Role Administrator'],
]
const applicationRoles: readonly string[] = [
  roleTemplates['Application Administrator'],
  roleTemplates['Cloud Application Administrator'],
]

/** Whether somebody with these roles consents for the organization (identity-platform section 7). */
export function mayConsentForOrganization(
  roleTemplateIds: readonly string[],
  permission: 'delegated' | { readonly applicationPermissionOf: string } = 'delegated',
): boolean {
  if (roleTemplateIds.some((id) => organizationRoles.includes(id))) return true
  const isOfGraph = permission !== 'delegated' && permission.applicationPermissionOf.toLowerCase() === graphAppId
  return !isOfGraph && roleTemplateIds.some((id) => applicationRoles.includes(id))
}
