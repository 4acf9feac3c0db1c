import { OAuthError } from './error.ts'

export const openIdScopes = ['openid', 'profile', 'email', 'offline_access'] as const
export type OpenIdScope = (typeof openIdScopes)[number]

/** What a client asks for on behalf of a user. */
export interface DelegatedScopes {
  /** Identifier of the one resource as it was written; null when no scope names one, which means Graph. */
  readonly resource: string | null
  /** Everything that was consented to, and what the registration lists. */
  readonly isDefault: boolean
  /** Scopes of the resource by value, with the spelling in which each was asked for. */
  readonly named: readonly { readonly value: string; readonly asked: string }[]
  readonly openId: readonly OpenIdScope[]
  /** The spelling of `.default`. */
  readonly defaultAsked: string | null
}

const scopesMax = 100

/**
 * Reads a list of scopes (identity-platform section 3.2). Refuses with 28002 (too many), 28000 (several resources) and
 * 70011 (`.default` beside named scopes).
 */
export function parseDelegatedScopes(scope: string): DelegatedScopes {
  const asked = [...new Set(scope.split(/\s+/).filter((item) => item !== ''))]
  if (asked.length > scopesMax) throw new OAuthError(28002, `More than ${scopesMax} scopes were asked for.`)
  const openId: OpenIdScope[] = []
  const named: { value: string; asked: string }[] = []
  const resources = new Map<string, string>()
  let defaultAsked: string | null = null
  for (const item of asked) {
    const { resource, value } = splitScope(item)
    const isOpenId = openIdScopes.find((known) => known === value.toLowerCase())
    if (isOpenId !== undefined) {
      if (!openId.includes(isOpenId)) openId.push(isOpenId)
      continue
    }
    if (value.toLowerCase() === '.default') defaultAsked = item
    else named.push({ value, asked: item })
    resources.set(sameResource(resource), resource ?? graphUri)
  }
  if (resources.size > 1) throw new OAuthError(28000, `A token is for one resource, and '${scope}' names several.`)
  if (defaultAsked !== null && named.length > 0) {
    throw new OAuthError(70011, "The scope '.default' cannot be asked for together with named scopes of its resource.")
  }
  const [resource = null] = resources.values()
  return { resource, isDefault: defaultAsked !== null, named, openId, defaultAsked }
}

const graphUri = 'https://graph.microsoft.com'

function sameResource(resource: string | null): string {
  return (resource ?? graphUri).toLowerCase().replace(/\/+$/, '')
}

/** Everything before the last slash names the resource; without one it is Graph's. */
function splitScope(scope: string): { readonly resource: string | null; readonly value: string } {
  const slash = scope.lastIndexOf('/')
  return slash === -1
    ? { resource: null, value: scope }
    : { resource: scope.slice(0, slash), value: scope.slice(slash + 1) }
}
