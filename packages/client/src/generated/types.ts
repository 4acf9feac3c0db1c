// Generated from src/graph/model by "npm run reference". Do not edit.

export interface AdministrativeUnit extends DirectoryObject {
  readonly description?: string | null
  readonly displayName?: string | null
  readonly isMemberManagementRestricted?: boolean | null
  readonly membershipRule?: string | null
  readonly membershipRuleProcessingState?: string | null
  readonly membershipType?: string | null
  readonly visibility?: string | null
  readonly members?: readonly DirectoryObject[]
  readonly scopedRoleMembers?: readonly ScopedRoleMembership[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface AllowedValue extends Entity {
  readonly isActive?: boolean | null
}

export interface AppManagementPolicy extends PolicyBase {
  readonly isEnabled?: boolean
  readonly appliesTo?: readonly DirectoryObject[]
}

export interface AppRoleAssignment extends DirectoryObject {
  readonly appRoleId?: string
  readonly createdDateTime?: string | null
  readonly principalDisplayName?: string | null
  readonly principalId?: string | null
  readonly principalType?: string | null
  readonly resourceDisplayName?: string | null
  readonly resourceId?: string | null
  readonly creationTimestamp?: string | null
}

export interface AppScope extends Entity {
  readonly displayName?: string | null
  readonly type?: string | null
}

export interface Application extends DirectoryObject {
  readonly addIns?: readonly AddIn[]
  readonly api?: ApiApplication | null
  readonly appId?: string | null
  readonly applicationTemplateId?: string | null
  readonly appRoles?: readonly AppRole[]
  readonly authenticationBehaviors?: AuthenticationBehaviors | null
  readonly certification?: Certification | null
  readonly createdByAppId?: string | null
  readonly createdDateTime?: string | null
  readonly defaultRedirectUri?: string | null
  readonly description?: string | null
  readonly disabledByMicrosoftStatus?: string | null
  readonly displayName?: string | null
  readonly groupMembershipClaims?: string | null
  readonly identifierUris?: readonly string[]
  readonly info?: InformationalUrl | null
  readonly isDeviceOnlyAuthSupported?: boolean | null
  readonly isDisabled?: boolean | null
  readonly isFallbackPublicClient?: boolean | null
  readonly keyCredentials?: readonly KeyCredential[]
  readonly managerApplications?: readonly string[]
  readonly nativeAuthenticationApisEnabled?: NativeAuthenticationApisEnabled | null
  readonly notes?: string | null
  readonly oauth2RequirePostResponse?: boolean
  readonly optionalClaims?: OptionalClaims | null
  readonly parentalControlSettings?: ParentalControlSettings | null
  readonly passwordCredentials?: readonly PasswordCredential[]
  readonly publicClient?: PublicClientApplication | null
  readonly publisherDomain?: string | null
  readonly requestSignatureVerification?: RequestSignatureVerification | null
  readonly requiredResourceAccess?: readonly RequiredResourceAccess[]
  readonly samlMetadataUrl?: string | null
  readonly serviceManagementReference?: string | null
  readonly servicePrincipalLockConfiguration?: ServicePrincipalLockConfiguration | null
  readonly signInAudience?: string | null
  readonly spa?: SpaApplication | null
  readonly tags?: readonly string[]
  readonly tokenEncryptionKeyId?: string | null
  readonly uniqueName?: string | null
  readonly verifiedPublisher?: VerifiedPublisher | null
  readonly web?: WebApplication | null
  readonly appManagementPolicies?: readonly AppManagementPolicy[]
  readonly createdOnBehalfOf?: DirectoryObject
  readonly extensionProperties?: readonly ExtensionProperty[]
  readonly federatedIdentityCredentials?: readonly FederatedIdentityCredential[]
  readonly homeRealmDiscoveryPolicies?: readonly HomeRealmDiscoveryPolicy[]
  readonly owners?: readonly DirectoryObject[]
  readonly synchronization?: Synchronization
  readonly tokenIssuancePolicies?: readonly TokenIssuancePolicy[]
  readonly tokenLifetimePolicies?: readonly TokenLifetimePolicy[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface ApplicationTemplate extends Entity {
  readonly categories?: readonly string[]
  readonly deprecationDate?: string | null
  readonly description?: string | null
  readonly displayName?: string | null
  readonly endpoints?: readonly string[]
  readonly homePageUrl?: string | null
  readonly isEntraIntegrated?: boolean
  readonly lastModifiedDateTime?: string | null
  readonly logoUrl?: string | null
  readonly publisher?: string | null
  readonly supportedProvisioningTypes?: readonly string[]
  readonly supportedSingleSignOnModes?: readonly string[]
}

export interface ApprovedClientApp extends Entity {
  readonly displayName?: string | null
}

export interface AttributeMappingFunctionSchema extends Entity {
  readonly parameters?: readonly AttributeMappingParameterSchema[]
}

export interface AttributeSet extends Entity {
  readonly description?: string | null
  readonly maxAttributesPerSet?: number | null
}

export interface AuditLogRoot {
  readonly '@odata.type'?: string
  readonly id?: string
  readonly directoryAudits?: readonly DirectoryAudit[]
  readonly provisioning?: readonly ProvisioningObjectSummary[]
  readonly signIns?: readonly SignIn[]
  readonly directoryProvisioning?: readonly ProvisioningObjectSummary[]
}

export interface BulkUpload extends Entity {

}

export interface ClaimsMappingPolicy extends StsPolicy {

}

export interface CustomSecurityAttributeDefinition extends Entity {
  readonly attributeSet?: string
  readonly description?: string | null
  readonly isCollection?: boolean
  readonly isSearchable?: boolean | null
  readonly name?: string
  readonly status?: string
  readonly type?: string
  readonly usePreDefinedValuesOnly?: boolean | null
  readonly allowedValues?: readonly AllowedValue[]
}

export interface DelegatedPermissionClassification extends Entity {
  readonly classification?: PermissionClassificationType | null
  readonly permissionId?: string | null
  readonly permissionName?: string | null
}

export interface Directory extends Entity {
  readonly administrativeUnits?: readonly AdministrativeUnit[]
  readonly attributeSets?: readonly AttributeSet[]
  readonly customSecurityAttributeDefinitions?: readonly CustomSecurityAttributeDefinition[]
  readonly deletedItems?: readonly DirectoryObject[]
}

export interface DirectoryAudit extends Entity {
  readonly activityDateTime?: string
  readonly activityDisplayName?: string
  readonly additionalDetails?: readonly KeyValue[]
  readonly category?: string
  readonly correlationId?: string | null
  readonly initiatedBy?: AuditActivityInitiator
  readonly loggedByService?: string | null
  readonly operationType?: string | null
  readonly result?: OperationResult | null
  readonly resultReason?: string | null
  readonly targetResources?: readonly TargetResource[]
  readonly userAgent?: string | null
}

export interface DirectoryDefinition extends Entity {
  readonly discoverabilities?: DirectoryDefinitionDiscoverabilities
  readonly discoveryDateTime?: string | null
  readonly name?: string | null
  readonly objects?: readonly ObjectDefinition[]
  readonly readOnly?: boolean
  readonly version?: string | null
}

export interface DirectoryObject extends Entity {
  readonly deletedDateTime?: string | null
  readonly [extension: `extension_${string}`]: unknown
}

export interface DirectoryRole extends DirectoryObject {
  readonly description?: string | null
  readonly displayName?: string | null
  readonly roleTemplateId?: string | null
  readonly members?: readonly DirectoryObject[]
  readonly scopedMembers?: readonly ScopedRoleMembership[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface DirectoryRoleTemplate extends DirectoryObject {
  readonly description?: string | null
  readonly displayName?: string | null
  readonly [extension: `extension_${string}`]: unknown
}

export interface Domain extends Entity {
  readonly authenticationType?: string
  readonly availabilityStatus?: string | null
  readonly isAdminManaged?: boolean
  readonly isDefault?: boolean
  readonly isInitial?: boolean
  readonly isRoot?: boolean
  readonly isVerified?: boolean
  readonly manufacturer?: string | null
  readonly model?: string | null
  readonly passwordNotificationWindowInDays?: number | null
  readonly passwordValidityPeriodInDays?: number | null
  readonly state?: DomainState | null
  readonly supportedServices?: readonly string[]
  readonly domainNameReferences?: readonly DirectoryObject[]
  readonly rootDomain?: Domain
}

export interface Endpoint extends DirectoryObject {
  readonly capability?: string
  readonly providerId?: string | null
  readonly providerName?: string | null
  readonly providerResourceId?: string | null
  readonly uri?: string
  readonly [extension: `extension_${string}`]: unknown
}

export interface Entity {
  readonly '@odata.type'?: string
  readonly id?: string
}

export interface ExtensionProperty extends DirectoryObject {
  readonly appDisplayName?: string | null
  readonly dataType?: string
  readonly isMultiValued?: boolean
  readonly isSyncedFromOnPremises?: boolean | null
  readonly name?: string
  readonly targetObjects?: readonly string[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface FederatedIdentityCredential extends Entity {
  readonly audiences?: readonly string[]
  readonly description?: string | null
  readonly issuer?: string
  readonly name?: string
  readonly subject?: string | null
  readonly claimsMatchingExpression?: FederatedIdentityExpression | null
}

export interface FilterOperatorSchema extends Entity {
  readonly arity?: ScopeOperatorType
  readonly multivaluedComparisonType?: ScopeOperatorMultiValuedComparisonType
  readonly supportedAttributeTypes?: readonly AttributeType[]
}

export interface Group extends DirectoryObject {
  readonly assignedLabels?: readonly AssignedLabel[]
  readonly assignedLicenses?: readonly AssignedLicense[]
  readonly classification?: string | null
  readonly createdDateTime?: string | null
  readonly description?: string | null
  readonly displayName?: string | null
  readonly expirationDateTime?: string | null
  readonly groupTypes?: readonly string[]
  readonly hasMembersWithLicenseErrors?: boolean | null
  readonly isAssignableToRole?: boolean | null
  readonly isManagementRestricted?: boolean | null
  readonly mail?: string | null
  readonly mailEnabled?: boolean | null
  readonly mailNickname?: string | null
  readonly membershipRule?: string | null
  readonly membershipRuleProcessingState?: string | null
  readonly onPremisesDomainName?: string | null
  readonly onPremisesExtensionAttributes?: OnPremisesExtensionAttributes | null
  readonly onPremisesLastSyncDateTime?: string | null
  readonly onPremisesNetBiosName?: string | null
  readonly onPremisesProvisioningErrors?: readonly OnPremisesProvisioningError[]
  readonly onPremisesSamAccountName?: string | null
  readonly onPremisesSecurityIdentifier?: string | null
  readonly onPremisesSyncEnabled?: boolean | null
  readonly preferredDataLocation?: string | null
  readonly preferredLanguage?: string | null
  readonly proxyAddresses?: readonly string[]
  readonly renewedDateTime?: string | null
  readonly resourceBehaviorOptions?: readonly string[]
  readonly resourceProvisioningOptions?: readonly string[]
  readonly securityEnabled?: boolean | null
  readonly securityIdentifier?: string | null
  readonly serviceProvisioningErrors?: readonly ServiceProvisioningError[]
  readonly uniqueName?: string | null
  readonly visibility?: string | null
  readonly createdByAppId?: string | null
  readonly appRoleAssignments?: readonly AppRoleAssignment[]
  readonly createdOnBehalfOf?: DirectoryObject
  readonly memberOf?: readonly DirectoryObject[]
  readonly members?: readonly DirectoryObject[]
  readonly owners?: readonly DirectoryObject[]
  readonly transitiveMemberOf?: readonly DirectoryObject[]
  readonly transitiveMembers?: readonly DirectoryObject[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface HomeRealmDiscoveryPolicy extends StsPolicy {

}

export interface OAuth2PermissionGrant extends Entity {
  readonly clientId?: string
  readonly consentType?: string | null
  readonly principalId?: string | null
  readonly resourceId?: string
  readonly scope?: string | null
  readonly expiryTime?: string | null
  readonly startTime?: string | null
}

export interface ObjectConnection {
  readonly '@odata.type'?: string
  readonly objectId?: string
  readonly sourceAnchor?: string | null
  readonly targetAnchor?: string | null
  readonly displayName?: string | null
  readonly objectTypeName?: string | null
}

export interface Organization extends DirectoryObject {
  readonly assignedPlans?: readonly AssignedPlan[]
  readonly businessPhones?: readonly string[]
  readonly city?: string | null
  readonly country?: string | null
  readonly countryLetterCode?: string | null
  readonly createdDateTime?: string | null
  readonly defaultUsageLocation?: string | null
  readonly displayName?: string | null
  readonly marketingNotificationEmails?: readonly string[]
  readonly mobileDeviceManagementAuthority?: MdmAuthority
  readonly onPremisesLastSyncDateTime?: string | null
  readonly onPremisesSyncEnabled?: boolean | null
  readonly partnerTenantType?: PartnerTenantType | null
  readonly postalCode?: string | null
  readonly preferredLanguage?: string | null
  readonly privacyProfile?: PrivacyProfile | null
  readonly provisionedPlans?: readonly ProvisionedPlan[]
  readonly securityComplianceNotificationMails?: readonly string[]
  readonly securityComplianceNotificationPhones?: readonly string[]
  readonly state?: string | null
  readonly street?: string | null
  readonly technicalNotificationMails?: readonly string[]
  readonly tenantType?: string | null
  readonly verifiedDomains?: readonly VerifiedDomain[]
  readonly directorySizeQuota?: DirectorySizeQuota | null
  readonly isMultipleDataLocationsForServicesEnabled?: boolean | null
  readonly [extension: `extension_${string}`]: unknown
}

export interface PolicyBase extends DirectoryObject {
  readonly description?: string | null
  readonly displayName?: string | null
}

export interface PolicyRoot extends PolicyBase {
  readonly appManagementPolicies?: readonly AppManagementPolicy[]
  readonly claimsMappingPolicies?: readonly ClaimsMappingPolicy[]
  readonly homeRealmDiscoveryPolicies?: readonly HomeRealmDiscoveryPolicy[]
  readonly tokenIssuancePolicies?: readonly TokenIssuancePolicy[]
  readonly tokenLifetimePolicies?: readonly TokenLifetimePolicy[]
}

export interface ProvisioningObjectSummary extends Entity {
  readonly activityDateTime?: string
  readonly changeId?: string | null
  readonly cycleId?: string | null
  readonly durationInMilliseconds?: number | null
  readonly initiatedBy?: Initiator | null
  readonly jobId?: string | null
  readonly modifiedProperties?: readonly ModifiedProperty[]
  readonly provisioningAction?: ProvisioningAction | null
  readonly provisioningStatusInfo?: ProvisioningStatusInfo | null
  readonly provisioningSteps?: readonly ProvisioningStep[]
  readonly servicePrincipal?: ProvisioningServicePrincipal | null
  readonly sourceIdentity?: ProvisionedIdentity | null
  readonly sourceSystem?: ProvisioningSystem | null
  readonly targetIdentity?: ProvisionedIdentity | null
  readonly targetSystem?: ProvisioningSystem | null
  readonly tenantId?: string | null
  readonly action?: string | null
  readonly statusInfo?: StatusBase | null
  readonly cause?: string | null
  readonly upload?: ProvisioningUpload | null
}

export interface RbacApplication extends Entity {
  readonly roleAssignments?: readonly UnifiedRoleAssignment[]
  readonly roleDefinitions?: readonly UnifiedRoleDefinition[]
  readonly transitiveRoleAssignments?: readonly UnifiedRoleAssignment[]
}

export interface RemoteDesktopSecurityConfiguration extends Entity {
  readonly isRemoteDesktopProtocolEnabled?: boolean
  readonly approvedClientApps?: readonly ApprovedClientApp[]
  readonly targetDeviceGroups?: readonly TargetDeviceGroup[]
}

export interface RoleManagement {
  readonly '@odata.type'?: string
  readonly directory?: RbacApplication
}

export interface ScopedRoleMembership extends Entity {
  readonly administrativeUnitId?: string
  readonly roleId?: string
  readonly roleMemberInfo?: Identity
}

export interface ServicePrincipal extends DirectoryObject {
  readonly accountEnabled?: boolean | null
  readonly addIns?: readonly AddIn[]
  readonly alternativeNames?: readonly string[]
  readonly appDescription?: string | null
  readonly appDisplayName?: string | null
  readonly appId?: string | null
  readonly applicationTemplateId?: string | null
  readonly appOwnerOrganizationId?: string | null
  readonly appRoleAssignmentRequired?: boolean
  readonly appRoles?: readonly AppRole[]
  readonly createdByAppId?: string | null
  readonly customSecurityAttributes?: CustomSecurityAttributeValue | null
  readonly description?: string | null
  readonly disabledByMicrosoftStatus?: string | null
  readonly displayName?: string | null
  readonly homepage?: string | null
  readonly info?: InformationalUrl | null
  readonly isDisabled?: boolean | null
  readonly keyCredentials?: readonly KeyCredential[]
  readonly loginUrl?: string | null
  readonly logoutUrl?: string | null
  readonly notes?: string | null
  readonly notificationEmailAddresses?: readonly string[]
  readonly oauth2PermissionScopes?: readonly PermissionScope[]
  readonly passwordCredentials?: readonly PasswordCredential[]
  readonly preferredSingleSignOnMode?: string | null
  readonly preferredTokenSigningKeyThumbprint?: string | null
  readonly replyUrls?: readonly string[]
  readonly resourceSpecificApplicationPermissions?: readonly ResourceSpecificPermission[]
  readonly samlSingleSignOnSettings?: SamlSingleSignOnSettings | null
  readonly servicePrincipalNames?: readonly string[]
  readonly servicePrincipalType?: string | null
  readonly signInAudience?: string | null
  readonly tags?: readonly string[]
  readonly tokenEncryptionKeyId?: string | null
  readonly verifiedPublisher?: VerifiedPublisher | null
  readonly errorUrl?: string | null
  readonly passwordSingleSignOnSettings?: PasswordSingleSignOnSettings | null
  readonly preferredTokenSigningKeyEndDateTime?: string | null
  readonly publishedPermissionScopes?: readonly PermissionScope[]
  readonly publisherName?: string | null
  readonly samlMetadataUrl?: string | null
  readonly createdDateTime?: string | null
  readonly appManagementPolicies?: readonly AppManagementPolicy[]
  readonly appRoleAssignedTo?: readonly AppRoleAssignment[]
  readonly appRoleAssignments?: readonly AppRoleAssignment[]
  readonly claimsMappingPolicies?: readonly ClaimsMappingPolicy[]
  readonly createdObjects?: readonly DirectoryObject[]
  readonly delegatedPermissionClassifications?: readonly DelegatedPermissionClassification[]
  readonly endpoints?: readonly Endpoint[]
  readonly federatedIdentityCredentials?: readonly FederatedIdentityCredential[]
  readonly homeRealmDiscoveryPolicies?: readonly HomeRealmDiscoveryPolicy[]
  readonly memberOf?: readonly DirectoryObject[]
  readonly oauth2PermissionGrants?: readonly OAuth2PermissionGrant[]
  readonly ownedObjects?: readonly DirectoryObject[]
  readonly owners?: readonly DirectoryObject[]
  readonly remoteDesktopSecurityConfiguration?: RemoteDesktopSecurityConfiguration
  readonly synchronization?: Synchronization
  readonly tokenIssuancePolicies?: readonly TokenIssuancePolicy[]
  readonly tokenLifetimePolicies?: readonly TokenLifetimePolicy[]
  readonly transitiveMemberOf?: readonly DirectoryObject[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface SignIn extends Entity {
  readonly appDisplayName?: string | null
  readonly appId?: string | null
  readonly appliedConditionalAccessPolicies?: readonly AppliedConditionalAccessPolicy[]
  readonly authenticationAppDeviceDetails?: AuthenticationAppDeviceDetails | null
  readonly clientAppUsed?: string | null
  readonly conditionalAccessStatus?: ConditionalAccessStatus | null
  readonly correlationId?: string | null
  readonly createdDateTime?: string
  readonly deviceDetail?: DeviceDetail | null
  readonly homeTenantId?: string | null
  readonly ipAddress?: string | null
  readonly isInteractive?: boolean | null
  readonly location?: SignInLocation | null
  readonly resourceDisplayName?: string | null
  readonly resourceId?: string | null
  readonly resourceTenantId?: string | null
  readonly riskDetail?: RiskDetail | null
  readonly riskEventTypes?: readonly RiskEventType[]
  readonly riskEventTypes_v2?: readonly string[]
  readonly riskLevelAggregated?: RiskLevel | null
  readonly riskLevelDuringSignIn?: RiskLevel | null
  readonly riskState?: RiskState | null
  readonly servicePrincipalId?: string | null
  readonly servicePrincipalName?: string | null
  readonly status?: SignInStatus | null
  readonly userAgent?: string | null
  readonly userDisplayName?: string | null
  readonly userId?: string
  readonly userPrincipalName?: string | null
  readonly appOwnerTenantId?: string | null
  readonly authenticationMethodsUsed?: readonly string[]
  readonly authenticationProcessingDetails?: readonly KeyValue[]
  readonly authenticationRequirement?: string | null
  readonly clientSessionId?: string | null
  readonly conditionalAccessAudiences?: readonly string[]
  readonly flaggedForReview?: boolean | null
  readonly globalSecureAccessIpAddress?: string | null
  readonly ipAddressFromResourceProvider?: string | null
  readonly isThroughGlobalSecureAccess?: boolean | null
  readonly originalRequestId?: string | null
  readonly processingTimeInMilliseconds?: number | null
  readonly resourceOwnerTenantId?: string | null
  readonly sessionId?: string | null
  readonly signInEventTypes?: readonly string[]
  readonly signInIdentifier?: string | null
  readonly tokenIssuerName?: string | null
}

export interface StsPolicy extends PolicyBase {
  readonly definition?: readonly string[]
  readonly isOrganizationDefault?: boolean | null
  readonly appliesTo?: readonly DirectoryObject[]
}

export interface Synchronization extends Entity {
  readonly secrets?: readonly SynchronizationSecretKeyStringValuePair[]
  readonly jobs?: readonly SynchronizationJob[]
  readonly templates?: readonly SynchronizationTemplate[]
}

export interface SynchronizationJob extends Entity {
  readonly schedule?: SynchronizationSchedule | null
  readonly status?: SynchronizationStatus | null
  readonly synchronizationJobSettings?: readonly KeyValuePair[]
  readonly templateId?: string | null
  readonly options?: SynchronizationJobOptions | null
  readonly waiting?: SynchronizationJobWaiting | null
  readonly bulkUpload?: BulkUpload
  readonly schema?: SynchronizationSchema
}

export interface SynchronizationSchema extends Entity {
  readonly synchronizationRules?: readonly SynchronizationRule[]
  readonly version?: string | null
  readonly directories?: readonly DirectoryDefinition[]
}

export interface SynchronizationTemplate extends Entity {
  readonly applicationId?: string
  readonly default?: boolean
  readonly description?: string | null
  readonly discoverable?: boolean
  readonly factoryTag?: string | null
  readonly metadata?: readonly SynchronizationMetadataEntry[]
  readonly schema?: SynchronizationSchema
}

export interface TargetDeviceGroup extends Entity {
  readonly displayName?: string | null
}

export interface TokenIssuancePolicy extends StsPolicy {

}

export interface TokenLifetimePolicy extends StsPolicy {

}

export interface UnifiedRoleAssignment extends Entity {
  readonly appScopeId?: string | null
  readonly condition?: string | null
  readonly directoryScopeId?: string | null
  readonly principalId?: string | null
  readonly principalOrganizationId?: string | null
  readonly roleDefinitionId?: string | null
  readonly resourceScope?: string | null
  readonly appScope?: AppScope
  readonly directoryScope?: DirectoryObject
  readonly principal?: DirectoryObject
  readonly roleDefinition?: UnifiedRoleDefinition
}

export interface UnifiedRoleDefinition extends Entity {
  readonly description?: string | null
  readonly displayName?: string | null
  readonly isBuiltIn?: boolean | null
  readonly isEnabled?: boolean | null
  readonly resourceScopes?: readonly string[]
  readonly rolePermissions?: readonly UnifiedRolePermission[]
  readonly templateId?: string | null
  readonly version?: string | null
  readonly allowedPrincipalTypes?: AllowedRolePrincipalTypes | null
  readonly isPrivileged?: boolean | null
  readonly inheritsPermissionsFrom?: readonly UnifiedRoleDefinition[]
}

export interface User extends DirectoryObject {
  readonly accountEnabled?: boolean | null
  readonly ageGroup?: string | null
  readonly assignedLicenses?: readonly AssignedLicense[]
  readonly assignedPlans?: readonly AssignedPlan[]
  readonly businessPhones?: readonly string[]
  readonly city?: string | null
  readonly companyName?: string | null
  readonly consentProvidedForMinor?: string | null
  readonly country?: string | null
  readonly createdDateTime?: string | null
  readonly creationType?: string | null
  readonly customSecurityAttributes?: CustomSecurityAttributeValue | null
  readonly department?: string | null
  readonly displayName?: string | null
  readonly employeeHireDate?: string | null
  readonly employeeId?: string | null
  readonly employeeLeaveDateTime?: string | null
  readonly employeeOrgData?: EmployeeOrgData | null
  readonly employeeType?: string | null
  readonly externalUserState?: string | null
  readonly externalUserStateChangeDateTime?: string | null
  readonly faxNumber?: string | null
  readonly givenName?: string | null
  readonly identities?: readonly ObjectIdentity[]
  readonly imAddresses?: readonly string[]
  readonly isManagementRestricted?: boolean | null
  readonly isResourceAccount?: boolean | null
  readonly jobTitle?: string | null
  readonly lastPasswordChangeDateTime?: string | null
  readonly legalAgeGroupClassification?: string | null
  readonly licenseAssignmentStates?: readonly LicenseAssignmentState[]
  readonly mail?: string | null
  readonly mailNickname?: string | null
  readonly mobilePhone?: string | null
  readonly officeLocation?: string | null
  readonly onPremisesDistinguishedName?: string | null
  readonly onPremisesDomainName?: string | null
  readonly onPremisesExtensionAttributes?: OnPremisesExtensionAttributes | null
  readonly onPremisesImmutableId?: string | null
  readonly onPremisesLastSyncDateTime?: string | null
  readonly onPremisesProvisioningErrors?: readonly OnPremisesProvisioningError[]
  readonly onPremisesSamAccountName?: string | null
  readonly onPremisesSecurityIdentifier?: string | null
  readonly onPremisesSyncEnabled?: boolean | null
  readonly onPremisesUserPrincipalName?: string | null
  readonly otherMails?: readonly string[]
  readonly passwordPolicies?: string | null
  readonly passwordProfile?: PasswordProfile | null
  readonly postalCode?: string | null
  readonly preferredDataLocation?: string | null
  readonly preferredLanguage?: string | null
  readonly provisionedPlans?: readonly ProvisionedPlan[]
  readonly proxyAddresses?: readonly string[]
  readonly securityIdentifier?: string | null
  readonly serviceProvisioningErrors?: readonly ServiceProvisioningError[]
  readonly showInAddressList?: boolean | null
  readonly signInActivity?: SignInActivity | null
  readonly signInSessionsValidFromDateTime?: string | null
  readonly state?: string | null
  readonly streetAddress?: string | null
  readonly surname?: string | null
  readonly usageLocation?: string | null
  readonly userPrincipalName?: string | null
  readonly userType?: string | null
  readonly refreshTokensValidFromDateTime?: string | null
  readonly appRoleAssignments?: readonly AppRoleAssignment[]
  readonly createdObjects?: readonly DirectoryObject[]
  readonly directReports?: readonly DirectoryObject[]
  readonly manager?: DirectoryObject
  readonly memberOf?: readonly DirectoryObject[]
  readonly oauth2PermissionGrants?: readonly OAuth2PermissionGrant[]
  readonly ownedObjects?: readonly DirectoryObject[]
  readonly scopedRoleMemberOf?: readonly ScopedRoleMembership[]
  readonly sponsors?: readonly DirectoryObject[]
  readonly transitiveMemberOf?: readonly DirectoryObject[]
  readonly transitiveReports?: readonly DirectoryObject[]
  readonly [extension: `extension_${string}`]: unknown
}

export interface AddIn {
  readonly '@odata.type'?: string
  readonly id?: string | null
  readonly properties?: readonly KeyValue[]
  readonly type?: string
}

export interface ApiApplication {
  readonly '@odata.type'?: string
  readonly acceptMappedClaims?: boolean | null
  readonly knownClientApplications?: readonly string[]
  readonly oauth2PermissionScopes?: readonly PermissionScope[]
  readonly preAuthorizedApplications?: readonly PreAuthorizedApplication[]
  readonly requestedAccessTokenVersion?: number | null
}

export interface AppIdentity {
  readonly '@odata.type'?: string
  readonly appId?: string | null
  readonly displayName?: string | null
  readonly servicePrincipalId?: string | null
  readonly servicePrincipalName?: string | null
}

export interface AppRole {
  readonly '@odata.type'?: string
  readonly allowedMemberTypes?: readonly string[]
  readonly description?: string | null
  readonly displayName?: string | null
  readonly id?: string
  readonly isEnabled?: boolean
  readonly origin?: string | null
  readonly value?: string | null
}

export interface ApplicationServicePrincipal {
  readonly '@odata.type'?: string
  readonly application?: Application
  readonly servicePrincipal?: ServicePrincipal
}

export interface AppliedConditionalAccessPolicy {
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly enforcedGrantControls?: readonly string[]
  readonly enforcedSessionControls?: readonly string[]
  readonly id?: string | null
  readonly result?: AppliedConditionalAccessPolicyResult | null
  readonly authenticationStrength?: AuthenticationStrength | null
  readonly conditionsNotSatisfied?: ConditionalAccessConditions | null
  readonly conditionsSatisfied?: ConditionalAccessConditions | null
  readonly excludeRulesSatisfied?: readonly ConditionalAccessRuleSatisfied[]
  readonly includeRulesSatisfied?: readonly ConditionalAccessRuleSatisfied[]
  readonly sessionControlsNotSatisfied?: readonly string[]
}

export interface AssignedLabel {
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly labelId?: string | null
}

export interface AssignedLicense {
  readonly '@odata.type'?: string
  readonly disabledPlans?: readonly string[]
  readonly skuId?: string | null
}

export interface AssignedPlan {
  readonly '@odata.type'?: string
  readonly assignedDateTime?: string | null
  readonly capabilityStatus?: string | null
  readonly service?: string | null
  readonly servicePlanId?: string | null
}

export interface AttributeDefinition {
  readonly '@odata.type'?: string
  readonly anchor?: boolean
  readonly apiExpressions?: readonly StringKeyStringValuePair[]
  readonly caseExact?: boolean
  readonly defaultValue?: string | null
  readonly flowNullValues?: boolean
  readonly metadata?: readonly AttributeDefinitionMetadataEntry[]
  readonly multivalued?: boolean
  readonly mutability?: Mutability
  readonly name?: string | null
  readonly referencedObjects?: readonly ReferencedObject[]
  readonly required?: boolean
  readonly type?: AttributeType
}

export interface AttributeDefinitionMetadataEntry {
  readonly '@odata.type'?: string
  readonly key?: AttributeDefinitionMetadata | null
  readonly value?: string | null
}

export interface AttributeMapping {
  readonly '@odata.type'?: string
  readonly defaultValue?: string | null
  readonly exportMissingReferences?: boolean
  readonly flowBehavior?: AttributeFlowBehavior
  readonly flowType?: AttributeFlowType
  readonly matchingPriority?: number
  readonly source?: AttributeMappingSource | null
  readonly targetAttributeName?: string | null
}

export interface AttributeMappingParameterSchema {
  readonly '@odata.type'?: string
  readonly allowMultipleOccurrences?: boolean
  readonly name?: string | null
  readonly required?: boolean
  readonly type?: AttributeType
}

export interface AttributeMappingSource {
  readonly '@odata.type'?: string
  readonly expression?: string | null
  readonly name?: string | null
  readonly parameters?: readonly StringKeyAttributeMappingSourceValuePair[]
  readonly type?: AttributeMappingSourceType
}

export interface AuditActivityInitiator {
  readonly '@odata.type'?: string
  readonly app?: AppIdentity | null
  readonly user?: UserIdentity | null
  readonly linkableIdentifiers?: LinkableIdentifiers | null
}

export interface AuthenticationAppDeviceDetails {
  readonly '@odata.type'?: string
  readonly appVersion?: string | null
  readonly clientApp?: string | null
  readonly deviceId?: string | null
  readonly operatingSystem?: string | null
}

export interface AuthenticationBehaviors {
  readonly '@odata.type'?: string
  readonly blockAzureADGraphAccess?: boolean | null
  readonly removeUnverifiedEmailClaim?: boolean | null
  readonly requireClientServicePrincipal?: boolean | null
}

export interface AuthenticationStrength {
  readonly '@odata.type'?: string
  readonly authenticationStrengthId?: string | null
  readonly authenticationStrengthResult?: AuthenticationStrengthResult | null
  readonly displayName?: string | null
}

export interface Certification {
  readonly '@odata.type'?: string
  readonly certificationDetailsUrl?: string | null
  readonly certificationExpirationDateTime?: string | null
  readonly isCertifiedByMicrosoft?: boolean | null
  readonly isPublisherAttested?: boolean | null
  readonly lastCertificationDateTime?: string | null
}

export interface ConditionalAccessRuleSatisfied {
  readonly '@odata.type'?: string
  readonly conditionalAccessCondition?: ConditionalAccessConditions | null
  readonly ruleSatisfied?: ConditionalAccessRule | null
}

export interface ContainerFilter {
  readonly '@odata.type'?: string
  readonly includedContainers?: readonly string[]
}

export interface CustomSecurityAttributeValue {
  readonly '@odata.type'?: string
  readonly [name: string]: unknown
}

export interface DetailsInfo {
  readonly '@odata.type'?: string
  readonly [name: string]: unknown
}

export interface DeviceDetail {
  readonly '@odata.type'?: string
  readonly browser?: string | null
  readonly deviceId?: string | null
  readonly displayName?: string | null
  readonly isCompliant?: boolean | null
  readonly isManaged?: boolean | null
  readonly operatingSystem?: string | null
  readonly trustType?: string | null
  readonly browserId?: string | null
}

export interface DirectorySizeQuota {
  readonly '@odata.type'?: string
  readonly total?: number | null
  readonly used?: number | null
}

export interface DomainState {
  readonly '@odata.type'?: string
  readonly lastActionDateTime?: string | null
  readonly operation?: string | null
  readonly status?: string | null
}

export interface EmployeeOrgData {
  readonly '@odata.type'?: string
  readonly costCenter?: string | null
  readonly division?: string | null
}

export interface ExpressionInputObject {
  readonly '@odata.type'?: string
  readonly definition?: ObjectDefinition | null
  readonly properties?: readonly StringKeyObjectValuePair[]
}

export interface FederatedIdentityExpression {
  readonly '@odata.type'?: string
  readonly languageVersion?: number
  readonly value?: string
}

export interface Filter {
  readonly '@odata.type'?: string
  readonly categoryFilterGroups?: readonly FilterGroup[]
  readonly groups?: readonly FilterGroup[]
  readonly inputFilterGroups?: readonly FilterGroup[]
}

export interface FilterClause {
  readonly '@odata.type'?: string
  readonly operatorName?: string | null
  readonly sourceOperandName?: string | null
  readonly targetOperand?: FilterOperand | null
}

export interface FilterGroup {
  readonly '@odata.type'?: string
  readonly clauses?: readonly FilterClause[]
  readonly name?: string | null
}

export interface FilterOperand {
  readonly '@odata.type'?: string
  readonly values?: readonly string[]
}

export interface GeoCoordinates {
  readonly '@odata.type'?: string
  readonly altitude?: number | null
  readonly latitude?: number | null
  readonly longitude?: number | null
}

export interface GroupFilter {
  readonly '@odata.type'?: string
  readonly includedGroups?: readonly string[]
}

export interface Identity {
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly id?: string | null
  readonly [name: string]: unknown
}

export interface ImplicitGrantSettings {
  readonly '@odata.type'?: string
  readonly enableAccessTokenIssuance?: boolean | null
  readonly enableIdTokenIssuance?: boolean | null
}

export interface InformationalUrl {
  readonly '@odata.type'?: string
  readonly logoUrl?: string | null
  readonly marketingUrl?: string | null
  readonly privacyStatementUrl?: string | null
  readonly supportUrl?: string | null
  readonly termsOfServiceUrl?: string | null
}

export interface Initiator extends Identity {
  readonly initiatorType?: InitiatorType | null
  readonly [name: string]: unknown
}

export interface KeyCredential {
  readonly '@odata.type'?: string
  readonly customKeyIdentifier?: string | null
  readonly displayName?: string | null
  readonly endDateTime?: string | null
  readonly key?: string | null
  readonly keyId?: string | null
  readonly startDateTime?: string | null
  readonly type?: string | null
  readonly usage?: string | null
}

export interface KeyValue {
  readonly '@odata.type'?: string
  readonly key?: string | null
  readonly value?: string | null
}

export interface KeyValuePair {
  readonly '@odata.type'?: string
  readonly name?: string
  readonly value?: string | null
}

export interface LicenseAssignmentState {
  readonly '@odata.type'?: string
  readonly assignedByGroup?: string | null
  readonly disabledPlans?: readonly string[]
  readonly error?: string | null
  readonly lastUpdatedDateTime?: string | null
  readonly skuId?: string | null
  readonly state?: string | null
}

export interface LinkableIdentifiers {
  readonly '@odata.type'?: string
  readonly deviceId?: string | null
  readonly sessionId?: string | null
  readonly tokenDetails?: TokenDetails | null
}

export interface ModifiedProperty {
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly newValue?: string | null
  readonly oldValue?: string | null
}

export interface ObjectDefinition {
  readonly '@odata.type'?: string
  readonly attributes?: readonly AttributeDefinition[]
  readonly metadata?: readonly ObjectDefinitionMetadataEntry[]
  readonly name?: string | null
  readonly supportedApis?: readonly string[]
}

export interface ObjectDefinitionMetadataEntry {
  readonly '@odata.type'?: string
  readonly key?: ObjectDefinitionMetadata | null
  readonly value?: string | null
}

export interface ObjectIdentity {
  readonly '@odata.type'?: string
  readonly issuer?: string | null
  readonly issuerAssignedId?: string | null
  readonly signInType?: string | null
}

export interface ObjectMapping {
  readonly '@odata.type'?: string
  readonly attributeMappings?: readonly AttributeMapping[]
  readonly enabled?: boolean
  readonly flowTypes?: ObjectFlowTypes
  readonly metadata?: readonly ObjectMappingMetadataEntry[]
  readonly name?: string | null
  readonly scope?: Filter | null
  readonly sourceObjectName?: string | null
  readonly targetObjectName?: string | null
}

export interface ObjectMappingMetadataEntry {
  readonly '@odata.type'?: string
  readonly key?: ObjectMappingMetadata | null
  readonly value?: string | null
}

export interface OnPremisesExtensionAttributes {
  readonly '@odata.type'?: string
  readonly extensionAttribute1?: string | null
  readonly extensionAttribute10?: string | null
  readonly extensionAttribute11?: string | null
  readonly extensionAttribute12?: string | null
  readonly extensionAttribute13?: string | null
  readonly extensionAttribute14?: string | null
  readonly extensionAttribute15?: string | null
  readonly extensionAttribute2?: string | null
  readonly extensionAttribute3?: string | null
  readonly extensionAttribute4?: string | null
  readonly extensionAttribute5?: string | null
  readonly extensionAttribute6?: string | null
  readonly extensionAttribute7?: string | null
  readonly extensionAttribute8?: string | null
  readonly extensionAttribute9?: string | null
}

export interface OnPremisesProvisioningError {
  readonly '@odata.type'?: string
  readonly category?: string | null
  readonly occurredDateTime?: string | null
  readonly propertyCausingError?: string | null
  readonly value?: string | null
}

export interface OptionalClaim {
  readonly '@odata.type'?: string
  readonly additionalProperties?: readonly string[]
  readonly essential?: boolean
  readonly name?: string
  readonly source?: string | null
}

export interface OptionalClaims {
  readonly '@odata.type'?: string
  readonly accessToken?: readonly OptionalClaim[]
  readonly idToken?: readonly OptionalClaim[]
  readonly saml2Token?: readonly OptionalClaim[]
}

export interface ParentalControlSettings {
  readonly '@odata.type'?: string
  readonly countriesBlockedForMinors?: readonly string[]
  readonly legalAgeGroupRule?: string | null
}

export interface ParseExpressionResponse {
  readonly '@odata.type'?: string
  readonly error?: PublicError | null
  readonly evaluationResult?: readonly string[]
  readonly evaluationSucceeded?: boolean
  readonly parsedExpression?: AttributeMappingSource | null
  readonly parsingSucceeded?: boolean
}

export interface PasswordCredential {
  readonly '@odata.type'?: string
  readonly customKeyIdentifier?: string | null
  readonly displayName?: string | null
  readonly endDateTime?: string | null
  readonly hint?: string | null
  readonly keyId?: string | null
  readonly secretText?: string | null
  readonly startDateTime?: string | null
}

export interface PasswordProfile {
  readonly '@odata.type'?: string
  readonly forceChangePasswordNextSignIn?: boolean | null
  readonly forceChangePasswordNextSignInWithMfa?: boolean | null
  readonly password?: string | null
}

export interface PasswordSingleSignOnField {
  readonly '@odata.type'?: string
  readonly customizedLabel?: string | null
  readonly defaultLabel?: string | null
  readonly fieldId?: string | null
  readonly type?: string | null
}

export interface PasswordSingleSignOnSettings {
  readonly '@odata.type'?: string
  readonly fields?: readonly PasswordSingleSignOnField[]
}

export interface PermissionScope {
  readonly '@odata.type'?: string
  readonly adminConsentDescription?: string | null
  readonly adminConsentDisplayName?: string | null
  readonly id?: string
  readonly isEnabled?: boolean
  readonly origin?: string | null
  readonly type?: string | null
  readonly userConsentDescription?: string | null
  readonly userConsentDisplayName?: string | null
  readonly value?: string | null
}

export interface PreAuthorizedApplication {
  readonly '@odata.type'?: string
  readonly appId?: string | null
  readonly delegatedPermissionIds?: readonly string[]
  readonly permissionIds?: readonly string[]
}

export interface PrivacyProfile {
  readonly '@odata.type'?: string
  readonly contactEmail?: string | null
  readonly statementUrl?: string | null
}

export interface ProvisionedIdentity extends Identity {
  readonly details?: DetailsInfo | null
  readonly identityType?: string | null
  readonly [name: string]: unknown
}

export interface ProvisionedPlan {
  readonly '@odata.type'?: string
  readonly capabilityStatus?: string | null
  readonly provisioningStatus?: string | null
  readonly service?: string | null
}

export interface ProvisioningErrorInfo {
  readonly '@odata.type'?: string
  readonly additionalDetails?: string | null
  readonly errorCategory?: ProvisioningStatusErrorCategory | null
  readonly errorCode?: string | null
  readonly reason?: string | null
  readonly recommendedAction?: string | null
}

export interface ProvisioningServicePrincipal extends Identity {
  readonly [name: string]: unknown
}

export interface ProvisioningStatusInfo {
  readonly '@odata.type'?: string
  readonly errorInformation?: ProvisioningErrorInfo | null
  readonly status?: ProvisioningResult | null
}

export interface ProvisioningStep {
  readonly '@odata.type'?: string
  readonly description?: string | null
  readonly details?: DetailsInfo | null
  readonly name?: string | null
  readonly provisioningStepType?: ProvisioningStepType | null
  readonly status?: ProvisioningResult | null
}

export interface ProvisioningSystem extends Identity {
  readonly details?: DetailsInfo | null
  readonly [name: string]: unknown
}

export interface ProvisioningUpload {
  readonly '@odata.type'?: string
  readonly uploadId?: string | null
  readonly requestId?: string | null
  readonly bulkId?: string | null
  readonly operationIndex?: number | null
}

export interface PublicClientApplication {
  readonly '@odata.type'?: string
  readonly redirectUris?: readonly string[]
}

export interface PublicError {
  readonly '@odata.type'?: string
  readonly code?: string | null
  readonly details?: readonly PublicErrorDetail[]
  readonly innerError?: PublicInnerError | null
  readonly message?: string | null
  readonly target?: string | null
}

export interface PublicErrorDetail {
  readonly '@odata.type'?: string
  readonly code?: string | null
  readonly message?: string | null
  readonly target?: string | null
}

export interface PublicInnerError {
  readonly '@odata.type'?: string
  readonly code?: string | null
  readonly details?: readonly PublicErrorDetail[]
  readonly message?: string | null
  readonly target?: string | null
  readonly [name: string]: unknown
}

export interface RedirectUriSettings {
  readonly '@odata.type'?: string
  readonly index?: number | null
  readonly uri?: string | null
}

export interface ReferencedObject {
  readonly '@odata.type'?: string
  readonly referencedObjectName?: string | null
  readonly referencedProperty?: string | null
}

export interface RequestSignatureVerification {
  readonly '@odata.type'?: string
  readonly allowedWeakAlgorithms?: WeakAlgorithms | null
  readonly isSignedRequestRequired?: boolean
}

export interface RequiredResourceAccess {
  readonly '@odata.type'?: string
  readonly resourceAccess?: readonly ResourceAccess[]
  readonly resourceAppId?: string
}

export interface ResourceAccess {
  readonly '@odata.type'?: string
  readonly id?: string
  readonly type?: string | null
}

export interface ResourceSpecificPermission {
  readonly '@odata.type'?: string
  readonly description?: string | null
  readonly displayName?: string | null
  readonly id?: string
  readonly isEnabled?: boolean
  readonly value?: string | null
}

export interface SamlSingleSignOnSettings {
  readonly '@odata.type'?: string
  readonly relayState?: string | null
}

export interface SelfSignedCertificate {
  readonly '@odata.type'?: string
  readonly customKeyIdentifier?: string | null
  readonly displayName?: string | null
  readonly endDateTime?: string | null
  readonly key?: string | null
  readonly keyId?: string | null
  readonly startDateTime?: string | null
  readonly thumbprint?: string | null
  readonly type?: string | null
  readonly usage?: string | null
}

export interface ServicePrincipalLockConfiguration {
  readonly '@odata.type'?: string
  readonly allProperties?: boolean | null
  readonly credentialsWithUsageSign?: boolean | null
  readonly credentialsWithUsageVerify?: boolean | null
  readonly isEnabled?: boolean
  readonly tokenEncryptionKeyId?: boolean | null
}

export interface ServiceProvisioningError {
  readonly '@odata.type'?: string
  readonly createdDateTime?: string | null
  readonly isResolved?: boolean | null
  readonly serviceInstance?: string | null
}

export interface SignInActivity {
  readonly '@odata.type'?: string
  readonly lastNonInteractiveSignInDateTime?: string | null
  readonly lastNonInteractiveSignInRequestId?: string | null
  readonly lastSignInDateTime?: string | null
  readonly lastSignInRequestId?: string | null
  readonly lastSuccessfulSignInDateTime?: string | null
  readonly lastSuccessfulSignInRequestId?: string | null
}

export interface SignInLocation {
  readonly '@odata.type'?: string
  readonly city?: string | null
  readonly countryOrRegion?: string | null
  readonly geoCoordinates?: GeoCoordinates | null
  readonly state?: string | null
}

export interface SignInStatus {
  readonly '@odata.type'?: string
  readonly additionalDetails?: string | null
  readonly errorCode?: number | null
  readonly failureReason?: string | null
}

export interface SpaApplication {
  readonly '@odata.type'?: string
  readonly redirectUris?: readonly string[]
}

export interface StatusBase {
  readonly '@odata.type'?: string
  readonly status?: ProvisioningResult | null
}

export interface StringKeyAttributeMappingSourceValuePair {
  readonly '@odata.type'?: string
  readonly key?: string | null
  readonly value?: AttributeMappingSource | null
}

export interface StringKeyLongValuePair {
  readonly '@odata.type'?: string
  readonly key?: string | null
  readonly value?: number
}

export interface StringKeyObjectValuePair {
  readonly '@odata.type'?: string
  readonly key?: string | null
  readonly [name: string]: unknown
}

export interface StringKeyStringValuePair {
  readonly '@odata.type'?: string
  readonly key?: string | null
  readonly value?: string | null
}

export interface SynchronizationError {
  readonly '@odata.type'?: string
  readonly code?: string | null
  readonly message?: string | null
  readonly tenantActionable?: boolean
}

export interface SynchronizationJobApplicationParameters {
  readonly '@odata.type'?: string
  readonly ruleId?: string | null
  readonly subjects?: readonly SynchronizationJobSubject[]
}

export interface SynchronizationJobOptions {
  readonly '@odata.type'?: string
  readonly skipMappingWhenAllInputsAbsent?: boolean
  readonly evaluate?: string
  readonly absentPeople?: string
  readonly deletesPercentMax?: number | null
  readonly [name: string]: unknown
}

export interface SynchronizationJobRestartCriteria {
  readonly '@odata.type'?: string
  readonly resetScope?: SynchronizationJobRestartScope | null
}

export interface SynchronizationJobSubject {
  readonly '@odata.type'?: string
  readonly links?: SynchronizationLinkedObjects | null
  readonly objectId?: string | null
  readonly objectTypeName?: string | null
}

export interface SynchronizationJobWaiting {
  readonly '@odata.type'?: string
  readonly escrowed?: number
  readonly staged?: number
}

export interface SynchronizationLinkedObjects {
  readonly '@odata.type'?: string
  readonly manager?: SynchronizationJobSubject | null
  readonly members?: readonly SynchronizationJobSubject[]
  readonly owners?: readonly SynchronizationJobSubject[]
}

export interface SynchronizationMetadataEntry {
  readonly '@odata.type'?: string
  readonly key?: SynchronizationMetadata | null
  readonly value?: string | null
}

export interface SynchronizationProgress {
  readonly '@odata.type'?: string
  readonly completedUnits?: number
  readonly progressObservationDateTime?: string
  readonly totalUnits?: number
  readonly units?: string | null
}

export interface SynchronizationQuarantine {
  readonly '@odata.type'?: string
  readonly currentBegan?: string
  readonly error?: SynchronizationError | null
  readonly nextAttempt?: string
  readonly reason?: QuarantineReason
  readonly seriesBegan?: string
  readonly seriesCount?: number
}

export interface SynchronizationRule {
  readonly '@odata.type'?: string
  readonly containerFilter?: ContainerFilter | null
  readonly editable?: boolean
  readonly groupFilter?: GroupFilter | null
  readonly id?: string | null
  readonly metadata?: readonly StringKeyStringValuePair[]
  readonly name?: string | null
  readonly objectMappings?: readonly ObjectMapping[]
  readonly priority?: number
  readonly sourceDirectoryName?: string | null
  readonly targetDirectoryName?: string | null
}

export interface SynchronizationSchedule {
  readonly '@odata.type'?: string
  readonly expiration?: string | null
  readonly interval?: string
  readonly state?: SynchronizationScheduleState
}

export interface SynchronizationSecretKeyStringValuePair {
  readonly '@odata.type'?: string
  readonly key?: SynchronizationSecret
  readonly value?: string | null
}

export interface SynchronizationStatus {
  readonly '@odata.type'?: string
  readonly code?: SynchronizationStatusCode
  readonly countSuccessiveCompleteFailures?: number
  readonly escrowsPruned?: boolean
  readonly lastExecution?: SynchronizationTaskExecution | null
  readonly lastSuccessfulExecution?: SynchronizationTaskExecution | null
  readonly lastSuccessfulExecutionWithExports?: SynchronizationTaskExecution | null
  readonly progress?: readonly SynchronizationProgress[]
  readonly quarantine?: SynchronizationQuarantine | null
  readonly steadyStateFirstAchievedTime?: string
  readonly steadyStateLastAchievedTime?: string
  readonly synchronizedEntryCountByType?: readonly StringKeyLongValuePair[]
  readonly troubleshootingUrl?: string | null
}

export interface SynchronizationTaskExecution {
  readonly '@odata.type'?: string
  readonly activityIdentifier?: string | null
  readonly countEntitled?: number
  readonly countEntitledForProvisioning?: number
  readonly countEscrowed?: number
  readonly countEscrowedRaw?: number
  readonly countExported?: number
  readonly countExports?: number
  readonly countImported?: number
  readonly countImportedDeltas?: number
  readonly countImportedReferenceDeltas?: number
  readonly error?: SynchronizationError | null
  readonly state?: SynchronizationTaskExecutionResult
  readonly timeBegan?: string
  readonly timeEnded?: string
}

export interface TargetResource {
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly groupType?: GroupType | null
  readonly id?: string | null
  readonly modifiedProperties?: readonly ModifiedProperty[]
  readonly type?: string | null
  readonly userPrincipalName?: string | null
}

export interface TokenDetails {
  readonly '@odata.type'?: string
  readonly issuedAtDateTime?: string | null
  readonly uniqueTokenIdentifier?: string | null
}

export interface UnifiedRolePermission {
  readonly '@odata.type'?: string
  readonly allowedResourceActions?: readonly string[]
  readonly condition?: string | null
  readonly excludedResourceActions?: readonly string[]
}

export interface UserIdentity extends Identity {
  readonly ipAddress?: string | null
  readonly userPrincipalName?: string | null
  readonly [name: string]: unknown
}

export interface VerifiedDomain {
  readonly '@odata.type'?: string
  readonly capabilities?: string | null
  readonly isDefault?: boolean | null
  readonly isInitial?: boolean | null
  readonly name?: string | null
  readonly type?: string | null
}

export interface VerifiedPublisher {
  readonly '@odata.type'?: string
  readonly addedDateTime?: string | null
  readonly displayName?: string | null
  readonly verifiedPublisherId?: string | null
}

export interface WebApplication {
  readonly '@odata.type'?: string
  readonly homePageUrl?: string | null
  readonly implicitGrantSettings?: ImplicitGrantSettings | null
  readonly logoutUrl?: string | null
  readonly redirectUris?: readonly string[]
  readonly redirectUriSettings?: readonly RedirectUriSettings[]
  readonly oauth2AllowImplicitFlow?: boolean | null
}

export type AllowedRolePrincipalTypes = string

export type AppliedConditionalAccessPolicyResult = 'success' | 'failure' | 'notApplied' | 'notEnabled' | 'unknown' | 'unknownFutureValue' | 'reportOnlySuccess' | 'reportOnlyFailure' | 'reportOnlyNotApplied' | 'reportOnlyInterrupted'

export type AttributeDefinitionMetadata = 'BaseAttributeName' | 'ComplexObjectDefinition' | 'IsContainer' | 'IsCustomerDefined' | 'IsDomainQualified' | 'LinkPropertyNames' | 'LinkTypeName' | 'MaximumLength' | 'ReferencedProperty'

export type AttributeFlowBehavior = 'FlowWhenChanged' | 'FlowAlways'

export type AttributeFlowType = 'Always' | 'ObjectAddOnly' | 'MultiValueAddOnly' | 'ValueAddOnly' | 'AttributeAddOnly'

export type AttributeMappingSourceType = 'Attribute' | 'Constant' | 'Function'

export type AttributeType = 'String' | 'Integer' | 'Reference' | 'Binary' | 'Boolean' | 'DateTime'

export type AuthenticationStrengthResult = 'notSet' | 'skippedForProofUp' | 'satisfied' | 'singleChallengeRequired' | 'multipleChallengesRequired' | 'singleRegistrationRequired' | 'multipleRegistrationsRequired' | 'cannotSatisfyDueToCombinationConfiguration' | 'cannotSatisfy' | 'unknownFutureValue'

export type ConditionalAccessConditions = string

export type ConditionalAccessRule = 'allApps' | 'firstPartyApps' | 'office365' | 'appId' | 'acr' | 'appFilter' | 'allUsers' | 'guest' | 'groupId' | 'roleId' | 'userId' | 'allDevicePlatforms' | 'devicePlatform' | 'allLocations' | 'insideCorpnet' | 'allTrustedLocations' | 'locationId' | 'allDevices' | 'deviceFilter' | 'deviceState' | 'unknownFutureValue' | 'deviceFilterIncludeRuleNotMatched' | 'allDeviceStates' | 'anonymizedIPAddress' | 'unfamiliarFeatures' | 'nationStateIPAddress' | 'realTimeThreatIntelligence' | 'internalGuest' | 'b2bCollaborationGuest' | 'b2bCollaborationMember' | 'b2bDirectConnectUser' | 'otherExternalUser' | 'serviceProvider' | 'microsoftAdminPortals' | 'deviceCodeFlow' | 'authenticationTransfer' | 'insiderRisk'

export type ConditionalAccessStatus = 'success' | 'failure' | 'notApplied' | 'unknownFutureValue'

export type DirectoryDefinitionDiscoverabilities = string

export type GroupType = 'unifiedGroups' | 'azureAD' | 'unknownFutureValue'

export type InitiatorType = 'user' | 'application' | 'system' | 'unknownFutureValue'

export type MdmAuthority = 'unknown' | 'intune' | 'sccm' | 'office365'

export type Mutability = 'ReadWrite' | 'ReadOnly' | 'Immutable' | 'WriteOnly'

export type NativeAuthenticationApisEnabled = string

export type ObjectDefinitionMetadata = 'PropertyNameAccountEnabled' | 'PropertyNameSoftDeleted' | 'IsSoftDeletionSupported' | 'IsSynchronizeAllSupported' | 'ConnectorDataStorageRequired' | 'Extensions' | 'BaseObjectName'

export type ObjectFlowTypes = string

export type ObjectMappingMetadata = 'EscrowBehavior' | 'DisableMonitoringForChanges' | 'OriginalJoiningProperty' | 'Disposition' | 'IsCustomerDefined' | 'ExcludeFromReporting' | 'Unsynchronized'

export type OperationResult = 'success' | 'failure' | 'timeout' | 'unknownFutureValue'

export type PartnerTenantType = 'microsoftSupport' | 'syndicatePartner' | 'breadthPartner' | 'breadthPartnerDelegatedAdmin' | 'resellerPartnerDelegatedAdmin' | 'valueAddedResellerPartnerDelegatedAdmin' | 'unknownFutureValue'

export type PermissionClassificationType = 'low' | 'medium' | 'high' | 'unknownFutureValue'

export type ProvisioningAction = 'other' | 'create' | 'delete' | 'disable' | 'update' | 'stagedDelete' | 'unknownFutureValue'

export type ProvisioningResult = 'success' | 'failure' | 'skipped' | 'warning' | 'unknownFutureValue'

export type ProvisioningStatusErrorCategory = 'failure' | 'nonServiceFailure' | 'success' | 'unknownFutureValue'

export type ProvisioningStepType = 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export' | 'unknownFutureValue'

export type QuarantineReason = 'EncounteredBaseEscrowThreshold' | 'EncounteredTotalEscrowThreshold' | 'EncounteredEscrowProportionThreshold' | 'EncounteredQuarantineException' | 'Unknown' | 'QuarantinedOnDemand' | 'TooManyDeletes' | 'IngestionInterrupted'

export type RiskDetail = 'none' | 'adminGeneratedTemporaryPassword' | 'userPerformedSecuredPasswordChange' | 'userPerformedSecuredPasswordReset' | 'adminConfirmedSigninSafe' | 'aiConfirmedSigninSafe' | 'userPassedMFADrivenByRiskBasedPolicy' | 'adminDismissedAllRiskForUser' | 'adminConfirmedSigninCompromised' | 'hidden' | 'adminConfirmedUserCompromised' | 'unknownFutureValue' | 'm365DAdminDismissedDetection' | 'adminConfirmedServicePrincipalCompromised' | 'adminDismissedAllRiskForServicePrincipal' | 'userChangedPasswordOnPremises' | 'adminDismissedRiskForSignIn' | 'adminConfirmedAccountSafe' | 'microsoftRevokedSessions'

export type RiskEventType = 'unlikelyTravel' | 'anonymizedIPAddress' | 'maliciousIPAddress' | 'unfamiliarFeatures' | 'malwareInfectedIPAddress' | 'suspiciousIPAddress' | 'leakedCredentials' | 'investigationsThreatIntelligence' | 'generic' | 'adminConfirmedUserCompromised' | 'mcasImpossibleTravel' | 'mcasSuspiciousInboxManipulationRules' | 'investigationsThreatIntelligenceSigninLinked' | 'maliciousIPAddressValidCredentialsBlockedIP' | 'unknownFutureValue'

export type RiskLevel = 'low' | 'medium' | 'high' | 'hidden' | 'none' | 'unknownFutureValue'

export type RiskState = 'none' | 'confirmedSafe' | 'remediated' | 'dismissed' | 'atRisk' | 'confirmedCompromised' | 'unknownFutureValue'

export type ScopeOperatorMultiValuedComparisonType = 'All' | 'Any'

export type ScopeOperatorType = 'Binary' | 'Unary'

export type SynchronizationJobRestartScope = string

export type SynchronizationMetadata = 'GalleryApplicationIdentifier' | 'GalleryApplicationKey' | 'IsOAuthEnabled' | 'IsSynchronizationAgentAssignmentRequired' | 'IsSynchronizationAgentRequired' | 'IsSynchronizationInPreview' | 'OAuthSettings' | 'SynchronizationLearnMoreIbizaFwLink' | 'ConfigurationFields'

export type SynchronizationScheduleState = 'Active' | 'Disabled' | 'Paused'

export type SynchronizationSecret = 'None' | 'UserName' | 'Password' | 'SecretToken' | 'AppKey' | 'BaseAddress' | 'ClientIdentifier' | 'ClientSecret' | 'SingleSignOnType' | 'Sandbox' | 'Url' | 'Domain' | 'ConsumerKey' | 'ConsumerSecret' | 'TokenKey' | 'TokenExpiration' | 'Oauth2AccessToken' | 'Oauth2AccessTokenCreationTime' | 'Oauth2RefreshToken' | 'SyncAll' | 'InstanceName' | 'Oauth2ClientId' | 'Oauth2ClientSecret' | 'CompanyId' | 'UpdateKeyOnSoftDelete' | 'SynchronizationSchedule' | 'SystemOfRecord' | 'SandboxName' | 'EnforceDomain' | 'SyncNotificationSettings' | 'SkipOutOfScopeDeletions' | 'Oauth2AuthorizationCode' | 'Oauth2RedirectUri' | 'ApplicationTemplateIdentifier' | 'Oauth2TokenExchangeUri' | 'Oauth2AuthorizationUri' | 'AuthenticationType' | 'Server' | 'PerformInboundEntitlementGrants' | 'HardDeletesEnabled' | 'SyncAgentCompatibilityKey' | 'SyncAgentADContainer' | 'ValidateDomain' | 'TestReferences' | 'ConnectionString'

export type SynchronizationStatusCode = 'NotConfigured' | 'NotRun' | 'Active' | 'Paused' | 'Quarantine'

export type SynchronizationTaskExecutionResult = 'Succeeded' | 'Failed' | 'EntryLevelErrors'

export type WeakAlgorithms = string
