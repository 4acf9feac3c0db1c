import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../model/application.ts'

/** Applications, their service principals, credentials and granted permissions. Ids compare without letter case. */
export interface ApplicationsStore {
  createApplication(application: Application): Promise<void>
  findApplicationByAppId(appId: string): Promise<Application | undefined>
  listApplications(): Promise<readonly Application[]>

  /** Refuses with `conflict` when the tenant already has a service principal of this appId. */
  createServicePrincipal(servicePrincipal: ServicePrincipal): Promise<void>
  findServicePrincipal(id: string): Promise<ServicePrincipal | undefined>
  findServicePrincipalByAppId(appId: string): Promise<ServicePrincipal | undefined>
  /** Ordered by id. */
  listServicePrincipals(): Promise<readonly ServicePrincipal[]>

  addPassword(appId: string, credential: PasswordCredential): Promise<void>
  listPasswords(appId: string): Promise<readonly PasswordCredential[]>

  /** Granting twice does no harm. */
  assignAppRole(assignment: AppRoleAssignment): Promise<void>
  listAppRoleAssignments(principalId: string): Promise<readonly AppRoleAssignment[]>
}
