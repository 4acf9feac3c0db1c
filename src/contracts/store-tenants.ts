import type { Tenant } from '../model/tenant.ts'

export interface TenantsStore {
  /** Refuses with `conflict` when the id or a domain is taken. Domain names are stored in lower case. */
  create(tenant: Tenant): Promise<void>
  /** By id or by domain name, letter case ignored. */
  find(idOrDomain: string): Promise<Tenant | undefined>
  /** In order of creation. */
  list(): Promise<readonly Tenant[]>
}

/** A key that signs tokens. `retiredAt` (ISO 8601) is set once it only verifies. */
export interface SigningKey {
  readonly keyId: string
  /** PKCS #8, PEM. */
  readonly privateKeyPem: string
  /** Self-signed certificate over the public key, DER in base64: clients read `x5c` and `x5t`. */
  readonly certificate: string
  readonly createdAt: string
  readonly retiredAt: string | null
}

export interface SigningKeysStore {
  /** Adds a key; every older one is marked retired at its `createdAt`. */
  rotate(key: SigningKey): Promise<void>
  /** Newest first, retired ones included. */
  list(): Promise<readonly SigningKey[]>
  remove(keyId: string): Promise<void>
}
