import type { Artifact } from '../../contracts/store-identity.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { User } from '../../model/user.ts'
import { findClient, text } from '../client-registration.ts'
import { describePermission } from '../consent/permission-texts.ts'
import { refuseUser } from '../sign-in/check-user.ts'
import type { Visit } from '../sign-in/visit.ts'

/** What is shown of each kind, newest first. */
const rowsMax = 100
const grantsMax = 500

/** What a person sees of the own account. Times are milliseconds since 1970, UTC. */
export interface Account {
  readonly sessions: readonly SessionRow[]
  readonly signedInApps: readonly { readonly name: string; readonly lastAt: number }[]
  readonly consents: readonly Consent[]
  readonly hasSecondFactor: boolean
}

export interface SessionRow {
  readonly device: string
  readonly at: number
  readonly isThis: boolean
}

/** What a person allowed an application. */
export interface Consent {
  /** Object id of the application's service principal. */
  readonly clientId: string
  readonly name: string
  readonly permissions: readonly string[]
}

export async function readAccount(visit: Visit, user: User, browserKey: string): Promise<Account> {
  const { identity } = visit.store
  return {
    sessions: await readSessionRows(visit, user, browserKey),
    signedInApps: await readApps(visit, user),
    consents: await readConsents(visit, user.id),
    hasSecondFactor: (await identity.totp.find(user.id)) !== undefined,
  }
}

async function listLiving({ store, now }: Visit, user: User, kind: 'session' | 'refreshToken') {
  const found = await store.identity.artifacts.listUser(kind, user.id, { now, limit: rowsMax })
  const isLiving = ({ usedAt, data }: Artifact) =>
    usedAt === null && refuseUser(user, Number(data.authTime)) === undefined
  return found.filter(isLiving)
}

async function readSessionRows(visit: Visit, user: User, browserKey: string): Promise<readonly SessionRow[]> {
  return (await listLiving(visit, user, 'session')).map(({ family, data }) => ({
    device: text(data.device) || 'A browser',
    at: Number(data.authTime),
    isThis: family === browserKey,
  }))
}

/** Applications that hold refresh tokens of the person. */
async function readApps(visit: Visit, user: User): Promise<Account['signedInApps']> {
  const latest = new Map<string, number>()
  for (const { data, createdAt } of await listLiving(visit, user, 'refreshToken')) {
    const appId = text(data.clientId)
    latest.set(appId, Math.max(latest.get(appId) ?? 0, createdAt))
  }
  return Promise.all(
    [...latest].map(async ([appId, lastAt]) => {
      const client = await findClient(visit.store.objects, appId)
      return { name: client?.displayName || appId, lastAt }
    }),
  )
}

/** What the person granted, one row for each application. What an administrator granted for everybody is not theirs. */
async function readConsents({ store }: Visit, userId: string): Promise<readonly Consent[]> {
  const grants = await listGrants(store.objects, userId)
  const byClient = Map.groupBy(grants, ({ properties }) => text(properties.clientId).toLowerCase())
  const clients = await store.objects.findMany([...byClient.keys()])
  return [...byClient].map(([clientId, own], index) => ({
    clientId,
    name: text(clients[index]?.properties.displayName) || clientId,
    permissions: [...new Set(own.flatMap(scopesOf))].map((scope) => describePermission(scope).displayName),
  }))
}

export async function listGrants(
  objects: Pick<Visit['store']['objects'], 'listLinking' | 'findMany'>,
  userId: string,
): Promise<readonly DirectoryObject[]> {
  const linking = await objects.listLinking('principal', userId, { limit: grantsMax })
  const found = await objects.findMany(linking)
  return found.filter((grant) => grant !== undefined).filter(({ type }) => type === 'oAuth2PermissionGrant')
}

function scopesOf({ properties }: DirectoryObject): readonly string[] {
  return text(properties.scope)
    .split(/\s+/)
    .filter((scope) => scope !== '')
}
