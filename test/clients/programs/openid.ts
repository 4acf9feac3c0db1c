import { readFile } from 'node:fs/promises'
import { importPKCS8 } from 'jose'
import * as openid from 'openid-client'

/** A strict OpenID client: discovery, then client credentials. Prints JSON. */
const { ORIGIN = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env
const { PRIVATE_KEY_FILE, THUMBPRINT_SHA256 } = process.env

/** The certificate is named in the header, as this service wants it. */
async function withCertificate(): Promise<openid.ClientAuth> {
  const pem = await readFile(PRIVATE_KEY_FILE ?? '', 'utf8')
  const key = await importPKCS8(pem, 'PS256')
  return openid.PrivateKeyJwt(key, {
    [openid.modifyAssertion]: (header) => {
      header['x5t#S256'] = THUMBPRINT_SHA256
    },
  })
}

const authentication = {
  certificate: PRIVATE_KEY_FILE === undefined ? undefined : await withCertificate(),
  post: openid.ClientSecretPost(CLIENT_SECRET),
  basic: openid.ClientSecretBasic(CLIENT_SECRET),
}[process.argv[2] ?? '']

try {
  const server = new URL(`${ORIGIN}/${TENANT_ID}/v2.0`)
  const configuration = await openid.discovery(server, CLIENT_ID, undefined, authentication)
  const { issuer, token_endpoint, jwks_uri } = configuration.serverMetadata()
  const tokens = await openid.clientCredentialsGrant(configuration, { scope: 'https://graph.microsoft.com/.default' })
  console.log(JSON.stringify({ issuer, token_endpoint, jwks_uri, tokens }))
} catch (error) {
  // A refusal with a challenge (RFC 6749 section 5.2, Basic) comes with its response unread.
  const isUnread = error instanceof openid.WWWAuthenticateChallengeError
  const told = isUnread ? await error.response.json() : Object(error)
  console.log(
    JSON.stringify({ failed: { code: told.error, description: told.error_description, message: String(error) } }),
  )
}
