import type { ComplexDefinition } from '../definition.ts'

export const appIdentity: ComplexDefinition = {
  kind: 'complex',
  name: 'appIdentity',
  properties: [
    { name: 'appId', type: 'Edm.String' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'servicePrincipalId', type: 'Edm.String' },
    { name: 'servicePrincipalName', type: 'Edm.String' },
  ],
}

export const appliedConditionalAccessPolicy: ComplexDefinition = {
  kind: 'complex',
  name: 'appliedConditionalAccessPolicy',
  properties: [
    { name: 'displayName', type: 'Edm.String' },
    { name: 'enforcedGrantControls', type: 'Edm.String', collection: true },
    { name: 'enforcedSessionControls', type: 'Edm.String', collection: true },
    { name: 'id', type: 'Edm.String', write: 'never' },
    { name: 'result', type: 'appliedConditionalAccessPolicyResult' },
    { name: 'authenticationStrength', type: 'authenticationStrength', versions: ['beta'] },
    { name: 'conditionsNotSatisfied', type: 'conditionalAccessConditions', versions: ['beta'] },
    { name: 'conditionsSatisfied', type: 'conditionalAccessConditions', versions: ['beta'] },
    { name: 'excludeRulesSatisfied', type: 'conditionalAccessRuleSatisfied', collection: true, versions: ['beta'] },
    { name: 'includeRulesSatisfied', type: 'conditionalAccessRuleSatisfied', collection: true, versions: ['beta'] },
    { name: 'sessionControlsNotSatisfied', type: 'Edm.String', collection: true, versions: ['beta'] },
  ],
}

export const auditActivityInitiator: ComplexDefinition = {
  kind: 'complex',
  name: 'auditActivityInitiator',
  properties: [
    { name: 'app', type: 'appIdentity' },
    { name: 'user', type: 'userIdentity' },
    { name: 'linkableIdentifiers', type: 'linkableIdentifiers', versions: ['beta'] },
  ],
}

export const authenticationAppDeviceDetails: ComplexDefinition = {
  kind: 'complex',
  name: 'authenticationAppDeviceDetails',
  properties: [
    { name: 'appVersion', type: 'Edm.String' },
    { name: 'clientApp', type: 'Edm.String' },
    { name: 'deviceId', type: 'Edm.String' },
    { name: 'operatingSystem', type: 'Edm.String' },
  ],
}

export const authenticationStrength: ComplexDefinition = {
  kind: 'complex',
  name: 'authenticationStrength',
  versions: ['beta'],
  properties: [
    { name: 'authenticationStrengthId', type: 'Edm.String' },
    { name: 'authenticationStrengthResult', type: 'authenticationStrengthResult' },
    { name: 'displayName', type: 'Edm.String' },
  ],
}

export const conditionalAccessRuleSatisfied: ComplexDefinition = {
  kind: 'complex',
  name: 'conditionalAccessRuleSatisfied',
  versions: ['beta'],
  properties: [
    { name: 'conditionalAccessCondition', type: 'conditionalAccessConditions' },
    { name: 'ruleSatisfied', type: 'conditionalAccessRule' },
  ],
}

export const detailsInfo: ComplexDefinition = {
  kind: 'complex',
  name: 'detailsInfo',
  isOpen: true,
  properties: [],
}

export const deviceDetail: ComplexDefinition = {
  kind: 'complex',
  name: 'deviceDetail',
  properties: [
    { name: 'browser', type: 'Edm.String' },
    { name: 'deviceId', type: 'Edm.String' },
    { name: 'displayName', type: 'Edm.String' },
    { name: 'isCompliant', type: 'Edm.Boolean' },
    { name: 'isManaged', type: 'Edm.Boolean' },
    { name: 'operatingSystem', type: 'Edm.String' },
    { name: 'trustType', type: 'Edm.String' },
    { name: 'browserId', type: 'Edm.String', versions: ['beta'] },
  ],
}

export const geoCoordinates: ComplexDefinition = {
  kind: 'complex',
  name: 'geoCoordinates',
  properties: [
    { name: 'altitude', type: 'Edm.Double', write: 'never' },
    { name: 'latitude', type: 'Edm.Double', write: 'never' },
    { name: 'longitude', type: 'Edm.Double', write: 'never' },
  ],
}

export const identity: ComplexDefinition = {
  kind: 'complex',
  name: 'identity',
  isOpen: true,
  properties: [
    { name: 'displayName', type: 'Edm.String' },
    { name: 'id', type: 'Edm.String', write: 'never' },
  ],
}

export const initiator: ComplexDefinition = {
  kind: 'complex',
  name: 'initiator',
  base: 'identity',
  isOpen: true,
  properties: [{ name: 'initiatorType', type: 'initiatorType' }],
}

