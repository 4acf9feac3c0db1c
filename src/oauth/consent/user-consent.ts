import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { openIdScopes } from '../delegated-scopes.ts'
import type { ConsentState } from './consent.ts'
import type { ResourceScope } from './delegated-resource.ts'

/**
 * What people may consent to for themselves: `all` that is not for administrators only, what is classified as `low`
 * (Graph `delegatedPermissionClassification`), or nothing.
 */
export const userConsentPolicies = ['all', 'low', 'none'] as const
export type UserConsentPolicy = (typeof userConsentPolicies)[number]

/** Whether any of what is missing takes an administrator (identity-platform section 7). */
export async function needsAdministrator(
  objects: Pick<ObjectsReader, 'findByKey'>,
  policy: UserConsentPolicy,
  { missing, resource }: Pick<ConsentState, 'missing' | 'resource'>,
): Promise<boolean> {
  if (policy === 'none') return missing.length > 0
  if (missing.some(({ isAdminOnly }) => isAdminOnly)) return true
  if (policy === 'all') return false
  for (const scope of missing) {
    if (!isOpenId(scope) && !(await isLow(objects, resource.servicePrincipal.id, scope))) return true
  }
  return false
}

/** Signing in by itself is no matter of data. */
function isOpenId({ value }: ResourceScope): boolean {
  return openIdScopes.some((name) => name === value)
}

async function isLow(
  objects: Pick<ObjectsReader, 'findByKey'>,
  resourceId: string,
  { id }: ResourceScope,
): Promise<boolean> {
  const key = { name: 'permissionId', value: `${resourceId} ${id}` }
  const classified = await objects.findByKey('delegatedPermissionClassification', key)
  return classified?.properties.classification === 'low'
}
