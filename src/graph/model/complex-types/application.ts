import type { ComplexDefinition } from '../definition.ts'

export const addIn: ComplexDefinition = {
  kind: 'complex',
  name: 'addIn',
  properties: [
    { name: 'id', type: 'Edm.Guid', write: 'never' },
    { name: 'properties', type: 'keyValue', collection: true },
    { name: 'type', type: 'Edm.String', nullable: false },
  ],
}

export const apiApplication: ComplexDefinition = {
  kind: 'complex',
  name: 'apiApplication',
  properties: [
    { name: 'acceptMappedClaims', type: 'Edm.Boolean' },
    { name: 'knownClientApplications', type: 'Edm.Guid', collection: true },
    { name: 'oauth2PermissionScopes', type: 'permissionScope', collection: true },
    { name: 'preAuthorizedApplications', type: 'preAuthorizedApplication', collection: true },
    { name: 'requestedAccessTokenVersion', type: 'Edm.Int32' },
  ],
}

export const appRole: ComplexDefinition = {
  kind: 'complex',
  name: 'appRole',
  properties: [
    { name: 'allowedMemberTypes', type: 'Edm.String', collection: true },
    { name: 'description', type: 'Edm.String' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'id', type: 'Edm.Guid', nullable: false, write: 'never' },
    { name: 'isEnabled', type: 'Edm.Boolean', nullable: false },
    { name: 'origin', type: 'Edm.String', write: 'never' },
    { name: 'value', type: 'Edm.String', lengthMax: 120 },
  ],
}

export const applicationServicePrincipal: ComplexDefinition = {
  kind: 'complex',
  name: 'applicationServicePrincipal',
  properties: [],
  navigation: [
    { name: 'application', target: 'application' },
    { name: 'servicePrincipal', target: 'servicePrincipal' },
  ],
}

export const authenticationBehaviors: ComplexDefinition = {
  kind: 'complex',
  name: 'authenticationBehaviors',
  properties: [
    { name: 'blockAzureADGraphAccess', type: 'Edm.Boolean' },
    { name: 'removeUnverifiedEmailClaim', type: 'Edm.Boolean' },
    { name: 'requireClientServicePrincipal', type: 'Edm.Boolean' },
  ],
}

