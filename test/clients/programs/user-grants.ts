import { OnBehalfOfCredential, UsernamePasswordCredential } from '@azure/identity'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'

/** Gets a token for a user without a page, as the first argument says. Prints JSON. */
const { ORIGIN = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', ASSERTION = '' } = process.env
const { USER_NAME = '', PASSWORD = '' } = process.env
const auth = { clientId: CLIENT_ID, authority: `${ORIGIN}/${TENANT_ID}`, knownAuthorities: [new URL(ORIGIN).host] }
const scopes = ['https://graph.microsoft.com/User.Read']

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'on behalf of, with @azure/identity'() {
    // The types of this credential leave `disableInstanceDiscovery` out, the code reads it as all others do.
    const options = {
      tenantId: TENANT_ID,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      userAssertionToken: ASSERTION,
      authorityHost: ORIGIN,
      disableInstanceDiscovery: true,
    }
    const credential = new OnBehalfOfCredential(options)
    return { token: (await credential.getToken(scopes)).token }
  },
  async 'on behalf of, with msal-node and its cache'() {
    const app = new ConfidentialClientApplication({ auth: { ...auth, clientSecret: CLIENT_SECRET } })
    const first = await app.acquireTokenOnBehalfOf({ oboAssertion: ASSERTION, scopes })
    const second = await app.acquireTokenOnBehalfOf({ oboAssertion: ASSERTION, scopes })
    return { token: first?.accessToken, isKept: second?.fromCache, account: first?.account?.username }
  },
  async 'name and password, with msal-node and its cache'() {
    const app = new PublicClientApplication({ auth })
    const first = await app.acquireTokenByUsernamePassword({ username: USER_NAME, password: PASSWORD, scopes })
    const account = first?.account
    const second = account ? await app.acquireTokenSilent({ account, scopes }) : undefined
    return { token: first?.accessToken, isKept: second?.fromCache, account: account?.username }
  },
  async 'name and password, with @azure/identity'() {
    const options = { authorityHost: ORIGIN, disableInstanceDiscovery: true }
    const credential = new UsernamePasswordCredential(TENANT_ID, CLIENT_ID, USER_NAME, PASSWORD, options)
    return { token: (await credential.getToken(scopes)).token }
  },
}

const answer = await ways[process.argv[2] ?? '']?.().catch((error: unknown) => ({ failed: String(error) }))
console.log(JSON.stringify(answer ?? { failed: 'no such way' }))
