import type { EnumDefinition } from '../definition.ts'

export const appliedConditionalAccessPolicyResult: EnumDefinition = {
  kind: 'enum',
  name: 'appliedConditionalAccessPolicyResult',
  members: {
    success: 0,
    failure: 1,
    notApplied: 2,
    notEnabled: 3,
    unknown: 4,
    unknownFutureValue: 5,
    reportOnlySuccess: 6,
    reportOnlyFailure: 7,
    reportOnlyNotApplied: 8,
    reportOnlyInterrupted: 9,
  },
}

export const authenticationStrengthResult: EnumDefinition = {
  kind: 'enum',
  name: 'authenticationStrengthResult',
  versions: ['beta'],
  members: {
    notSet: 0,
    skippedForProofUp: 1,
    satisfied: 2,
    singleChallengeRequired: 3,
    multipleChallengesRequired: 4,
    singleRegistrationRequired: 5,
    multipleRegistrationsRequired: 6,
    cannotSatisfyDueToCombinationConfiguration: 7,
    cannotSatisfy: 8,
    unknownFutureValue: 9,
  },
}

export const conditionalAccessConditions: EnumDefinition = {
  kind: 'enum',
  name: 'conditionalAccessConditions',
  isFlags: true,
  versions: ['beta'],
  members: {
    none: 0,
    application: 1,
    users: 2,
    devicePlatform: 4,
    location: 8,
    clientType: 16,
    signInRisk: 32,
    userRisk: 64,
    time: 128,
    deviceState: 256,
    client: 512,
    ipAddressSeenByAzureAD: 1024,
    ipAddressSeenByResourceProvider: 2048,
    unknownFutureValue: 4096,
    servicePrincipals: 8192,
    servicePrincipalRisk: 16384,
    authenticationFlows: 32768,
    insiderRisk: 65536,
  },
}

export const conditionalAccessRule: EnumDefinition = {
  kind: 'enum',
  name: 'conditionalAccessRule',
  versions: ['beta'],
  members: {
    allApps: 0,
    firstPartyApps: 1,
    office365: 2,
    appId: 3,
    acr: 4,
    appFilter: 5,
    allUsers: 6,
    guest: 7,
    groupId: 8,
    roleId: 9,
    userId: 10,
    allDevicePlatforms: 11,
    devicePlatform: 12,
    allLocations: 13,
    insideCorpnet: 14,
    allTrustedLocations: 15,
    locationId: 16,
    allDevices: 17,
    deviceFilter: 18,
    deviceState: 19,
    unknownFutureValue: 20,
    deviceFilterIncludeRuleNotMatched: 21,
    allDeviceStates: 22,
    anonymizedIPAddress: 23,
    unfamiliarFeatures: 24,
    nationStateIPAddress: 25,
    realTimeThreatIntelligence: 26,
    internalGuest: 27,
    b2bCollaborationGuest: 28,
    b2bCollaborationMember: 29,
    b2bDirectConnectUser: 30,
    otherExternalUser: 31,
    serviceProvider: 32,
    microsoftAdminPortals: 33,
    deviceCodeFlow: 34,
    authenticationTransfer: 35,
    insiderRisk: 36,
  },
}

export const conditionalAccessStatus: EnumDefinition = {
  kind: 'enum',
  name: 'conditionalAccessStatus',
  members: {
    success: 0,
    failure: 1,
    notApplied: 2,
    unknownFutureValue: 3,
  },
}

export const groupType: EnumDefinition = {
  kind: 'enum',
  name: 'groupType',
  members: {
    unifiedGroups: 0,
    azureAD: 1,
    unknownFutureValue: 2,
  },
}

export const initiatorType: EnumDefinition = {
  kind: 'enum',
  name: 'initiatorType',
  members: {
    user: 0,
    application: 1,
    system: 2,
    unknownFutureValue: 3,
  },
}

export const operationResult: EnumDefinition = {
  kind: 'enum',
  name: 'operationResult',
  members: {
    success: 0,
    failure: 1,
    timeout: 2,
    unknownFutureValue: 3,
  },
}

export const provisioningAction: EnumDefinition = {
  kind: 'enum',
  name: 'provisioningAction',
  members: {
    other: 0,
    create: 1,
    delete: 2,
    disable: 3,
    update: 4,
    stagedDelete: 5,
    unknownFutureValue: 6,
  },
}

export const provisioningResult: EnumDefinition = {
  kind: 'enum',
  name: 'provisioningResult',
  members: {
    success: 0,
    failure: 1,
    skipped: 2,
    warning: 3,
    unknownFutureValue: 4,
  },
}

export const provisioningStatusErrorCategory: EnumDefinition = {
  kind: 'enum',
  name: 'provisioningStatusErrorCategory',
  members: {
    failure: 0,
    nonServiceFailure: 1,
    success: 2,
    unknownFutureValue: 3,
  },
}

export const provisioningStepType: EnumDefinition = {
  kind: 'enum',
  name: 'provisioningStepType',
  members: {
    import: 0,
    scoping: 1,
    matching: 2,
    processing: 3,
    referenceResolution: 4,
    export: 5,
    unknownFutureValue: 6,
  },
}

export const riskDetail: EnumDefinition = {
  kind: 'enum',
  name: 'riskDetail',
  members: {
    none: 0,
    adminGeneratedTemporaryPassword: 1,
    userPerformedSecuredPasswordChange: 2,
    userPerformedSecuredPasswordReset: 3,
    adminConfirmedSigninSafe: 4,
    aiConfirmedSigninSafe: 5,
    userPassedMFADrivenByRiskBasedPolicy: 6,
    adminDismissedAllRiskForUser: 7,
    adminConfirmedSigninCompromised: 8,
    hidden: 9,
    adminConfirmedUserCompromised: 10,
    unknownFutureValue: 11,
    m365DAdminDismissedDetection: 12,
    adminConfirmedServicePrincipalCompromised: 13,
    adminDismissedAllRiskForServicePrincipal: 14,
    userChangedPasswordOnPremises: 15,
    adminDismissedRiskForSignIn: 16,
    adminConfirmedAccountSafe: 17,
    microsoftRevokedSessions: 18,
  },
}

export const riskEventType: EnumDefinition = {
  kind: 'enum',
  name: 'riskEventType',
  members: {
    unlikelyTravel: 0,
    anonymizedIPAddress: 1,
    maliciousIPAddress: 2,
    unfamiliarFeatures: 3,
    malwareInfectedIPAddress: 4,
    suspiciousIPAddress: 5,
    leakedCredentials: 6,
    investigationsThreatIntelligence: 7,
    generic: 8,
    adminConfirmedUserCompromised: 9,
    mcasImpossibleTravel: 10,
    mcasSuspiciousInboxManipulationRules: 11,
    investigationsThreatIntelligenceSigninLinked: 12,
    maliciousIPAddressValidCredentialsBlockedIP: 13,
    unknownFutureValue: 14,
  },
}

export const riskLevel: EnumDefinition = {
  kind: 'enum',
  name: 'riskLevel',
  members: {
    low: 0,
    medium: 1,
    high: 2,
    hidden: 3,
    none: 4,
    unknownFutureValue: 5,
  },
}

export const riskState: EnumDefinition = {
  kind: 'enum',
  name: 'riskState',
  members: {
    none: 0,
    confirmedSafe: 1,
    remediated: 2,
    dismissed: 3,
    atRisk: 4,
    confirmedCompromised: 5,
    unknownFutureValue: 6,
  },
}