export const linkableIdentifiers: ComplexDefinition = {
  kind: 'complex',
  name: 'linkableIdentifiers',
  versions: ['beta'],
  properties: [
    { name: 'deviceId', type: 'Edm.String' },
    { name: 'sessionId', type: 'Edm.String' },
    { name: 'tokenDetails', type: 'tokenDetails' },
  ],
}

export const modifiedProperty: ComplexDefinition = {
  kind: 'complex',
  name: 'modifiedProperty',
  properties: [
    { name: 'displayName', type: 'Edm.String' },
    { name: 'newValue', type: 'Edm.String' },
    { name: 'oldValue', type: 'Edm.String' },
  ],
}

export const provisionedIdentity: ComplexDefinition = {
  kind: 'complex',
  name: 'provisionedIdentity',
  base: 'identity',
  isOpen: true,
  properties: [
    { name: 'details', type: 'detailsInfo' },
    { name: 'identityType', type: 'Edm.String' },
  ],
}

export const provisioningErrorInfo: ComplexDefinition = {
  kind: 'complex',
  name: 'provisioningErrorInfo',
  properties: [
    { name: 'additionalDetails', type: 'Edm.String' },
    { name: 'errorCategory', type: 'provisioningStatusErrorCategory' },
    { name: 'errorCode', type: 'Edm.String' },
    { name: 'reason', type: 'Edm.String' },
    { name: 'recommendedAction', type: 'Edm.String' },
  ],
}

export const provisioningServicePrincipal: ComplexDefinition = {
  kind: 'complex',
  name: 'provisioningServicePrincipal',
  base: 'identity',
  isOpen: true,
  properties: [],
}

export const provisioningStatusInfo: ComplexDefinition = {
  kind: 'complex',
  name: 'provisioningStatusInfo',
  properties: [
    { name: 'errorInformation', type: 'provisioningErrorInfo' },
    { name: 'status', type: 'provisioningResult' },
  ],
}

export const provisioningStep: ComplexDefinition = {
  kind: 'complex',
  name: 'provisioningStep',
  properties: [
    { name: 'description', type: 'Edm.String' },
    { name: 'details', type: 'detailsInfo' },
    { name: 'name', type: 'Edm.String' },
    { name: 'provisioningStepType', type: 'provisioningStepType' },
    { name: 'status', type: 'provisioningResult' },
  ],
}

export const provisioningSystem: ComplexDefinition = {
  kind: 'complex',
  name: 'provisioningSystem',
  base: 'identity',
  isOpen: true,
  properties: [{ name: 'details', type: 'detailsInfo' }],
}

export const signInLocation: ComplexDefinition = {
  kind: 'complex',
  name: 'signInLocation',
  properties: [
    { name: 'city', type: 'Edm.String' },
    { name: 'countryOrRegion', type: 'Edm.String' },
    { name: 'geoCoordinates', type: 'geoCoordinates' },
    { name: 'state', type: 'Edm.String' },
  ],
}

export const signInStatus: ComplexDefinition = {
  kind: 'complex',
  name: 'signInStatus',
  properties: [
    { name: 'additionalDetails', type: 'Edm.String' },
    { name: 'errorCode', type: 'Edm.Int32' },
    { name: 'failureReason', type: 'Edm.String' },
  ],
}

export const statusBase: ComplexDefinition = {
  kind: 'complex',
  name: 'statusBase',
  versions: ['beta'],
  properties: [{ name: 'status', type: 'provisioningResult' }],
}

export const targetResource: ComplexDefinition = {
  kind: 'complex',
  name: 'targetResource',
  properties: [
    { name: 'displayName', type: 'Edm.String' },
    { name: 'groupType', type: 'groupType' },
    { name: 'id', type: 'Edm.String', write: 'never' },
    { name: 'modifiedProperties', type: 'modifiedProperty', collection: true },
    { name: 'type', type: 'Edm.String' },
    { name: 'userPrincipalName', type: 'Edm.String' },
  ],
}

export const tokenDetails: ComplexDefinition = {
  kind: 'complex',
  name: 'tokenDetails',
  versions: ['beta'],
  properties: [
    { name: 'issuedAtDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'uniqueTokenIdentifier', type: 'Edm.String' },
  ],
}

export const userIdentity: ComplexDefinition = {
  kind: 'complex',
  name: 'userIdentity',
  base: 'identity',
  isOpen: true,
  properties: [
    { name: 'ipAddress', type: 'Edm.String' },
    { name: 'userPrincipalName', type: 'Edm.String' },
  ],
}
