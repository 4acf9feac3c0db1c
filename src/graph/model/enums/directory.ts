import type { EnumDefinition } from '../definition.ts'

export const allowedRolePrincipalTypes: EnumDefinition = {
  kind: 'enum',
  name: 'allowedRolePrincipalTypes',
  isFlags: true,
  versions: ['beta'],
  members: {
    user: 1,
    servicePrincipal: 2,
    group: 4,
    unknownFutureValue: 8,
  },
}

export const mdmAuthority: EnumDefinition = {
  kind: 'enum',
  name: 'mdmAuthority',
  members: {
    unknown: 0,
    intune: 1,
    sccm: 2,
    office365: 3,
  },
}

export const nativeAuthenticationApisEnabled: EnumDefinition = {
  kind: 'enum',
  name: 'nativeAuthenticationApisEnabled',
  isFlags: true,
  members: {
    none: 0,
    all: 1,
    unknownFutureValue: 2,
  },
}

export const partnerTenantType: EnumDefinition = {
  kind: 'enum',
  name: 'partnerTenantType',
  members: {
    microsoftSupport: 1,
    syndicatePartner: 2,
    breadthPartner: 3,
    breadthPartnerDelegatedAdmin: 4,
    resellerPartnerDelegatedAdmin: 5,
    valueAddedResellerPartnerDelegatedAdmin: 6,
    unknownFutureValue: 7,
  },
}

export const permissionClassificationType: EnumDefinition = {
  kind: 'enum',
  name: 'permissionClassificationType',
  members: {
    low: 1,
    medium: 2,
    high: 3,
    unknownFutureValue: 4,
  },
}

export const weakAlgorithms: EnumDefinition = {
  kind: 'enum',
  name: 'weakAlgorithms',
  isFlags: true,
  members: {
    rsaSha1: 1,
    unknownFutureValue: 2,
  },
}
