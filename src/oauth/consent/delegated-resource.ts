import { permissions } from '../../auth/permissions.ts'
import type { ToAudience } from '../../auth/resource-identifiers.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { asObject, text } from '../client-registration.ts'
import { OAuthError } from '../error.ts'
import { findResource } from '../find-resource.ts'
import { describePermission } from './permission-texts.ts'

/** A delegated permission that a resource offers. */
export interface ResourceScope {
  readonly id: string
  readonly value: string
  /** Only administrators consent to it. */
  readonly isAdminOnly: boolean
  readonly displayName: string
  readonly description: string
}

/** What a delegated token can be for. */
export interface DelegatedResource {
  readonly audience: string
  readonly isGraph: boolean
  readonly servicePrincipal: DirectoryObject
  readonly scopes: readonly ResourceScope[]
}

/** Finds a resource by any of its names. Refuses with 500011 what the tenant does not know. */
export async function findDelegatedResource(
  name: string | null,
  objects: Pick<ObjectsReader, 'findByKey' | 'findMany' | 'listLinking'>,
  toGraphAudience: ToAudience,
): Promise<DelegatedResource> {
  const found = await findResource(name ?? 'https://graph.microsoft.com', objects, toGraphAudience)
  if (found?.servicePrincipal === undefined) {
    throw new OAuthError(500011, `The resource '${name ?? 'Microsoft Graph'}' was not found in the tenant.`)
  }
  const { audience, isGraph, servicePrincipal } = found
  const scopes = isGraph ? graphScopes(servicePrincipal) : await ownScopes(servicePrincipal, objects)
  return { audience, isGraph, servicePrincipal, scopes }
}

const graphScopeRows = Object.entries(permissions).flatMap(([value, { delegated, consent }]) =>
  delegated === null ? [] : [{ id: delegated, value, isAdminOnly: consent === 'admin', ...describePermission(value) }],
)

/** The texts of Graph's service principal win, where it has some. */
function graphScopes(servicePrincipal: DirectoryObject): readonly ResourceScope[] {
  const told = new Map(readScopes(servicePrincipal.properties.oauth2PermissionScopes).map((scope) => [scope.id, scope]))
  return graphScopeRows.map((row) => {
    const { displayName = '', description = '' } = told.get(row.id) ?? {}
    return {
      ...row,
      displayName: displayName === '' ? row.displayName : displayName,
      description: description === '' ? row.description : description,
    }
  })
}

async function ownScopes(
  { properties }: DirectoryObject,
  objects: Pick<ObjectsReader, 'findByKey'>,
): Promise<readonly ResourceScope[]> {
  const own = readScopes(properties.oauth2PermissionScopes)
  if (own.length > 0) return own
  const application = await objects.findByKey('application', { name: 'appId', value: text(properties.appId) })
  return readScopes(asObject(application?.properties.api).oauth2PermissionScopes)
}

function readScopes(value: unknown): readonly ResourceScope[] {
  if (!Array.isArray(value)) return []
  return value.map(asObject).flatMap((scope) => {
    if (scope.isEnabled === false || typeof scope.value !== 'string' || typeof scope.id !== 'string') return []
    const displayName = text(scope.userConsentDisplayName) || text(scope.adminConsentDisplayName) || scope.value
    const description = text(scope.userConsentDescription) || text(scope.adminConsentDescription)
    return [{ id: scope.id, value: scope.value, isAdminOnly: scope.type === 'Admin', displayName, description }]
  })
}
