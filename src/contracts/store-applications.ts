import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../model/application.ts'

/**
 * Applications, their service principals, credentials and granted permissions as signing in and provisioning see them: a
 * view of the directory's objects, which are written as such. Ids compare without letter case.
 */
export interface ApplicationsStore {
  findApplicationByAppId(appId: string): Promise<Application | undefined>

  findServicePrincipal(id: string): Promise<ServicePrincipal | undefined>
  findServicePrincipalByAppId(appId: string): Promise<ServicePrincipal | undefined>
  /** Ordered by id. */
  listServicePrincipals(): Promise<readonly ServicePrincipal[]>

  /** Of the application and of its service principal, by the time from which they are valid. */
  listPasswords(appId: string): Promise<readonly PasswordCredential[]>

  /** Oldest first. */
  listAppRoleAssignments(principalId: string): Promise<readonly AppRoleAssignment[]>
}
