import { wellKnownClientName } from '../auth/well-known-clients.ts'
import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { DirectoryObject } from '../model/directory-object.ts'

/** Where an application may be answered, and as what kind of program. */
export interface RegisteredRedirect {
  readonly uri: string
  readonly kind: 'web' | 'spa' | 'public'
}

/** An application as people sign in to it: its registration, and its service principal once there is one. */
export interface ClientRegistration {
  readonly appId: string
  readonly displayName: string
  readonly application: DirectoryObject | undefined
  readonly servicePrincipal: DirectoryObject | undefined
  readonly redirects: readonly RegisteredRedirect[]
  readonly logoutUris: readonly string[]
  /** Device code: a flow of programs that keep no secret. */
  readonly allowsPublicFlows: boolean
  /** Name and password: only where the registration says so itself (docs/decisions/0016). */
  readonly allowsPasswords: boolean
  readonly isDisabled: boolean
  /** id_token straight from the authorization endpoint. */
  readonly allowsIdTokens: boolean
}

/** Finds an application by its client id. Well-known public clients are known in every tenant. */
export async function findClient(
  objects: Pick<ObjectsReader, 'findByKey'>,
  clientId: string,
): Promise<ClientRegistration | undefined> {
  const key = { name: 'appId', value: clientId }
  const application = await objects.findByKey('application', key)
  const servicePrincipal = await objects.findByKey('servicePrincipal', key)
  const wellKnown = wellKnownClientName(clientId)
  if (application === undefined && servicePrincipal === undefined && wellKnown === undefined) return undefined
  const registered = application?.properties ?? {}
  const redirects = readRedirects(application, servicePrincipal, wellKnown !== undefined)
  const implicit = asObject(asObject(registered.web).implicitGrantSettings)
  return {
    appId: text(registered.appId ?? servicePrincipal?.properties.appId ?? clientId),
    displayName: text(registered.displayName ?? servicePrincipal?.properties.displayName ?? wellKnown),
    application,
    servicePrincipal,
    redirects,
    logoutUris: readLogoutUris(application, servicePrincipal),
    allowsPublicFlows:
      wellKnown !== undefined ||
      registered.isFallbackPublicClient === true ||
      redirects.some(({ kind }) => kind === 'public'),
    allowsPasswords: registered.isFallbackPublicClient === true,
    isDisabled: servicePrincipal?.properties.accountEnabled === false || registered.isDisabled === true,
    allowsIdTokens: implicit.enableIdTokenIssuance === true,
  }
}

function readRedirects(
  application: DirectoryObject | undefined,
  servicePrincipal: DirectoryObject | undefined,
  isWellKnown: boolean,
): readonly RegisteredRedirect[] {
  const redirects: RegisteredRedirect[] = []
  const add = (list: unknown, kind: RegisteredRedirect['kind']) => {
    for (const uri of texts(list)) if (!redirects.some((known) => known.uri === uri)) redirects.push({ uri, kind })
  }
  add(asObject(application?.properties.spa).redirectUris, 'spa')
  add(asObject(application?.properties.publicClient).redirectUris, 'public')
  add(asObject(application?.properties.web).redirectUris, 'web')
  add(servicePrincipal?.properties.replyUrls, isWellKnown ? 'public' : 'web')
  if (isWellKnown) add(['http://localhost'], 'public')
  return redirects
}

function readLogoutUris(...holders: readonly (DirectoryObject | undefined)[]): readonly string[] {
  return holders.flatMap((holder) => {
    const urls = [holder?.properties.logoutUrl, asObject(holder?.properties.web).logoutUrl]
    return urls.filter((url) => typeof url === 'string')
  })
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
