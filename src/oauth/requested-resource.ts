import { OAuthError } from './error.ts'
import type { FoundResource } from './find-resource.ts'
import { type Form, missingParameter } from './form.ts'

/** Scopes of OpenID Connect carry no resource; an application that adds them out of habit is not refused. */
const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access'])
const defaultSuffix = '/.default'

/**
 * Reads for which resource an application wants its token, from `scope` (`{resource}/.default`) or from `resource`, at
 * both versions of the endpoint (identity-platform section 3.2), and finds it. Refuses with 900144, 1002012 (no
 * `.default`), 28000 (several resources) and 500011 (a resource that is not here).
 */
export async function requestedResource(
  { scope, resource }: Pick<Form, 'scope' | 'resource'>,
  version: 'v1' | 'v2',
  find: (name: string) => Promise<FoundResource | undefined>,
): Promise<FoundResource> {
  const wanted = version === 'v1' && resource !== '' ? [resource] : fromScope(scope)
  const [first, ...others] = (wanted.length === 0 && resource !== '' ? [resource] : wanted).map(withoutSuffix)
  if (first === undefined) throw missingParameter(version === 'v1' ? 'resource' : 'scope')

  const found = await find(first)
  if (found === undefined) {
    throw new OAuthError(
      500011,
      `The resource '${first}' was not found in the tenant. Ask for https://graph.microsoft.com, or for an appId or identifierUri of an application here.`,
    )
  }
  for (const other of new Set(others)) {
    if (other === first || (await find(other))?.audience === found.audience) continue
    throw new OAuthError(28000, `A token is for one resource, and '${scope}' names several.`)
  }
  return found
}

function withoutSuffix(name: string): string {
  return name.toLowerCase().endsWith(defaultSuffix) ? name.slice(0, -defaultSuffix.length) : name
}

function fromScope(scope: string): readonly string[] {
  const scopes = scope.split(/\s+/).filter((item) => item !== '' && !openIdScopes.has(item.toLowerCase()))
  return scopes.map((item) => {
    if (item.toLowerCase() === '.default') return 'https://graph.microsoft.com'
    if (item.toLowerCase().endsWith(defaultSuffix)) return item
    const message = `The scope '${item}' cannot be asked for with client credentials. Ask for '{resource}/.default'; what the application may do is granted to it beforehand.`
    throw new OAuthError(1002012, message)
  })
}
