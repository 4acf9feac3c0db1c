import { PublicClientApplication } from '@azure/msal-node'
import { env, origin, tell } from './credentials.ts'

/** Signs a person in, and then asks for tokens without one: of the cache, and by the refresh token. */
const authority = `${origin}/${env('TENANT_ID')}`
/** Microsoft Graph Command Line Tools, which every tenant knows. */
const clientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const scopes = ['User.Read']
const app = new PublicClientApplication({ auth: { clientId, authority, knownAuthorities: [new URL(origin).host] } })

const signedIn = await app.acquireTokenInteractive({
  scopes,
  openBrowser: async (url) => tell({ url }),
})
const { account } = signedIn
if (account === null) throw new Error('nobody signed in')
const silent = await app.acquireTokenSilent({ account, scopes })
const forced = await app.acquireTokenSilent({ account, scopes, forceRefresh: true })
const headers = { authorization: `Bearer ${forced.accessToken}` }
const me = (await (await fetch(`${origin}/v1.0/me`, { headers })).json()) as { readonly userPrincipalName: string }
tell({
  result: {
    me: me.userPrincipalName,
    account: account.username,
    silentFromCache: silent.fromCache,
    forcedFromCache: forced.fromCache,
  },
})
