import { randomUUID } from 'node:crypto'
import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../model/application.ts'
import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import { defaultJobOptions, initialProgress, type SynchronizationJob } from '../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'
import type { Tenant } from '../model/tenant.ts'
import type { Store, TenantStore } from './store.ts'
import type { NewUser } from './store-provisioning.ts'
import type { SigningKey } from './store-tenants.ts'

/** Opens an empty store. The suite closes it. */
export type OpenStore = () => Promise<Store>

/** Nouns for the conformance suites: complete, and different with every call unless said otherwise. */

export function sampleTenant(changes: Partial<Tenant> = {}): Tenant {
  const id = randomUUID()
  return {
    id,
    displayName: 'Fabrikam',
    createdDateTime: '2026-01-05T08:00:00Z',
    domains: [{ name: `${id}.fabrikam.example`, isDefault: true }],
    ...changes,
  }
}

export function sampleSigningKey(keyId: string, createdAt: string): SigningKey {
  return { keyId, privateKeyPem: `pem of ${keyId}`, certificate: `certificate of ${keyId}`, createdAt, retiredAt: null }
}

export function sampleApplication(changes: Partial<Application> = {}): Application {
  return {
    id: randomUUID(),
    appId: randomUUID(),
    displayName: 'HR feed',
    createdDateTime: '2026-01-05T08:00:00Z',
    ...changes,
  }
}

export function sampleServicePrincipal(changes: Partial<ServicePrincipal> = {}): ServicePrincipal {
  return {
    id: randomUUID(),
    appId: randomUUID(),
    displayName: 'HR feed',
    accountEnabled: true,
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    ownerIds: [randomUUID()],
    ...changes,
  }
}

export function samplePassword(changes: Partial<PasswordCredential> = {}): PasswordCredential {
  return {
    keyId: randomUUID(),
    displayName: null,
    hint: 'abc',
    secretHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    startDateTime: '2026-01-05T08:00:00Z',
    endDateTime: '2028-01-05T08:00:00Z',
    ...changes,
  }
}

export function sampleAssignment(changes: Partial<AppRoleAssignment> = {}): AppRoleAssignment {
  return {
    id: randomUUID(),
    principalId: randomUUID(),
    resourceId: randomUUID(),
    appRoleId: randomUUID(),
    createdDateTime: '2026-01-05T08:00:00Z',
    ...changes,
  }
}

/** The same schema for the same version text. */
export function sampleSchema(version: string): SynchronizationSchema {
  return { id: 'schema', version, synchronizationRules: [], directories: [] }
}

export function sampleJob(changes: Partial<SynchronizationJob> = {}): SynchronizationJob {
  return {
    id: `API2AAD.${randomUUID()}`,
    servicePrincipalId: randomUUID(),
    templateId: 'API2AAD',
    scheduleState: 'Active',
    createdDateTime: '2026-01-05T08:00:00Z',
    settings: [{ name: 'AzureIngestionAttributeOptimization', value: 'False' }],
    options: defaultJobOptions,
    schema: sampleSchema('first'),
    schemaVersion: 1,
    progress: initialProgress,
    ...changes,
  }
}

/** A tenant that exists, with its part of the store. */
export async function createSampleTenant(store: Store): Promise<TenantStore> {
  const tenant = sampleTenant()
  await store.tenants.create(tenant)
  return store.forTenant(tenant.id)
}

/** A user with the given Graph properties, whose id and principal name are new unless given. */
export function sampleUser(
  properties: Readonly<Record<string, unknown>> = {},
  managerId: string | null = null,
): NewUser {
  const { id = randomUUID(), ...rest } = properties
  return {
    id: String(id),
    managerId,
    properties: {
      userPrincipalName: `${String(id)}@fabrikam.example`,
      displayName: 'Ann Lee',
      accountEnabled: true,
      createdDateTime: '2026-01-05T08:00:00Z',
      ...rest,
    },
  }
}

/** An entry of a successful create; nothing in it is new unless given. */
export function sampleLogEntry(changes: Partial<ProvisioningLogEntry> = {}): ProvisioningLogEntry {
  return {
    jobId: 'API2AAD.sample',
    cycleId: '0199a0de-0000-7000-8000-0000000000c1',
    at: Date.parse('2026-01-05T08:00:00Z'),
    durationMs: 12,
    action: 'create',
    result: 'success',
    cause: 'upload',
    initiator: null,
    origin: null,
    sourceAnchor: 'E-1',
    sourceDisplayName: 'Ann Lee',
    sourceUserName: 'ann.lee@fabrikam.example',
    sourceActive: 'True',
    targetId: '0199a0de-0000-7000-8000-00000000000a',
    targetDisplayName: 'Ann Lee',
    schemaVersion: 1,
    scoping: { inScope: true, clauses: {} },
    matching: { kind: 'none' },
    modified: [],
    unresolved: [],
    error: null,
    ...changes,
  }
}
