import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { ObjectsReader } from '../contracts/store-objects.ts'

/** What the token side reads of a tenant's applications. */
export type TokenApplications = Pick<
  ApplicationsStore,
  'findServicePrincipalByAppId' | 'listPasswords' | 'listAppRoleAssignments'
>

export type TokenObjects = Pick<ObjectsReader, 'findByKey' | 'findMany' | 'listLinking'>