export const certification: ComplexDefinition = {
  kind: 'complex',
  name: 'certification',
  properties: [
    { name: 'certificationDetailsUrl', type: 'Edm.String', write: 'never' },
    { name: 'certificationExpirationDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'isCertifiedByMicrosoft', type: 'Edm.Boolean', write: 'never' },
    { name: 'isPublisherAttested', type: 'Edm.Boolean' },
    { name: 'lastCertificationDateTime', type: 'Edm.DateTimeOffset' },
  ],
}

export const federatedIdentityExpression: ComplexDefinition = {
  kind: 'complex',
  name: 'federatedIdentityExpression',
  versions: ['beta'],
  properties: [
    { name: 'languageVersion', type: 'Edm.Int32', nullable: false },
    { name: 'value', type: 'Edm.String', nullable: false },
  ],
}

export const implicitGrantSettings: ComplexDefinition = {
  kind: 'complex',
  name: 'implicitGrantSettings',
  properties: [
    { name: 'enableAccessTokenIssuance', type: 'Edm.Boolean' },
    { name: 'enableIdTokenIssuance', type: 'Edm.Boolean' },
  ],
}

export const informationalUrl: ComplexDefinition = {
  kind: 'complex',
  name: 'informationalUrl',
  properties: [
    { name: 'logoUrl', type: 'Edm.String', write: 'never' },
    { name: 'marketingUrl', type: 'Edm.String' },
    { name: 'privacyStatementUrl', type: 'Edm.String' },
    { name: 'supportUrl', type: 'Edm.String' },
    { name: 'termsOfServiceUrl', type: 'Edm.String' },
  ],
}

export const keyCredential: ComplexDefinition = {
  kind: 'complex',
  name: 'keyCredential',
  properties: [
    { name: 'customKeyIdentifier', type: 'Edm.Binary' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'endDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'key', type: 'Edm.Binary' },
    { name: 'keyId', type: 'Edm.Guid' },
    { name: 'startDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'type', type: 'Edm.String' },
    { name: 'usage', type: 'Edm.String' },
  ],
}

export const keyValue: ComplexDefinition = {
  kind: 'complex',
  name: 'keyValue',
  properties: [
    { name: 'key', type: 'Edm.String' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const optionalClaim: ComplexDefinition = {
  kind: 'complex',
  name: 'optionalClaim',
  properties: [
    { name: 'additionalProperties', type: 'Edm.String', collection: true },
    { name: 'essential', type: 'Edm.Boolean', nullable: false },
    { name: 'name', type: 'Edm.String', nullable: false },
    { name: 'source', type: 'Edm.String' },
  ],
}

export const optionalClaims: ComplexDefinition = {
  kind: 'complex',
  name: 'optionalClaims',
  properties: [
    { name: 'accessToken', type: 'optionalClaim', collection: true },
    { name: 'idToken', type: 'optionalClaim', collection: true },
    { name: 'saml2Token', type: 'optionalClaim', collection: true },
  ],
}

export const parentalControlSettings: ComplexDefinition = {
  kind: 'complex',
  name: 'parentalControlSettings',
  properties: [
    { name: 'countriesBlockedForMinors', type: 'Edm.String', collection: true },
    { name: 'legalAgeGroupRule', type: 'Edm.String' },
  ],
}

export const passwordCredential: ComplexDefinition = {
  kind: 'complex',
  name: 'passwordCredential',
  properties: [
    { name: 'customKeyIdentifier', type: 'Edm.Binary' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'endDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'hint', type: 'Edm.String', write: 'never' },
    { name: 'keyId', type: 'Edm.Guid' },
    { name: 'secretText', type: 'Edm.String', write: 'never' },
    { name: 'startDateTime', type: 'Edm.DateTimeOffset' },
  ],
}

export const passwordSingleSignOnField: ComplexDefinition = {
  kind: 'complex',
  name: 'passwordSingleSignOnField',
  versions: ['beta'],
  properties: [
    { name: 'customizedLabel', type: 'Edm.String' },
    { name: 'defaultLabel', type: 'Edm.String' },
    { name: 'fieldId', type: 'Edm.String' },
    { name: 'type', type: 'Edm.String' },
  ],
}

export const passwordSingleSignOnSettings: ComplexDefinition = {
  kind: 'complex',
  name: 'passwordSingleSignOnSettings',
  versions: ['beta'],
  properties: [{ name: 'fields', type: 'passwordSingleSignOnField', collection: true }],
}

export const permissionScope: ComplexDefinition = {
  kind: 'complex',
  name: 'permissionScope',
  properties: [
    { name: 'adminConsentDescription', type: 'Edm.String' },
    { name: 'adminConsentDisplayName', type: 'Edm.String' },
    { name: 'id', type: 'Edm.Guid', nullable: false, write: 'never' },
    { name: 'isEnabled', type: 'Edm.Boolean', nullable: false },
    { name: 'origin', type: 'Edm.String' },
    { name: 'type', type: 'Edm.String' },
    { name: 'userConsentDescription', type: 'Edm.String' },
    { name: 'userConsentDisplayName', type: 'Edm.String' },
    { name: 'value', type: 'Edm.String', lengthMax: 120 },
  ],
}

export const preAuthorizedApplication: ComplexDefinition = {
  kind: 'complex',
  name: 'preAuthorizedApplication',
  properties: [
    { name: 'appId', type: 'Edm.String' },
    { name: 'delegatedPermissionIds', type: 'Edm.String', collection: true, versions: ['v1.0'] },
    { name: 'permissionIds', type: 'Edm.String', collection: true, versions: ['beta'] },
  ],
}

export const publicClientApplication: ComplexDefinition = {
  kind: 'complex',
  name: 'publicClientApplication',
  properties: [{ name: 'redirectUris', type: 'Edm.String', collection: true }],
}

export const redirectUriSettings: ComplexDefinition = {
  kind: 'complex',
  name: 'redirectUriSettings',
  properties: [
    { name: 'index', type: 'Edm.Int32' },
    { name: 'uri', type: 'Edm.String' },
  ],
}

export const requestSignatureVerification: ComplexDefinition = {
  kind: 'complex',
  name: 'requestSignatureVerification',
  properties: [
    { name: 'allowedWeakAlgorithms', type: 'weakAlgorithms' },
    { name: 'isSignedRequestRequired', type: 'Edm.Boolean', nullable: false },
  ],
}

export const requiredResourceAccess: ComplexDefinition = {
  kind: 'complex',
  name: 'requiredResourceAccess',
  properties: [
    { name: 'resourceAccess', type: 'resourceAccess', collection: true },
    { name: 'resourceAppId', type: 'Edm.String', nullable: false },
  ],
}

export const resourceAccess: ComplexDefinition = {
  kind: 'complex',
  name: 'resourceAccess',
  properties: [
    { name: 'id', type: 'Edm.Guid', nullable: false, write: 'never' },
    { name: 'type', type: 'Edm.String' },
  ],
}

export const resourceSpecificPermission: ComplexDefinition = {
  kind: 'complex',
  name: 'resourceSpecificPermission',
  properties: [
    { name: 'description', type: 'Edm.String' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'id', type: 'Edm.Guid', nullable: false, write: 'never' },
    { name: 'isEnabled', type: 'Edm.Boolean', nullable: false },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const samlSingleSignOnSettings: ComplexDefinition = {
  kind: 'complex',
  name: 'samlSingleSignOnSettings',
  properties: [{ name: 'relayState', type: 'Edm.String' }],
}

export const servicePrincipalLockConfiguration: ComplexDefinition = {
  kind: 'complex',
  name: 'servicePrincipalLockConfiguration',
  properties: [
    { name: 'allProperties', type: 'Edm.Boolean' },
    { name: 'credentialsWithUsageSign', type: 'Edm.Boolean' },
    { name: 'credentialsWithUsageVerify', type: 'Edm.Boolean' },
    { name: 'isEnabled', type: 'Edm.Boolean', nullable: false },
    { name: 'tokenEncryptionKeyId', type: 'Edm.Boolean' },
  ],
}

export const spaApplication: ComplexDefinition = {
  kind: 'complex',
  name: 'spaApplication',
  properties: [{ name: 'redirectUris', type: 'Edm.String', collection: true }],
}

export const verifiedPublisher: ComplexDefinition = {
  kind: 'complex',
  name: 'verifiedPublisher',
  properties: [
    { name: 'addedDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'verifiedPublisherId', type: 'Edm.String' },
  ],
}

export const webApplication: ComplexDefinition = {
  kind: 'complex',
  name: 'webApplication',
  properties: [
    { name: 'homePageUrl', type: 'Edm.String' },
    { name: 'implicitGrantSettings', type: 'implicitGrantSettings' },
    { name: 'logoutUrl', type: 'Edm.String' },
    { name: 'redirectUris', type: 'Edm.String', collection: true },
    { name: 'redirectUriSettings', type: 'redirectUriSettings', collection: true },
    { name: 'oauth2AllowImplicitFlow', type: 'Edm.Boolean', versions: ['beta'] },
  ],
}

export const selfSignedCertificate: ComplexDefinition = {
  kind: 'complex',
  name: 'selfSignedCertificate',
  properties: [
    { name: 'customKeyIdentifier', type: 'Edm.Binary' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'endDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'key', type: 'Edm.Binary' },
    { name: 'keyId', type: 'Edm.Guid' },
    { name: 'startDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'thumbprint', type: 'Edm.String' },
    { name: 'type', type: 'Edm.String' },
    { name: 'usage', type: 'Edm.String' },
  ],
}
