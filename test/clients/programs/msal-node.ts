import { readFile } from 'node:fs/promises'
import { ConfidentialClientApplication } from '@azure/msal-node'

/** Gets three tokens with msal-node: from the network, from its cache, and from the network again. Prints JSON. */
const { ORIGIN = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env
const { PRIVATE_KEY_FILE, THUMBPRINT_SHA256 = '' } = process.env

const credential =
  PRIVATE_KEY_FILE === undefined
    ? { clientSecret: CLIENT_SECRET }
    : {
        clientCertificate: {
          privateKey: await readFile(PRIVATE_KEY_FILE, 'utf8'),
          thumbprintSha256: THUMBPRINT_SHA256,
        },
      }
const client = new ConfidentialClientApplication({
  auth: {
    clientId: CLIENT_ID,
    authority: `${ORIGIN}/${TENANT_ID}`,
    knownAuthorities: [new URL(ORIGIN).host],
    ...credential,
  },
})

try {
  const scopes = ['https://graph.microsoft.com/.default']
  const first = await client.acquireTokenByClientCredential({ scopes })
  const second = await client.acquireTokenByClientCredential({ scopes })
  const third = await client.acquireTokenByClientCredential({ scopes, skipCache: true })
  console.log(
    JSON.stringify({ token: first?.accessToken, isKept: second?.fromCache, isNew: third?.fromCache === false }),
  )
} catch (error) {
  console.log(JSON.stringify({ failed: String(error) }))
}
