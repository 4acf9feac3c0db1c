import { randomUUID } from 'node:crypto'
import { openStore } from '../src/app/open-stores.ts'
import { createClientSecret } from '../src/auth/client-secrets.ts'
import { graphAppId, type Permission, permissions } from '../src/auth/permissions.ts'
import { generateSigningKey } from '../src/auth/tokens/signing-key.ts'
import type { AuditEntry } from '../src/contracts/store-audits.ts'
import type { ObjectKey } from '../src/contracts/store-objects.ts'
import type { DirectoryTransaction } from '../src/contracts/store-writes.ts'
import type { ObjectType } from '../src/model/directory-object.ts'
import { addToGrant } from '../src/oauth/consent/grants.ts'
import type { Answer, Json, World } from './world.ts'

/** Applications with certificates, other issuers and own APIs, written as the routes of Graph would write them. */

export interface TestCertificate {
  readonly certificatePem: string
  readonly privateKeyPem: string
  /** DER in base64, as in `keyCredential.key`. */
  readonly der: string
  /** SHA-1 in base64url. */
  readonly thumbprint: string
}

export async function makeCertificate(): Promise<TestCertificate> {
  const { keyId, privateKeyPem, certificate } = await generateSigningKey(Date.now() - 60_000)
  const lines = certificate.match(/.{1,64}/g) ?? []
  const certificatePem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
  return { certificatePem, privateKeyPem, der: certificate, thumbprint: keyId }
}

export function keyCredential({ der, thumbprint }: TestCertificate, changes: Json = {}): Json {
  return {
    keyId: randomUUID(),
    customKeyIdentifier: Buffer.from(thumbprint, 'base64url').toString('base64'),
    key: der,
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    displayName: 'CN=connector',
    startDateTime: new Date(Date.now() - 60_000).toISOString(),
    endDateTime: new Date(Date.now() + 86_400_000).toISOString(),
    ...changes,
  }
}

export interface Registration {
  readonly displayName?: string
  readonly application?: Json
  readonly servicePrincipal?: Json
  /** Names of the service principal besides its appId. */
  readonly identifierUris?: readonly string[]
  readonly federatedCredentials?: readonly Json[]
  readonly permissions?: readonly Permission[]
  /** App roles of other service principals: `[resource id, app role id]`. */
  readonly appRoles?: readonly (readonly [resourceId: string, appRoleId: string])[]
  /** Adds a secret with characters that encodings like to break. */
  readonly secret?: boolean
}

export interface Registered {
  readonly clientId: string
  readonly servicePrincipalId: string
  readonly applicationId: string
  readonly clientSecret: string
}

export async function register(world: World, wish: Registration): Promise<Registered> {
  return inStore(world, async (transaction) => {
    const { objects } = transaction
    const appId = randomUUID()
    const applicationId = randomUUID()
    const servicePrincipalId = randomUUID()
    const displayName = wish.displayName ?? 'Workload'
    const startsAt = world.now()
    const createdDateTime = new Date(startsAt).toISOString()
    const { credential, secretText } = createClientSecret({
      displayName: null,
      startsAt,
      endsAt: startsAt + secretLifetimeMs,
    })
    await insert(objects, 'application', applicationId, [key('appId', appId)], {
      appId,
      displayName,
      createdDateTime,
      passwordCredentials: wish.secret === true ? [credential] : [],
      identifierUris: wish.identifierUris ?? [],
      ...wish.application,
    })
    const names = [appId, ...(wish.identifierUris ?? [])]
    const keys = [key('appId', appId), ...names.map((name) => key('servicePrincipalNames', name))]
    await insert(objects, 'servicePrincipal', servicePrincipalId, keys, {
      appId,
      displayName,
      accountEnabled: true,
      servicePrincipalNames: names,
      tags: [],
      ...wish.servicePrincipal,
    })
    for (const federated of wish.federatedCredentials ?? []) {
      const id = randomUUID()
      await insert(objects, 'federatedIdentityCredential', id, [], { id, ...federated })
      await objects.link('parent', id, applicationId)
    }
    const graph = await objects.findByKey('servicePrincipal', key('appId', graphAppId))
    const granted = (wish.permissions ?? []).map((name) => {
      const appRoleId = permissions[name].application
      if (appRoleId === null || graph === undefined) throw new Error(`${name} cannot be granted`)
      return [graph.id, appRoleId] as const
    })
    for (const [resourceId, appRoleId] of [...granted, ...(wish.appRoles ?? [])]) {
      const id = randomUUID()
      const properties = {
        principalId: servicePrincipalId,
        resourceId,
        appRoleId,
        createdDateTime,
      }
      await insert(
        objects,
        'appRoleAssignment',
        id,
        [key('grant', `${servicePrincipalId} ${resourceId} ${appRoleId}`)],
        properties,
      )
      await objects.link('principal', id, servicePrincipalId)
      await objects.link('resource', id, resourceId)
    }
    return { clientId: appId, servicePrincipalId, applicationId, clientSecret: secretText }
  })
}

/** Consents to delegated permissions of a resource (default: Graph) for everybody, or for one user. */
export async function grantScopes(
  world: World,
  clientServicePrincipalId: string,
  scopes: readonly string[],
  { resourceId, principalId = null }: { readonly resourceId?: string; readonly principalId?: string | null } = {},
): Promise<void> {
  await inStore(world, async ({ objects }) => {
    const graph = await objects.findByKey('servicePrincipal', key('appId', graphAppId))
    const ends = { clientId: clientServicePrincipalId, resourceId: resourceId ?? graph?.id ?? '', principalId }
    await addToGrant(objects, ends, scopes)
  })
}

const secretLifetimeMs = 2 * 365 * 86_400_000

/** Changes properties of an object, its keys stay. */
export async function change(world: World, id: string, properties: Json, keys: readonly ObjectKey[]): Promise<void> {
  await inStore(world, async ({ objects }) => {
    const found = await objects.find(id)
    await objects.replace({ id, properties: { ...found?.properties, ...properties }, keys })
  })
}

async function inStore<T>(world: World, work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T> {
  const store = await openStore(world.config.dataDirectory)
  try {
    return await store.forTenant(world.setUp.tenantId).provisioning.transaction(work)
  } finally {
    await store.close()
  }
}

/** Entries of the sign-in log, newest first. */
export async function signInsOf(world: World): Promise<readonly AuditEntry[]> {
  const store = await openStore(world.config.dataDirectory)
  try {
    return await store.forTenant(world.setUp.tenantId).audits.list('signIn', { limit: 1000 })
  } finally {
    await store.close()
  }
}

export function key(name: string, value: string): ObjectKey {
  return { name, value }
}

type Objects = DirectoryTransaction['objects']

async function insert(
  objects: Objects,
  type: ObjectType,
  id: string,
  keys: readonly ObjectKey[],
  properties: Json,
): Promise<void> {
  const outcome = await objects.insert({ id, type, properties, keys })
  if (outcome.kind !== 'written') throw new Error(`${type} cannot be written: ${JSON.stringify(outcome)}`)
}

/** A form to the token endpoint of the world's tenant. */
export function requestToken(
  world: World,
  fields: Readonly<Record<string, string>>,
  path = `/${world.setUp.tenantId}/oauth2/v2.0/token`,
): Promise<Answer> {
  return world.send('POST', path, {
    token: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
      ...fields,
    }).toString(),
  })
}
