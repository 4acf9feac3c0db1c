import type { ComplexDefinition } from '../definition.ts'

export const assignedLabel: ComplexDefinition = {
  kind: 'complex',
  name: 'assignedLabel',
  properties: [
    { name: 'displayName', type: 'Edm.String', write: 'never' },
    { name: 'labelId', type: 'Edm.String' },
  ],
}

export const assignedLicense: ComplexDefinition = {
  kind: 'complex',
  name: 'assignedLicense',
  properties: [
    { name: 'disabledPlans', type: 'Edm.Guid', collection: true },
    { name: 'skuId', type: 'Edm.Guid' },
  ],
}

export const assignedPlan: ComplexDefinition = {
  kind: 'complex',
  name: 'assignedPlan',
  properties: [
    { name: 'assignedDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'capabilityStatus', type: 'Edm.String' },
    { name: 'service', type: 'Edm.String' },
    { name: 'servicePlanId', type: 'Edm.Guid' },
  ],
}

export const customSecurityAttributeValue: ComplexDefinition = {
  kind: 'complex',
  name: 'customSecurityAttributeValue',
  isOpen: true,
  properties: [],
}

export const employeeOrgData: ComplexDefinition = {
  kind: 'complex',
  name: 'employeeOrgData',
  properties: [
    { name: 'costCenter', type: 'Edm.String' },
    { name: 'division', type: 'Edm.String' },
  ],
}

export const licenseAssignmentState: ComplexDefinition = {
  kind: 'complex',
  name: 'licenseAssignmentState',
  properties: [
    { name: 'assignedByGroup', type: 'Edm.String' },
    { name: 'disabledPlans', type: 'Edm.Guid', collection: true },
    { name: 'error', type: 'Edm.String' },
    { name: 'lastUpdatedDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'skuId', type: 'Edm.Guid' },
    { name: 'state', type: 'Edm.String' },
  ],
}

export const objectIdentity: ComplexDefinition = {
  kind: 'complex',
  name: 'objectIdentity',
  properties: [
    { name: 'issuer', type: 'Edm.String' },
    { name: 'issuerAssignedId', type: 'Edm.String' },
    { name: 'signInType', type: 'Edm.String' },
  ],
}

export const onPremisesExtensionAttributes: ComplexDefinition = {
  kind: 'complex',
  name: 'onPremisesExtensionAttributes',
  properties: [
    { name: 'extensionAttribute1', type: 'Edm.String' },
    { name: 'extensionAttribute10', type: 'Edm.String' },
    { name: 'extensionAttribute11', type: 'Edm.String' },
    { name: 'extensionAttribute12', type: 'Edm.String' },
    { name: 'extensionAttribute13', type: 'Edm.String' },
    { name: 'extensionAttribute14', type: 'Edm.String' },
    { name: 'extensionAttribute15', type: 'Edm.String' },
    { name: 'extensionAttribute2', type: 'Edm.String' },
    { name: 'extensionAttribute3', type: 'Edm.String' },
    { name: 'extensionAttribute4', type: 'Edm.String' },
    { name: 'extensionAttribute5', type: 'Edm.String' },
    { name: 'extensionAttribute6', type: 'Edm.String' },
    { name: 'extensionAttribute7', type: 'Edm.String' },
    { name: 'extensionAttribute8', type: 'Edm.String' },
    { name: 'extensionAttribute9', type: 'Edm.String' },
  ],
}

export const onPremisesProvisioningError: ComplexDefinition = {
  kind: 'complex',
  name: 'onPremisesProvisioningError',
  properties: [
    { name: 'category', type: 'Edm.String' },
    { name: 'occurredDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'propertyCausingError', type: 'Edm.String' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const passwordProfile: ComplexDefinition = {
  kind: 'complex',
  name: 'passwordProfile',
  properties: [
    { name: 'forceChangePasswordNextSignIn', type: 'Edm.Boolean' },
    { name: 'forceChangePasswordNextSignInWithMfa', type: 'Edm.Boolean' },
    { name: 'password', type: 'Edm.String' },
  ],
}

export const provisionedPlan: ComplexDefinition = {
  kind: 'complex',
  name: 'provisionedPlan',
  properties: [
    { name: 'capabilityStatus', type: 'Edm.String' },
    { name: 'provisioningStatus', type: 'Edm.String' },
    { name: 'service', type: 'Edm.String' },
  ],
}

export const serviceProvisioningError: ComplexDefinition = {
  kind: 'complex',
  name: 'serviceProvisioningError',
  isAbstract: true,
  properties: [
    { name: 'createdDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'isResolved', type: 'Edm.Boolean' },
    { name: 'serviceInstance', type: 'Edm.String' },
  ],
}

export const signInActivity: ComplexDefinition = {
  kind: 'complex',
  name: 'signInActivity',
  properties: [
    { name: 'lastNonInteractiveSignInDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'lastNonInteractiveSignInRequestId', type: 'Edm.String' },
    { name: 'lastSignInDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'lastSignInRequestId', type: 'Edm.String' },
    { name: 'lastSuccessfulSignInDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'lastSuccessfulSignInRequestId', type: 'Edm.String' },
  ],
}
