import type { Endpoint } from '../endpoint.ts'
import { OAuthError } from '../error.ts'
import { findTenantOf } from '../find-tenant.ts'
import { missingParameter } from '../form.ts'
import { matchRedirectUri } from '../redirect-uri.ts'
import { asPage } from './authorize.ts'
import { begin } from './begin.ts'
import { requireClient } from './finish-authorize.ts'
import { toVisit } from './visit.ts'

/** `GET /{tenant}/adminconsent` and `/{tenant}/v2.0/adminconsent`: an administrator allows an application for everybody. */
export function adminConsent(version: 'v1' | 'v2'): Endpoint {
  return asPage(async (call) => {
    const query = call.request.url.searchParams
    const clientId = query.get('client_id') ?? ''
    const visit = toVisit(call, await findTenantOf(call, { clientId }))
    if (clientId === '') throw missingParameter('client_id')
    const client = await requireClient(visit, clientId)
    const redirectUri = query.get('redirect_uri') ?? client.redirects[0]?.uri ?? ''
    if (matchRedirectUri(client.redirects, redirectUri) === undefined) {
      const message = `The redirect URI '${redirectUri}' is not registered for the application '${clientId}'.`
      throw new OAuthError(50011, message)
    }
    const scope = query.get('scope')?.trim() ?? ''
    if (version === 'v2' && scope === '') throw missingParameter('scope')
    const state = query.get('state') ?? ''
    return begin(visit, { kind: 'adminConsent', version, clientId: client.appId, redirectUri, state, scope })
  })
}
