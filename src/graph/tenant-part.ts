import type { TenantStore } from '../contracts/store.ts'

/** The way from a caller's tenant to the parts of its store that a resource needs; `Store.forTenant` fits. */
export type ForTenant<Part extends keyof TenantStore> = (tenantId: string) => Pick<TenantStore, Part | 'tenantId'>
