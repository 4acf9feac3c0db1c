// Generated from src/graph/route-table by "npm run reference". Do not edit.

import type * as graph from './types.ts'

/** One page of a collection. */
export interface Collection<Item> {
  readonly '@odata.context'?: string
  readonly '@odata.count'?: number
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
  readonly value: readonly Item[]
}

/** Names the object at the other end of a link. */
export interface Reference {
  readonly '@odata.id': string
}

/** An object that the model does not describe. */
type Json = Readonly<Record<string, unknown>>

/** Every route, by method and path. */
export interface GraphRoutes {
  readonly 'GET /servicePrincipals': { readonly body: undefined; readonly answer: Collection<graph.ServicePrincipal> }
  readonly 'GET /servicePrincipals/$count': { readonly body: undefined; readonly answer: number }
  readonly 'POST /servicePrincipals': { readonly body: graph.ServicePrincipal; readonly answer: graph.ServicePrincipal }
  readonly 'GET /servicePrincipals/{id}': { readonly body: undefined; readonly answer: graph.ServicePrincipal }
  readonly 'PATCH /servicePrincipals/{id}': { readonly body: graph.ServicePrincipal; readonly answer: undefined }
  readonly 'DELETE /servicePrincipals/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/delta': { readonly body: undefined; readonly answer: Collection<graph.ServicePrincipal> }
  readonly 'POST /servicePrincipals/{id}/addPassword': { readonly body: { readonly passwordCredential?: graph.PasswordCredential | null }; readonly answer: graph.PasswordCredential }
  readonly 'POST /servicePrincipals/{id}/removePassword': { readonly body: { readonly keyId: string }; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/addKey': { readonly body: { readonly keyCredential: graph.KeyCredential; readonly passwordCredential?: graph.PasswordCredential | null; readonly proof: string }; readonly answer: graph.KeyCredential }
  readonly 'POST /servicePrincipals/{id}/removeKey': { readonly body: { readonly keyId: string; readonly proof: string }; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/addTokenSigningCertificate': { readonly body: { readonly displayName?: string | null; readonly endDateTime?: string | null }; readonly answer: graph.SelfSignedCertificate }
  readonly 'GET /servicePrincipals/{id}/appRoleAssignedTo': { readonly body: undefined; readonly answer: Collection<graph.AppRoleAssignment> }
  readonly 'POST /servicePrincipals/{id}/appRoleAssignedTo': { readonly body: graph.AppRoleAssignment; readonly answer: graph.AppRoleAssignment }
  readonly 'DELETE /servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/appRoleAssignments': { readonly body: undefined; readonly answer: Collection<graph.AppRoleAssignment> }
  readonly 'POST /servicePrincipals/{id}/appRoleAssignments': { readonly body: graph.AppRoleAssignment; readonly answer: graph.AppRoleAssignment }
  readonly 'GET /servicePrincipals/{id}/appRoleAssignments/{assignmentId}': { readonly body: undefined; readonly answer: graph.AppRoleAssignment }
  readonly 'DELETE /servicePrincipals/{id}/appRoleAssignments/{assignmentId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/oauth2PermissionGrants': { readonly body: undefined; readonly answer: Collection<graph.OAuth2PermissionGrant> }
  readonly 'GET /servicePrincipals/{id}/delegatedPermissionClassifications': { readonly body: undefined; readonly answer: Collection<graph.DelegatedPermissionClassification> }
  readonly 'POST /servicePrincipals/{id}/delegatedPermissionClassifications': { readonly body: graph.DelegatedPermissionClassification; readonly answer: graph.DelegatedPermissionClassification }
  readonly 'DELETE /servicePrincipals/{id}/delegatedPermissionClassifications/{classificationId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/owners': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /servicePrincipals/{id}/owners/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /servicePrincipals/{id}/owners/{ownerId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/ownedObjects': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/createdObjects': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/memberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/transitiveMemberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /servicePrincipals/{id}/getMemberGroups': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /servicePrincipals/{id}/getMemberObjects': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /servicePrincipals/{id}/checkMemberGroups': { readonly body: { readonly groupIds?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'POST /servicePrincipals/{id}/checkMemberObjects': { readonly body: { readonly ids?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'GET /servicePrincipals/{id}/claimsMappingPolicies': { readonly body: undefined; readonly answer: Collection<graph.ClaimsMappingPolicy> }
  readonly 'POST /servicePrincipals/{id}/claimsMappingPolicies/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /servicePrincipals/{id}/claimsMappingPolicies/{policyId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/homeRealmDiscoveryPolicies': { readonly body: undefined; readonly answer: Collection<graph.HomeRealmDiscoveryPolicy> }
  readonly 'GET /servicePrincipals/{id}/tokenLifetimePolicies': { readonly body: undefined; readonly answer: Collection<graph.TokenLifetimePolicy> }
  readonly 'GET /servicePrincipals/{id}/remoteDesktopSecurityConfiguration': { readonly body: undefined; readonly answer: graph.RemoteDesktopSecurityConfiguration }
  readonly 'PATCH /servicePrincipals/{id}/remoteDesktopSecurityConfiguration': { readonly body: graph.RemoteDesktopSecurityConfiguration; readonly answer: graph.RemoteDesktopSecurityConfiguration }
  readonly 'DELETE /servicePrincipals/{id}/remoteDesktopSecurityConfiguration/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applications': { readonly body: undefined; readonly answer: Collection<graph.Application> }
  readonly 'GET /applications/$count': { readonly body: undefined; readonly answer: number }
  readonly 'POST /applications': { readonly body: graph.Application; readonly answer: graph.Application }
  readonly 'GET /applications/{id}': { readonly body: undefined; readonly answer: graph.Application }
  readonly 'PATCH /applications/{id}': { readonly body: graph.Application; readonly answer: undefined }
  readonly 'DELETE /applications/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applications/delta': { readonly body: undefined; readonly answer: Collection<graph.Application> }
  readonly 'POST /applications/{id}/addPassword': { readonly body: { readonly passwordCredential?: graph.PasswordCredential | null }; readonly answer: graph.PasswordCredential }
  readonly 'POST /applications/{id}/removePassword': { readonly body: { readonly keyId: string }; readonly answer: undefined }
  readonly 'POST /applications/{id}/addKey': { readonly body: { readonly keyCredential: graph.KeyCredential; readonly passwordCredential?: graph.PasswordCredential | null; readonly proof: string }; readonly answer: graph.KeyCredential }
  readonly 'POST /applications/{id}/removeKey': { readonly body: { readonly keyId: string; readonly proof: string }; readonly answer: undefined }
  readonly 'GET /applications/{id}/logo': { readonly body: undefined; readonly answer: unknown }
  readonly 'PUT /applications/{id}/logo': { readonly body: unknown; readonly answer: undefined }
  readonly 'DELETE /applications/{id}/logo': { readonly body: undefined; readonly answer: undefined }
  readonly 'POST /applications/{id}/setVerifiedPublisher': { readonly body: { readonly verifiedPublisherId?: string | null }; readonly answer: undefined }
  readonly 'POST /applications/{id}/unsetVerifiedPublisher': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applications/{id}/owners': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /applications/{id}/owners/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /applications/{id}/owners/{ownerId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applications/{id}/extensionProperties': { readonly body: undefined; readonly answer: Collection<graph.ExtensionProperty> }
  readonly 'POST /applications/{id}/extensionProperties': { readonly body: graph.ExtensionProperty; readonly answer: graph.ExtensionProperty }
  readonly 'GET /applications/{id}/extensionProperties/{extensionPropertyId}': { readonly body: undefined; readonly answer: graph.ExtensionProperty }
  readonly 'DELETE /applications/{id}/extensionProperties/{extensionPropertyId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applications/{id}/federatedIdentityCredentials': { readonly body: undefined; readonly answer: Collection<graph.FederatedIdentityCredential> }
  readonly 'POST /applications/{id}/federatedIdentityCredentials': { readonly body: graph.FederatedIdentityCredential; readonly answer: graph.FederatedIdentityCredential }
  readonly 'GET /applications/{id}/federatedIdentityCredentials/{federatedIdentityCredentialId}': { readonly body: undefined; readonly answer: graph.FederatedIdentityCredential }
  readonly 'PATCH /applications/{id}/federatedIdentityCredentials/{federatedIdentityCredentialId}': { readonly body: graph.FederatedIdentityCredential; readonly answer: undefined }
  readonly 'DELETE /applications/{id}/federatedIdentityCredentials/{federatedIdentityCredentialId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applicationTemplates': { readonly body: undefined; readonly answer: Collection<graph.ApplicationTemplate> }
  readonly 'GET /applicationTemplates/{id}': { readonly body: undefined; readonly answer: graph.ApplicationTemplate }
  readonly 'POST /applicationTemplates/{id}/instantiate': { readonly body: { readonly displayName?: string | null; readonly serviceManagementReference?: string | null }; readonly answer: graph.ApplicationServicePrincipal }
  readonly 'GET /users': { readonly body: undefined; readonly answer: Collection<graph.User> }
  readonly 'GET /users/$count': { readonly body: undefined; readonly answer: number }
  readonly 'POST /users': { readonly body: graph.User; readonly answer: graph.User }
  readonly 'GET /users/{id}': { readonly body: undefined; readonly answer: graph.User }
  readonly 'GET /users/{id}/{property}': { readonly body: undefined; readonly answer: { readonly value: string } }
  readonly 'GET /users/{id}/{property}/$value': { readonly body: undefined; readonly answer: unknown }
  readonly 'PATCH /users/{id}': { readonly body: graph.User; readonly answer: undefined }
  readonly 'DELETE /users/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /users/delta': { readonly body: undefined; readonly answer: Collection<graph.User> }
  readonly 'GET /users/{id}/manager': { readonly body: undefined; readonly answer: graph.DirectoryObject }
  readonly 'GET /users/{id}/manager/$ref': { readonly body: undefined; readonly answer: Reference }
  readonly 'PUT /users/{id}/manager/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /users/{id}/manager/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /users/{id}/directReports': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/directReports/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/transitiveReports': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/transitiveReports/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/memberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/transitiveMemberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/ownedObjects': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/createdObjects': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/appRoleAssignments': { readonly body: undefined; readonly answer: Collection<graph.AppRoleAssignment> }
  readonly 'POST /users/{id}/appRoleAssignments': { readonly body: graph.AppRoleAssignment; readonly answer: graph.AppRoleAssignment }
  readonly 'DELETE /users/{id}/appRoleAssignments/{assignmentId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /users/{id}/oauth2PermissionGrants': { readonly body: undefined; readonly answer: Collection<graph.OAuth2PermissionGrant> }
  readonly 'POST /users/{id}/revokeSignInSessions': { readonly body: undefined; readonly answer: { readonly value: boolean } }
  readonly 'POST /users/{id}/getMemberGroups': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /users/{id}/getMemberObjects': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /users/{id}/checkMemberGroups': { readonly body: { readonly groupIds?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'POST /users/{id}/checkMemberObjects': { readonly body: { readonly ids?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'GET /me': { readonly body: undefined; readonly answer: graph.User }
  readonly 'PATCH /me': { readonly body: graph.User; readonly answer: undefined }
  readonly 'GET /me/manager': { readonly body: undefined; readonly answer: graph.DirectoryObject }
  readonly 'GET /me/directReports': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/memberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /me/changePassword': { readonly body: { readonly currentPassword?: string | null; readonly newPassword?: string | null }; readonly answer: undefined }
  readonly 'GET /groups': { readonly body: undefined; readonly answer: Collection<graph.Group> }
  readonly 'POST /groups': { readonly body: graph.Group; readonly answer: graph.Group }
  readonly 'GET /groups/{id}': { readonly body: undefined; readonly answer: graph.Group }
  readonly 'PATCH /groups/{id}': { readonly body: graph.Group; readonly answer: undefined }
  readonly 'DELETE /groups/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /groups/delta': { readonly body: undefined; readonly answer: Collection<graph.Group> }
  readonly 'GET /groups/{id}/members': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /groups/{id}/members/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /groups/{id}/members/{memberId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /groups/{id}/transitiveMembers': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/memberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/owners': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /groups/{id}/owners/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /groups/{id}/owners/{ownerId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /groups/{id}/appRoleAssignments': { readonly body: undefined; readonly answer: Collection<graph.AppRoleAssignment> }
  readonly 'POST /groups/{id}/appRoleAssignments': { readonly body: graph.AppRoleAssignment; readonly answer: graph.AppRoleAssignment }
  readonly 'DELETE /groups/{id}/appRoleAssignments/{assignmentId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /users/{id}/memberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/memberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/memberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/transitiveMemberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/transitiveMemberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/transitiveMemberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/ownedObjects/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/ownedObjects/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/ownedObjects/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/createdObjects/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/createdObjects/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /users/{id}/createdObjects/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/memberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/memberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/memberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/transitiveMemberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/transitiveMemberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/transitiveMemberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/transitiveMemberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/ownedObjects': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/ownedObjects/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/ownedObjects/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/ownedObjects/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/createdObjects': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/createdObjects/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /me/createdObjects/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /me/createdObjects/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'POST /me/getMemberGroups': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /me/getMemberObjects': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /me/checkMemberGroups': { readonly body: { readonly groupIds?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'POST /me/checkMemberObjects': { readonly body: { readonly ids?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'GET /servicePrincipals/{id}/memberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/memberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/memberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/transitiveMemberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/transitiveMemberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/transitiveMemberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/ownedObjects/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/ownedObjects/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/ownedObjects/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/createdObjects/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/createdObjects/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/createdObjects/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/members/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/members/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/members/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/members/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /groups/{id}/transitiveMembers/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/transitiveMembers/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/transitiveMembers/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/memberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/memberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/memberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/transitiveMemberOf': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/transitiveMemberOf/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/transitiveMemberOf/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/transitiveMemberOf/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/owners/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/owners/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /groups/{id}/owners/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/owners/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'POST /groups/{id}/getMemberGroups': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /groups/{id}/getMemberObjects': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /groups/{id}/checkMemberGroups': { readonly body: { readonly groupIds?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'POST /groups/{id}/checkMemberObjects': { readonly body: { readonly ids?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'GET /directoryRoles/{id}/members/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directoryRoles/{id}/members/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /directoryRoles/{id}/members/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directoryRoles/{id}/members/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /directoryObjects/{id}/{type}': { readonly body: undefined; readonly answer: graph.DirectoryObject }
  readonly 'POST /directoryObjects/{id}/getMemberGroups': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /directoryObjects/{id}/getMemberObjects': { readonly body: { readonly securityEnabledOnly?: boolean | null }; readonly answer: Collection<string> }
  readonly 'POST /directoryObjects/{id}/checkMemberGroups': { readonly body: { readonly groupIds?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'POST /directoryObjects/{id}/checkMemberObjects': { readonly body: { readonly ids?: readonly string[] }; readonly answer: Collection<string> }
  readonly 'GET /directoryRoles': { readonly body: undefined; readonly answer: Collection<graph.DirectoryRole> }
  readonly 'POST /directoryRoles': { readonly body: graph.DirectoryRole; readonly answer: graph.DirectoryRole }
  readonly 'GET /directoryRoles/{id}': { readonly body: undefined; readonly answer: graph.DirectoryRole }
  readonly 'GET /directoryRoles/delta': { readonly body: undefined; readonly answer: Collection<graph.DirectoryRole> }
  readonly 'GET /directoryRoles/{id}/members': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /directoryRoles/{id}/members/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /directoryRoles/{id}/members/{memberId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /directoryRoleTemplates': { readonly body: undefined; readonly answer: Collection<graph.DirectoryRoleTemplate> }
  readonly 'GET /directoryRoleTemplates/{id}': { readonly body: undefined; readonly answer: graph.DirectoryRoleTemplate }
  readonly 'GET /roleManagement/directory/roleDefinitions': { readonly body: undefined; readonly answer: Collection<graph.UnifiedRoleDefinition> }
  readonly 'GET /roleManagement/directory/roleDefinitions/{id}': { readonly body: undefined; readonly answer: graph.UnifiedRoleDefinition }
  readonly 'GET /roleManagement/directory/roleAssignments': { readonly body: undefined; readonly answer: Collection<graph.UnifiedRoleAssignment> }
  readonly 'POST /roleManagement/directory/roleAssignments': { readonly body: graph.UnifiedRoleAssignment; readonly answer: graph.UnifiedRoleAssignment }
  readonly 'GET /roleManagement/directory/roleAssignments/{id}': { readonly body: undefined; readonly answer: graph.UnifiedRoleAssignment }
  readonly 'DELETE /roleManagement/directory/roleAssignments/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /roleManagement/directory/transitiveRoleAssignments': { readonly body: undefined; readonly answer: Collection<graph.UnifiedRoleAssignment> }
  readonly 'GET /directory/administrativeUnits': { readonly body: undefined; readonly answer: Collection<graph.AdministrativeUnit> }
  readonly 'GET /directory/administrativeUnits/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/administrativeUnits/delta': { readonly body: undefined; readonly answer: Collection<graph.AdministrativeUnit> }
  readonly 'POST /directory/administrativeUnits': { readonly body: graph.AdministrativeUnit; readonly answer: graph.AdministrativeUnit }
  readonly 'GET /directory/administrativeUnits/{id}': { readonly body: undefined; readonly answer: graph.AdministrativeUnit }
  readonly 'PATCH /directory/administrativeUnits/{id}': { readonly body: graph.AdministrativeUnit; readonly answer: undefined }
  readonly 'DELETE /directory/administrativeUnits/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /directory/administrativeUnits/{id}/members': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /directory/administrativeUnits/{id}/members/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/administrativeUnits/{id}/members/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /directory/administrativeUnits/{id}/members/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/administrativeUnits/{id}/members/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'POST /directory/administrativeUnits/{id}/members': { readonly body: graph.Group; readonly answer: graph.Group }
  readonly 'POST /directory/administrativeUnits/{id}/members/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /directory/administrativeUnits/{id}/members/{memberId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /directory/administrativeUnits/{id}/scopedRoleMembers': { readonly body: undefined; readonly answer: Collection<graph.ScopedRoleMembership> }
  readonly 'POST /directory/administrativeUnits/{id}/scopedRoleMembers': { readonly body: graph.ScopedRoleMembership; readonly answer: graph.ScopedRoleMembership }
  readonly 'GET /directory/administrativeUnits/{id}/scopedRoleMembers/{membershipId}': { readonly body: undefined; readonly answer: graph.ScopedRoleMembership }
  readonly 'DELETE /directory/administrativeUnits/{id}/scopedRoleMembers/{membershipId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /administrativeUnits': { readonly body: undefined; readonly answer: Collection<graph.AdministrativeUnit> }
  readonly 'GET /administrativeUnits/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /administrativeUnits/delta': { readonly body: undefined; readonly answer: Collection<graph.AdministrativeUnit> }
  readonly 'POST /administrativeUnits': { readonly body: graph.AdministrativeUnit; readonly answer: graph.AdministrativeUnit }
  readonly 'GET /administrativeUnits/{id}': { readonly body: undefined; readonly answer: graph.AdministrativeUnit }
  readonly 'PATCH /administrativeUnits/{id}': { readonly body: graph.AdministrativeUnit; readonly answer: undefined }
  readonly 'DELETE /administrativeUnits/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /administrativeUnits/{id}/members': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /administrativeUnits/{id}/members/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /administrativeUnits/{id}/members/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /administrativeUnits/{id}/members/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /administrativeUnits/{id}/members/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'POST /administrativeUnits/{id}/members': { readonly body: graph.Group; readonly answer: graph.Group }
  readonly 'POST /administrativeUnits/{id}/members/$ref': { readonly body: Reference; readonly answer: undefined }
  readonly 'DELETE /administrativeUnits/{id}/members/{memberId}/$ref': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /administrativeUnits/{id}/scopedRoleMembers': { readonly body: undefined; readonly answer: Collection<graph.ScopedRoleMembership> }
  readonly 'POST /administrativeUnits/{id}/scopedRoleMembers': { readonly body: graph.ScopedRoleMembership; readonly answer: graph.ScopedRoleMembership }
  readonly 'GET /administrativeUnits/{id}/scopedRoleMembers/{membershipId}': { readonly body: undefined; readonly answer: graph.ScopedRoleMembership }
  readonly 'DELETE /administrativeUnits/{id}/scopedRoleMembers/{membershipId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /users/{id}/scopedRoleMemberOf': { readonly body: undefined; readonly answer: Collection<graph.ScopedRoleMembership> }
  readonly 'GET /me/scopedRoleMemberOf': { readonly body: undefined; readonly answer: Collection<graph.ScopedRoleMembership> }
  readonly 'GET /directoryRoles/{id}/scopedMembers': { readonly body: undefined; readonly answer: Collection<graph.ScopedRoleMembership> }
  readonly 'GET /oauth2PermissionGrants': { readonly body: undefined; readonly answer: Collection<graph.OAuth2PermissionGrant> }
  readonly 'POST /oauth2PermissionGrants': { readonly body: graph.OAuth2PermissionGrant; readonly answer: graph.OAuth2PermissionGrant }
  readonly 'GET /oauth2PermissionGrants/{id}': { readonly body: undefined; readonly answer: graph.OAuth2PermissionGrant }
  readonly 'PATCH /oauth2PermissionGrants/{id}': { readonly body: graph.OAuth2PermissionGrant; readonly answer: undefined }
  readonly 'DELETE /oauth2PermissionGrants/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /oauth2PermissionGrants/delta': { readonly body: undefined; readonly answer: Collection<graph.OAuth2PermissionGrant> }
  readonly 'GET /applications/{id}/owners/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /applications/{id}/owners/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /applications/{id}/owners/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /applications/{id}/owners/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /applications/{id}/extensionProperties/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /applications/{id}/federatedIdentityCredentials/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/owners/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/owners/{type}': { readonly body: undefined; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'GET /servicePrincipals/{id}/owners/{type}/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/owners/$ref': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /servicePrincipals/{id}/appRoleAssignedTo/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/appRoleAssignments/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/oauth2PermissionGrants/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /servicePrincipals/{id}/delegatedPermissionClassifications/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/appRoleAssignments/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /users/{id}/oauth2PermissionGrants/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /groups/{id}/appRoleAssignments/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /oauth2PermissionGrants/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/deletedItems/microsoft.graph.user/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/deletedItems/microsoft.graph.group/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/deletedItems/microsoft.graph.application/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/deletedItems/microsoft.graph.servicePrincipal/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directory/deletedItems/microsoft.graph.administrativeUnit/$count': { readonly body: undefined; readonly answer: number }
  readonly 'GET /directoryObjects/{id}': { readonly body: undefined; readonly answer: graph.DirectoryObject }
  readonly 'POST /directoryObjects/getByIds': { readonly body: { readonly ids?: readonly string[]; readonly types?: readonly string[] }; readonly answer: Collection<graph.DirectoryObject> }
  readonly 'POST /directoryObjects/validateProperties': { readonly body: { readonly entityType?: string | null; readonly displayName?: string | null; readonly mailNickname?: string | null; readonly onBehalfOfUserId?: string | null }; readonly answer: undefined }
  readonly 'POST /directoryObjects/getAvailableExtensionProperties': { readonly body: { readonly isSyncedFromOnPremises?: boolean | null }; readonly answer: Collection<graph.ExtensionProperty> }
  readonly 'GET /directory/deletedItems/microsoft.graph.user': { readonly body: undefined; readonly answer: Collection<graph.User> }
  readonly 'GET /directory/deletedItems/microsoft.graph.group': { readonly body: undefined; readonly answer: Collection<graph.Group> }
  readonly 'GET /directory/deletedItems/microsoft.graph.application': { readonly body: undefined; readonly answer: Collection<graph.Application> }
  readonly 'GET /directory/deletedItems/microsoft.graph.servicePrincipal': { readonly body: undefined; readonly answer: Collection<graph.ServicePrincipal> }
  readonly 'GET /directory/deletedItems/microsoft.graph.administrativeUnit': { readonly body: undefined; readonly answer: Collection<graph.AdministrativeUnit> }
  readonly 'GET /directory/deletedItems/{id}': { readonly body: undefined; readonly answer: graph.DirectoryObject }
  readonly 'POST /directory/deletedItems/{id}/restore': { readonly body: { readonly autoReconcileProxyConflict?: boolean | null; readonly newUserPrincipalName?: string | null }; readonly answer: graph.DirectoryObject }
  readonly 'DELETE /directory/deletedItems/{id}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /directory/attributeSets': { readonly body: undefined; readonly answer: Collection<graph.AttributeSet> }
  readonly 'POST /directory/attributeSets': { readonly body: graph.AttributeSet; readonly answer: graph.AttributeSet }
  readonly 'GET /directory/attributeSets/{id}': { readonly body: undefined; readonly answer: graph.AttributeSet }
  readonly 'GET /directory/customSecurityAttributeDefinitions/{id}': { readonly body: undefined; readonly answer: graph.CustomSecurityAttributeDefinition }
  readonly 'GET /directory/customSecurityAttributeDefinitions/{id}/allowedValues/{valueId}': { readonly body: undefined; readonly answer: graph.AllowedValue }
  readonly 'PATCH /directory/customSecurityAttributeDefinitions/{id}/allowedValues/{valueId}': { readonly body: graph.AllowedValue; readonly answer: undefined }
  readonly 'PATCH /directory/attributeSets/{id}': { readonly body: graph.AttributeSet; readonly answer: undefined }
  readonly 'GET /directory/customSecurityAttributeDefinitions': { readonly body: undefined; readonly answer: Collection<graph.CustomSecurityAttributeDefinition> }
  readonly 'POST /directory/customSecurityAttributeDefinitions': { readonly body: graph.CustomSecurityAttributeDefinition; readonly answer: graph.CustomSecurityAttributeDefinition }
  readonly 'PATCH /directory/customSecurityAttributeDefinitions/{id}': { readonly body: graph.CustomSecurityAttributeDefinition; readonly answer: undefined }
  readonly 'GET /directory/customSecurityAttributeDefinitions/{id}/allowedValues': { readonly body: undefined; readonly answer: Collection<graph.AllowedValue> }
  readonly 'POST /directory/customSecurityAttributeDefinitions/{id}/allowedValues': { readonly body: graph.AllowedValue; readonly answer: graph.AllowedValue }
  readonly 'GET /organization': { readonly body: undefined; readonly answer: Collection<graph.Organization> }
  readonly 'GET /organization/{id}': { readonly body: undefined; readonly answer: graph.Organization }
  readonly 'GET /domains': { readonly body: undefined; readonly answer: Collection<graph.Domain> }
  readonly 'GET /domains/{id}': { readonly body: undefined; readonly answer: graph.Domain }
  readonly 'POST /servicePrincipals/{id}/synchronization/acquireAccessToken': { readonly body: { readonly credentials?: readonly graph.SynchronizationSecretKeyStringValuePair[] }; readonly answer: undefined }
  readonly 'PUT /servicePrincipals/{id}/synchronization/secrets': { readonly body: Json; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs': { readonly body: undefined; readonly answer: Collection<graph.SynchronizationJob> }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs': { readonly body: graph.SynchronizationJob; readonly answer: graph.SynchronizationJob }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}': { readonly body: undefined; readonly answer: graph.SynchronizationJob }
  readonly 'PATCH /servicePrincipals/{id}/synchronization/jobs/{jobId}': { readonly body: graph.SynchronizationJob; readonly answer: undefined }
  readonly 'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/start': { readonly body: undefined; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/pause': { readonly body: undefined; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/restart': { readonly body: { readonly criteria?: graph.SynchronizationJobRestartCriteria | null }; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/validateCredentials': { readonly body: { readonly applicationIdentifier?: string | null; readonly templateId?: string | null; readonly useSavedCredentials?: boolean | null; readonly credentials?: readonly graph.SynchronizationSecretKeyStringValuePair[] }; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/validateConnectivity': { readonly body: Json; readonly answer: undefined }
  readonly 'PATCH /servicePrincipals/{id}/synchronization/connectivityParameters': { readonly body: Json; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/provisionOnDemand': { readonly body: { readonly parameters?: readonly graph.SynchronizationJobApplicationParameters[] }; readonly answer: graph.StringKeyStringValuePair }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload': { readonly body: Json; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections/{objectId}': { readonly body: undefined; readonly answer: graph.ObjectConnection }
  readonly 'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections/{objectId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': { readonly body: undefined; readonly answer: graph.SynchronizationSchema }
  readonly 'PUT /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': { readonly body: graph.SynchronizationSchema; readonly answer: undefined }
  readonly 'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/filterOperators': { readonly body: undefined; readonly answer: Collection<graph.FilterOperatorSchema> }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/functions': { readonly body: undefined; readonly answer: Collection<graph.AttributeMappingFunctionSchema> }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/parseExpression': { readonly body: { readonly expression?: string | null; readonly testInputObject?: graph.ExpressionInputObject | null; readonly targetAttributeDefinition?: graph.AttributeDefinition | null }; readonly answer: graph.ParseExpressionResponse }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/directories/{directoryId}/discover': { readonly body: undefined; readonly answer: graph.DirectoryDefinition }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates': { readonly body: undefined; readonly answer: Collection<graph.SynchronizationTemplate> }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates/{templateId}': { readonly body: undefined; readonly answer: graph.SynchronizationTemplate }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema': { readonly body: undefined; readonly answer: graph.SynchronizationSchema }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/filterOperators': { readonly body: undefined; readonly answer: Collection<graph.FilterOperatorSchema> }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/functions': { readonly body: undefined; readonly answer: Collection<graph.AttributeMappingFunctionSchema> }
  readonly 'POST /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/parseExpression': { readonly body: { readonly expression?: string | null; readonly testInputObject?: graph.ExpressionInputObject | null; readonly targetAttributeDefinition?: graph.AttributeDefinition | null }; readonly answer: graph.ParseExpressionResponse }
  readonly 'GET /applications/{id}/synchronization/templates': { readonly body: undefined; readonly answer: Collection<graph.SynchronizationTemplate> }
  readonly 'GET /applications/{id}/synchronization/templates/{templateId}': { readonly body: undefined; readonly answer: graph.SynchronizationTemplate }
  readonly 'PATCH /applications/{id}/synchronization/templates/{templateId}': { readonly body: graph.SynchronizationTemplate; readonly answer: undefined }
  readonly 'GET /applications/{id}/synchronization/templates/{templateId}/schema': { readonly body: undefined; readonly answer: graph.SynchronizationSchema }
  readonly 'PUT /applications/{id}/synchronization/templates/{templateId}/schema': { readonly body: graph.SynchronizationSchema; readonly answer: undefined }
  readonly 'DELETE /applications/{id}/synchronization/templates/{templateId}/schema': { readonly body: undefined; readonly answer: undefined }
  readonly 'GET /applications/{id}/synchronization/templates/{templateId}/schema/filterOperators': { readonly body: undefined; readonly answer: Collection<graph.FilterOperatorSchema> }
  readonly 'GET /applications/{id}/synchronization/templates/{templateId}/schema/functions': { readonly body: undefined; readonly answer: Collection<graph.AttributeMappingFunctionSchema> }
  readonly 'POST /applications/{id}/synchronization/acquireAccessToken': { readonly body: { readonly credentials?: readonly graph.SynchronizationSecretKeyStringValuePair[] }; readonly answer: undefined }
  readonly 'PUT /servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload/$value': { readonly body: Json; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploads': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploads/{uploadId}': { readonly body: undefined; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions': { readonly body: Json; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}': { readonly body: undefined; readonly answer: Json }
  readonly 'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}': { readonly body: undefined; readonly answer: undefined }
  readonly 'PUT /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}/chunks/{number}': { readonly body: Json; readonly answer: Json }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}/commit': { readonly body: Json; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}/preview': { readonly body: Json; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/records': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/records/{recordId}': { readonly body: undefined; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections': { readonly body: undefined; readonly answer: Collection<graph.ObjectConnection> }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections': { readonly body: graph.ObjectConnection; readonly answer: graph.ObjectConnection }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/stagedDeletes': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/stagedDeletes/allow': { readonly body: Json; readonly answer: Json }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/stagedDeletes/reject': { readonly body: Json; readonly answer: Json }
  readonly 'PATCH /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': { readonly body: graph.SynchronizationSchema; readonly answer: undefined }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/validate': { readonly body: Json; readonly answer: Json }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/simulate': { readonly body: Json; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/undeclaredAttributes': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/declareAttributes': { readonly body: Json; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions': { readonly body: undefined; readonly answer: Collection<Json> }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions/{version}': { readonly body: undefined; readonly answer: graph.SynchronizationSchema }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions/{version}/diff': { readonly body: undefined; readonly answer: Json }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions/{version}/restore': { readonly body: { readonly autoReconcileProxyConflict?: boolean | null; readonly newUserPrincipalName?: string | null }; readonly answer: undefined }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/directories': { readonly body: undefined; readonly answer: Collection<graph.DirectoryDefinition> }
  readonly 'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/directories/{directoryId}': { readonly body: undefined; readonly answer: graph.DirectoryDefinition }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/directories': { readonly body: undefined; readonly answer: Collection<graph.DirectoryDefinition> }
  readonly 'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}': { readonly body: undefined; readonly answer: graph.DirectoryDefinition }
  readonly 'GET /entrain/clock': { readonly body: undefined; readonly answer: Json }
  readonly 'PATCH /entrain/clock': { readonly body: Json; readonly answer: Json }
  readonly 'GET /servicePrincipals/{id}/synchronization': { readonly body: undefined; readonly answer: graph.Synchronization }
  readonly 'POST /servicePrincipals/{id}/synchronization/jobs/validateCredentials': { readonly body: { readonly applicationIdentifier?: string | null; readonly templateId?: string | null; readonly useSavedCredentials?: boolean | null; readonly credentials?: readonly graph.SynchronizationSecretKeyStringValuePair[] }; readonly answer: undefined }
  readonly 'PATCH /applications/{id}/synchronization/templates/{templateId}/schema': { readonly body: graph.SynchronizationSchema; readonly answer: undefined }
  readonly 'POST /applications/{id}/synchronization/templates/{templateId}/schema/parseExpression': { readonly body: { readonly expression?: string | null; readonly testInputObject?: graph.ExpressionInputObject | null; readonly targetAttributeDefinition?: graph.AttributeDefinition | null }; readonly answer: graph.ParseExpressionResponse }
  readonly 'GET /applications/{id}/synchronization/templates/{templateId}/schema/directories': { readonly body: undefined; readonly answer: Collection<graph.DirectoryDefinition> }
  readonly 'GET /applications/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}': { readonly body: undefined; readonly answer: graph.DirectoryDefinition }
  readonly 'POST /applications/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}/discover': { readonly body: undefined; readonly answer: graph.DirectoryDefinition }
  readonly 'GET /auditLogs/provisioning': { readonly body: undefined; readonly answer: Collection<graph.ProvisioningObjectSummary> }
  readonly 'GET /auditLogs/provisioning/{entryId}': { readonly body: undefined; readonly answer: graph.ProvisioningObjectSummary }
  readonly 'GET /auditLogs/refusals/{requestId}': { readonly body: undefined; readonly answer: Json }
  readonly 'GET /auditLogs/directoryAudits': { readonly body: undefined; readonly answer: Collection<graph.DirectoryAudit> }
  readonly 'GET /auditLogs/directoryAudits/{id}': { readonly body: undefined; readonly answer: graph.DirectoryAudit }
  readonly 'GET /auditLogs/signIns': { readonly body: undefined; readonly answer: Collection<graph.SignIn> }
  readonly 'GET /auditLogs/signIns/{id}': { readonly body: undefined; readonly answer: graph.SignIn }
  readonly 'GET /': { readonly body: undefined; readonly answer: Json }
  readonly 'GET /$metadata': { readonly body: undefined; readonly answer: unknown }
  readonly 'GET /openapi.json': { readonly body: undefined; readonly answer: unknown }
  readonly 'POST /$batch': { readonly body: Json; readonly answer: Json }
}
