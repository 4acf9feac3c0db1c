import { createInterface } from 'node:readline/promises'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { env, origin, tell, tenantId } from './credentials.ts'

/**
 * A strict OpenID client that signs people in: as a web application with a secret, or as a device. Tells where a person has
 * to go, and reads from its input where the browser was sent in the end.
 */
const server = new URL(`${origin}/${tenantId}/v2.0`)
const input = createInterface(process.stdin)
const lines = input[Symbol.asyncIterator]()

async function ask(word: Readonly<Record<string, unknown>>): Promise<string> {
  tell(word)
  return (await lines.next()).value ?? ''
}

/** What the server says against a grant. */
async function refusalOf(grant: Promise<unknown>): Promise<string> {
  return grant.then(
    () => 'granted',
    (error) => String(Object(error).error ?? error),
  )
}

async function asWebApplication() {
  const clientId = env('CLIENT_ID')
  const secret = openid.ClientSecretPost(env('CLIENT_SECRET'))
  const configuration = await openid.discovery(server, clientId, undefined, secret)
  // The library checks the signature of id tokens only when it is told to.
  openid.enableNonRepudiationChecks(configuration)
  const { end_session_endpoint, jwks_uri = '', issuer } = configuration.serverMetadata()
  const verifier = openid.randomPKCECodeVerifier()
  const [nonce, state] = [openid.randomNonce(), openid.randomState()]
  const redirect_uri = env('REDIRECT_URI')
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri,
    scope: 'openid profile email offline_access User.Read',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
  })
  const callback = new URL(await ask({ url }))
  const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true }
  const wrongVerifier = await refusalOf(
    openid.authorizationCodeGrant(configuration, callback, {
      ...checks,
      pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    }),
  )
  const again = new URL(await ask({ url }))
  const tokens = await openid.authorizationCodeGrant(configuration, again, checks)
  const keys = createRemoteJWKSet(new URL(jwks_uri))
  const verified = await jwtVerify(tokens.id_token ?? '', keys, { issuer, audience: clientId })
  // The library compares the subject with that of the id token.
  const userInfo = await openid.fetchUserInfo(configuration, tokens.access_token, tokens.claims()?.sub ?? '')
  const first = tokens.refresh_token ?? ''
  const refreshed = await openid.refreshTokenGrant(configuration, first)
  const end = openid.buildEndSessionUrl(configuration, {
    post_logout_redirect_uri: redirect_uri,
    id_token_hint: tokens.id_token ?? '',
    state: 'bye',
  })
  const signedOut = await ask({ end })
  await ask({ graceIsOver: true })
  return {
    wrongVerifier,
    algorithm: verified.protectedHeader.alg,
    claims: tokens.claims(),
    userInfo,
    accessToken: refreshed.access_token,
    isRotated: refreshed.refresh_token !== first,
    endSessionEndpoint: end_session_endpoint,
    signedOut,
    replayed: await refusalOf(openid.refreshTokenGrant(configuration, first)),
    successor: await refusalOf(openid.refreshTokenGrant(configuration, refreshed.refresh_token ?? '')),
  }
}

async function asDevice() {
  const configuration = await openid.discovery(server, env('CLIENT_ID'), undefined, openid.None())
  const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid profile User.Read' })
  tell({ url: begun.verification_uri, userCode: begun.user_code })
  const tokens = await openid.pollDeviceAuthorizationGrant(configuration, begun)
  return { claims: tokens.claims(), accessToken: tokens.access_token }
}

tell({ result: process.argv[2] === 'device' ? await asDevice() : await asWebApplication() })
input.close()
