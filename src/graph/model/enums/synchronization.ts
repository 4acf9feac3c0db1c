import type { EnumDefinition } from '../definition.ts'

export const quarantineReason: EnumDefinition = {
  kind: 'enum',
  name: 'quarantineReason',
  members: {
    EncounteredBaseEscrowThreshold: 0,
    EncounteredTotalEscrowThreshold: 1,
    EncounteredEscrowProportionThreshold: 2,
    EncounteredQuarantineException: 4,
    Unknown: 8,
    QuarantinedOnDemand: 16,
    TooManyDeletes: 32,
    IngestionInterrupted: 64,
  },
}

export const synchronizationJobRestartScope: EnumDefinition = {
  kind: 'enum',
  name: 'synchronizationJobRestartScope',
  isFlags: true,
  members: {
    None: 0,
    ConnectorDataStore: 1,
    Escrows: 2,
    Watermark: 4,
    QuarantineState: 8,
    Full: 15,
    ForceDeletes: 32,
  },
}

export const synchronizationMetadata: EnumDefinition = {
  kind: 'enum',
  name: 'synchronizationMetadata',
  members: {
    GalleryApplicationIdentifier: 0,
    GalleryApplicationKey: 1,
    IsOAuthEnabled: 2,
    IsSynchronizationAgentAssignmentRequired: 3,
    IsSynchronizationAgentRequired: 4,
    IsSynchronizationInPreview: 5,
    OAuthSettings: 6,
    SynchronizationLearnMoreIbizaFwLink: 7,
    ConfigurationFields: 8,
  },
}

export const synchronizationScheduleState: EnumDefinition = {
  kind: 'enum',
  name: 'synchronizationScheduleState',
  members: {
    Active: 0,
    Disabled: 1,
    Paused: 2,
  },
}

export const synchronizationSecret = {
  kind: 'enum',
  name: 'synchronizationSecret',
  members: {
    None: 0,
    UserName: 1,
    Password: 2,
    SecretToken: 3,
    AppKey: 4,
    BaseAddress: 5,
    ClientIdentifier: 6,
    ClientSecret: 7,
    SingleSignOnType: 11,
    Sandbox: 12,
    Url: 13,
    Domain: 14,
    ConsumerKey: 15,
    ConsumerSecret: 16,
    TokenKey: 17,
    TokenExpiration: 18,
    Oauth2AccessToken: 19,
    Oauth2AccessTokenCreationTime: 20,
    Oauth2RefreshToken: 21,
    SyncAll: 22,
    InstanceName: 24,
    Oauth2ClientId: 27,
    Oauth2ClientSecret: 28,
    CompanyId: 29,
    UpdateKeyOnSoftDelete: 30,
    SynchronizationSchedule: 33,
    SystemOfRecord: 34,
    SandboxName: 35,
    EnforceDomain: 36,
    SyncNotificationSettings: 37,
    SkipOutOfScopeDeletions: 40,
    Oauth2AuthorizationCode: 62,
    Oauth2RedirectUri: 63,
    ApplicationTemplateIdentifier: 64,
    Oauth2TokenExchangeUri: 65,
    Oauth2AuthorizationUri: 66,
    AuthenticationType: 67,
    Server: 70,
    PerformInboundEntitlementGrants: 100,
    HardDeletesEnabled: 101,
    SyncAgentCompatibilityKey: 102,
    SyncAgentADContainer: 103,
    ValidateDomain: 206,
    TestReferences: 207,
    ConnectionString: 250,
  },
} as const satisfies EnumDefinition

export const synchronizationStatusCode: EnumDefinition = {
  kind: 'enum',
  name: 'synchronizationStatusCode',
  members: {
    NotConfigured: 0,
    NotRun: 1,
    Active: 2,
    Paused: 3,
    Quarantine: 4,
  },
}

export const synchronizationTaskExecutionResult: EnumDefinition = {
  kind: 'enum',
  name: 'synchronizationTaskExecutionResult',
  members: {
    Succeeded: 0,
    Failed: 1,
    EntryLevelErrors: 2,
  },
}
