import { readFileSync } from 'node:fs'
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
  type TokenCredential,
} from '@azure/identity'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'

/** How programs of this folder sign in: the settings come from the environment, the kind of credential is an argument. */
export const env = (name: string): string => process.env[name] ?? ''
export const [origin, tenantId] = [env('ORIGIN'), env('TENANT_ID')]
const [clientId, clientSecret] = [env('CLIENT_ID'), env('CLIENT_SECRET')]
/** Microsoft Graph Command Line Tools, which every tenant knows: people sign in with it. */
const publicClientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

/** One line per word: where a person has to go, and at the end the result. */
export function tell(word: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(word)}\n`)
}

/** What the tour needs: of an application all that it was granted, of a person each by its name. */
export function scopesOf(kind: string): string[] {
  return kind === 'secret' || kind === 'certificate'
    ? ['https://graph.microsoft.com/.default']
    : ['SynchronizationData-User.Upload', 'ProvisioningLog.Read.All', 'User.Read.All', 'Application.Read.All']
}

export function azureIdentity(kind: string): TokenCredential {
  const options = { authorityHost: origin, disableInstanceDiscovery: true }
  const forPeople = { ...options, tenantId, clientId: publicClientId }
  switch (kind) {
    case 'secret':
      return new ClientSecretCredential(tenantId, clientId, clientSecret, options)
    case 'certificate':
      return new ClientCertificateCredential(tenantId, clientId, env('CERTIFICATE_FILE'), options)
    case 'device code':
      return new DeviceCodeCredential({
        ...forPeople,
        userPromptCallback: ({ verificationUri, userCode }) => tell({ url: verificationUri, userCode }),
      })
    case 'browser':
      return new InteractiveBrowserCredential({ ...forPeople, redirectUri: 'http://localhost' })
    default:
      throw new Error(`no such kind of credential: ${kind}`)
  }
}

const auth = { authority: `${origin}/${tenantId}`, knownAuthorities: [new URL(origin).host] }

/** An access token by msal-node. */
export async function msalNode(kind: string): Promise<string> {
  const result = kind === 'device code' || kind === 'browser' ? await ofPerson(kind) : await ofApplication(kind)
  return result?.accessToken ?? ''
}

function ofPerson(kind: 'device code' | 'browser') {
  const app = new PublicClientApplication({ auth: { ...auth, clientId: publicClientId } })
  const scopes = scopesOf(kind)
  return kind === 'browser'
    ? app.acquireTokenInteractive({ scopes, openBrowser: async (url) => tell({ url }) })
    : app.acquireTokenByDeviceCode({
        scopes,
        deviceCodeCallback: ({ verificationUri, userCode }) => tell({ url: verificationUri, userCode }),
      })
}

function ofApplication(kind: string) {
  const clientCertificate = () => ({
    thumbprintSha256: env('CERTIFICATE_THUMBPRINT_SHA256'),
    privateKey: readFileSync(env('PRIVATE_KEY_FILE'), 'utf8'),
  })
  const credential = kind === 'secret' ? { clientSecret } : { clientCertificate: clientCertificate() }
  const app = new ConfidentialClientApplication({ auth: { ...auth, clientId, ...credential } })
  return app.acquireTokenByClientCredential({ scopes: scopesOf(kind) })
}
