import { DeviceCodeCredential, InteractiveBrowserCredential } from '@azure/identity'
import { PublicClientApplication } from '@azure/msal-node'

/**
 * Signs a person in as the first argument says. Prints one line of JSON that says where the person has to go, and at the
 * end one that says who signed in.
 */
const env = (name: string): string => process.env[name] ?? ''
const [origin, tenantId] = [env('ORIGIN'), env('TENANT_ID')]
/** Microsoft Graph Command Line Tools, which every tenant knows. */
const clientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const scopes = ['User.Read']
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

async function whoAmI(token: string): Promise<string> {
  const answer = await fetch(`${origin}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } })
  return ((await answer.json()) as { readonly userPrincipalName: string }).userPrincipalName
}

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'device code of @azure/identity'() {
    const credential = new DeviceCodeCredential({
      tenantId,
      clientId,
      authorityHost: origin,
      disableInstanceDiscovery: true,
      userPromptCallback: ({ verificationUri, userCode }) => print({ url: verificationUri, userCode }),
    })
    return { me: await whoAmI((await credential.getToken(scopes)).token) }
  },
  async 'browser of @azure/identity'() {
    const credential = new InteractiveBrowserCredential({
      tenantId,
      clientId,
      redirectUri: 'http://localhost',
      authorityHost: origin,
      disableInstanceDiscovery: true,
    })
    return { me: await whoAmI((await credential.getToken(scopes)).token) }
  },
  async 'browser of msal-node, then its cache and its refresh token'() {
    const authority = `${origin}/${tenantId}`
    const app = new PublicClientApplication({ auth: { clientId, authority, knownAuthorities: [new URL(origin).host] } })
    const openBrowser = async (url: string) => {
      print({ url })
    }
    const signedIn = await app.acquireTokenInteractive({ scopes, openBrowser })
    const { account } = signedIn
    if (account === null) throw new Error('nobody signed in')
    const silent = await app.acquireTokenSilent({ account, scopes })
    const forced = await app.acquireTokenSilent({ account, scopes, forceRefresh: true })
    return {
      me: await whoAmI(forced.accessToken),
      account: account.username,
      silentFromCache: silent.fromCache,
      forcedFromCache: forced.fromCache,
    }
  },
}

print(await ways[process.argv[2] ?? '']?.())
