import { randomUUID } from 'node:crypto'
import { openStore } from '../src/app/open-stores.ts'
import type { Permission } from '../src/auth/permissions.ts'
import { type RoleName, roleTemplates } from '../src/auth/role-templates.ts'
import { issueAppOnlyToken } from '../src/auth/tokens/issue.ts'
import { issueUserToken } from '../src/auth/tokens/issue-user.ts'
import { createKeyRing, type RingKey } from '../src/auth/tokens/key-ring.ts'
import type { TenantStore } from '../src/contracts/store.ts'
import type { ObjectType } from '../src/model/directory-object.ts'
import type { World } from './world.ts'

/** Who calls: an application that owns every target or none, or a user by the role that it holds. */
export type CallerName = 'owner' | 'stranger' | 'member' | 'guest' | RoleName

export interface TokenWish {
  readonly kind: 'application' | 'delegated'
  readonly caller: CallerName
  readonly permissions: readonly string[]
  /** Default: Graph. */
  readonly audience?: string
  readonly ageMs?: number
}

/** Callers of every kind in a world's tenant, with tokens that the world's own keys sign. */
export interface AuthorizationWorld {
  /** The same wish gives the same token. */
  token(wish: TokenWish): Promise<string>
  /** Object id of a caller. */
  idOf(caller: CallerName): string
  /** An object that the application `owner` owns, made in advance. */
  target(type: OwnedType): string
  readonly tenant: TenantStore
  close(): Promise<void>
}

export type OwnedType = 'servicePrincipal' | 'application' | 'group' | 'deleted'

interface Caller {
  readonly id: string
  readonly appId: string
  readonly name: string
}

/** Makes callers, and as many objects to own as are asked for. */
export async function openAuthorizationWorld(
  world: World,
  targetsPerType: Readonly<Record<OwnedType, number>>,
): Promise<AuthorizationWorld> {
  const store = await openStore(world.config.dataDirectory)
  const tenant = store.forTenant(world.setUp.tenantId)
  const ring = createKeyRing({ store: store.signingKeys, clock: { now: () => world.now() } })
  const key = (await ring.current()).signing
  const callers = await createCallers(tenant, world)
  const deletedDateTime = new Date(world.now()).toISOString()
  const owner = { ownerId: required(callers.get('owner')).id, deletedDateTime }
  const targets = await createTargets(tenant, owner, targetsPerType)
  const tokens = new Map<string, Promise<string>>()
  return {
    tenant,
    idOf: (caller) => required(callers.get(caller)).id,
    target: (type) => required(targets[type].pop()),
    token(wish) {
      const wanted = JSON.stringify(wish)
      const known = tokens.get(wanted) ?? issue(wish, { caller: required(callers.get(wish.caller)), world, key })
      tokens.set(wanted, known)
      return known
    },
    close: () => store.close(),
  }
}

interface Issuing {
  readonly caller: Caller
  readonly world: World
  readonly key: RingKey
}

async function issue({ kind, permissions, audience, ageMs = 0 }: TokenWish, { caller, world, key }: Issuing) {
  const { id, appId, name: displayName } = caller
  const common = {
    tenantId: world.setUp.tenantId,
    servicePrincipal: { id, appId, displayName },
    audience: audience ?? 'https://graph.microsoft.com',
    origin: world.origin,
    issuedAt: world.now() - ageMs,
  }
  const { token } =
    kind === 'application'
      ? await issueAppOnlyToken({ ...common, roles: permissions as readonly Permission[] }, key)
      : await issueUserToken(
          {
            ...common,
            user: { id, userPrincipalName: 'a@fabrikam.example', displayName },
            scopes: permissions,
            roleTemplateIds: [],
            authMethods: ['pwd'],
          },
          key,
        )
  return token
}

async function createCallers(tenant: TenantStore, world: World): Promise<ReadonlyMap<CallerName, Caller>> {
  const callers = new Map<CallerName, Caller>()
  for (const name of ['owner', 'stranger'] as const) {
    const caller = { id: randomUUID(), appId: randomUUID(), name }
    const { id, appId } = caller
    const properties = { appId, displayName: name, accountEnabled: true, tags: [] }
    const keys = [{ name: 'appId', value: appId }]
    await tenant.provisioning.transaction(({ objects }) =>
      objects.insert({ id, type: 'servicePrincipal', properties, keys }),
    )
    callers.set(name, caller)
  }
  // Users sign in to an application that everybody knows.
  const appId = world.setUp.clientId
  const roles = Object.entries(roleTemplates) as readonly [RoleName, string][]
  for (const name of ['member', 'guest', ...roles.map(([role]) => role)] as const) {
    callers.set(name, { id: randomUUID(), appId, name })
  }
  await tenant.provisioning.transaction(async ({ users, objects }) => {
    const people = [...callers.values()].slice(2)
    await users.insert(people.map((person, index) => toNewUser(person, index)))
    for (const [role, roleTemplateId] of roles) {
      const roleKey = { name: 'roleTemplateId', value: roleTemplateId }
      const found = await objects.findByKey('directoryRole', roleKey)
      const id = found?.id ?? randomUUID()
      const properties = { displayName: role, roleTemplateId }
      if (found === undefined) await objects.insert({ id, type: 'directoryRole', properties, keys: [roleKey] })
      await objects.link('members', id, required(callers.get(role)).id)
    }
  })
  return callers
}

function toNewUser({ id, name }: Caller, index: number) {
  const properties = {
    userPrincipalName: `caller${index}@fabrikam.example`,
    displayName: name,
    accountEnabled: true,
    createdDateTime: '2026-01-01T00:00:00Z',
    userType: name === 'guest' ? 'Guest' : 'Member',
  }
  return { id, managerId: null, properties }
}

async function createTargets(
  tenant: TenantStore,
  { ownerId, deletedDateTime }: { readonly ownerId: string; readonly deletedDateTime: string },
  counts: Readonly<Record<OwnedType, number>>,
): Promise<Record<OwnedType, string[]>> {
  const targets: Record<OwnedType, string[]> = { servicePrincipal: [], application: [], group: [], deleted: [] }
  await tenant.provisioning.transaction(async ({ objects }) => {
    for (const [type, ids] of Object.entries(targets) as [OwnedType, string[]][]) {
      for (let count = 0; count < counts[type]; count += 1) {
        const id = randomUUID()
        const appId = randomUUID()
        const stored: ObjectType = type === 'deleted' ? 'application' : type
        const properties = { appId, displayName: 'Target', accountEnabled: true, tags: [] }
        const keys = stored === 'group' ? [] : [{ name: 'appId', value: appId }]
        await objects.insert({ id, type: stored, properties, keys })
        await objects.link('owners', id, ownerId)
        // Lately, or the purge of old items takes it away while a slow run still asks for it.
        if (type === 'deleted') await objects.softDelete(id, deletedDateTime)
        ids.push(id)
      }
    }
  })
  return targets
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the world has no such thing')
  return value
}
