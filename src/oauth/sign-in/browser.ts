import { createHash, randomBytes } from 'node:crypto'
import type { Artifact } from '../../contracts/store-identity.ts'
import type { HttpRequest } from '../../http/message.ts'
import type { User } from '../../model/user.ts'
import { refuseUser } from './check-user.ts'
import { describeDevice } from './describe-device.ts'
import type { FlowUser } from './flow.ts'
import type { Visit } from './visit.ts'

/** How long a sign-in holds in a browser. */
const sessionMs = 24 * 3_600_000
/** Accounts of one browser; the oldest makes room. */
const accountsMax = 8
const browserPattern = /^[A-Za-z0-9_-]{43}$/

/** A browser, known by a cookie of its own for each tenant. */
export interface Browser {
  /** What the store and a flow know it by. */
  readonly key: string
  /** `Set-Cookie`, when the browser must be told. */
  readonly cookie: string | undefined
}

export interface Session {
  readonly user: User
  readonly flowUser: FlowUser
}

export function readBrowser({ request, tenant, call }: Visit): Browser {
  const name = cookieName(tenant.id, call.door.origin)
  const known = readCookies(request).get(name)
  if (known !== undefined && browserPattern.test(known)) return { key: hash(known), cookie: undefined }
  return newBrowser(name, call.door.origin)
}

function newBrowser(name: string, origin: string): Browser {
  const id = randomBytes(32).toString('base64url')
  return { key: hash(id), cookie: `${name}=${id}; Path=/; HttpOnly; SameSite=Lax${isSecure(origin) ? '; Secure' : ''}` }
}

/** The `__Host-` prefix keeps other hosts of the domain from setting it (RFC 6265bis). */
function cookieName(tenantId: string, origin: string): string {
  return `${isSecure(origin) ? '__Host-' : ''}entrain-${tenantId.replaceAll('-', '')}`
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:')
}

function readCookies(request: Pick<HttpRequest, 'header'>): ReadonlyMap<string, string> {
  const pairs = (request.header('cookie') ?? '').split(';').map((pair) => pair.trim())
  return new Map(
    pairs.map((pair): [string, string] => {
      const equals = pair.indexOf('=')
      return equals === -1 ? ['', pair] : [pair.slice(0, equals), pair.slice(equals + 1)]
    }),
  )
}

/** Who is signed in in a browser, oldest first; not those whose account or sign-in has ended. */
export async function readSessions({ store, now }: Visit, browserKey: string): Promise<readonly Session[]> {
  const artifacts = await store.identity.artifacts.listFamily('session', browserKey, now)
  const sessions: Session[] = []
  for (const artifact of artifacts) {
    const user = artifact.userId === null ? undefined : await store.directory.findUser(artifact.userId)
    const flowUser = toFlowUser(artifact)
    if (user !== undefined && refuseUser(user, flowUser.authTime) === undefined) sessions.push({ user, flowUser })
  }
  return sessions
}

/** Keeps a sign-in. The browser gets a new cookie, so that nobody can have prepared the one it had (session fixation). */
export async function keepSession(visit: Visit, browserKey: string, user: FlowUser): Promise<Browser> {
  const { store, tenant, call, now, request } = visit
  const { artifacts } = store.identity
  const former = await artifacts.listFamily('session', browserKey, now)
  const others = former.filter(({ userId }) => userId !== user.userId).slice(1 - accountsMax)
  const browser = newBrowser(cookieName(tenant.id, call.door.origin), call.door.origin)
  const { userId, authTime, authMethods, sessionId } = user
  const device = describeDevice(request.header('user-agent') ?? '')
  const own = { userId, createdAt: now, expiresAt: now + sessionMs, data: { authTime, authMethods, sessionId, device } }
  await artifacts.revokeFamily(browserKey)
  await artifacts.add(
    [...others, own].map((session) => {
      const { createdAt, expiresAt, data } = session
      const key = sessionKey(browser.key, session.userId ?? '')
      return { kind: 'session', key, family: browser.key, userId: session.userId, createdAt, expiresAt, data }
    }),
  )
  return browser
}

/** Ends the sign-in of one account in a browser. */
export async function endSession({ store }: Visit, browserKey: string, userId: string): Promise<void> {
  await store.identity.artifacts.remove('session', sessionKey(browserKey, userId))
}

export async function endSessions({ store }: Visit, browserKey: string): Promise<void> {
  await store.identity.artifacts.revokeFamily(browserKey)
}

function toFlowUser({ userId, data }: Artifact): FlowUser {
  const { authTime, authMethods, sessionId } = data
  return {
    userId: userId ?? '',
    authTime: Number(authTime),
    authMethods: Array.isArray(authMethods) ? authMethods.map(String) : [],
    sessionId: String(sessionId),
    isFresh: false,
    showedPassword: false,
  }
}

function sessionKey(browserKey: string, userId: string): string {
  return hash(`${browserKey} ${userId.toLowerCase()}`)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
