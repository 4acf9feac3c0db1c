export { application } from './application.ts'
export { applicationTemplate, extensionProperty, federatedIdentityCredential } from './application-parts.ts'
export { auditLogRoot, directoryAudit, signIn } from './audit-log.ts'
export { directoryObject, entity } from './base.ts'
export { allowedValue, attributeSet, customSecurityAttributeDefinition, directory } from './directory.ts'
export { administrativeUnit, directoryRole, directoryRoleTemplate, scopedRoleMembership } from './directory-role.ts'
export { group } from './group.ts'
export { domain, organization } from './organization.ts'
export { appRoleAssignment, oAuth2PermissionGrant } from './permission-grant.ts'
export {
  appManagementPolicy,
  claimsMappingPolicy,
  homeRealmDiscoveryPolicy,
  policyBase,
  policyRoot,
  stsPolicy,
  tokenIssuancePolicy,
  tokenLifetimePolicy,
} from './policy.ts'
export { provisioningObjectSummary } from './provisioning-log.ts'
export {
  appScope,
  rbacApplication,
  roleManagement,
  unifiedRoleAssignment,
  unifiedRoleDefinition,
} from './role-management.ts'
export { servicePrincipal } from './service-principal.ts'
export {
  approvedClientApp,
  delegatedPermissionClassification,
  endpoint,
  remoteDesktopSecurityConfiguration,
  targetDeviceGroup,
} from './service-principal-parts.ts'
export {
  attributeMappingFunctionSchema,
  bulkUpload,
  directoryDefinition,
  filterOperatorSchema,
  objectConnection,
  synchronization,
  synchronizationJob,
  synchronizationSchema,
  synchronizationTemplate,
} from './synchronization.ts'
export { user } from './user.ts'
