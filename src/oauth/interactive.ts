import type { Endpoint } from './endpoint.ts'
import { OAuthError } from './error.ts'

/** `/{tenant}/oauth2/v2.0/authorize`: a person tries to sign in, which is not served; a sentence is better than a 404. */
export const authorize: Endpoint = async () => {
  const message = 'Signing in with a browser is not served here. Applications get tokens with client credentials.'
  throw new OAuthError(700054, message)
}

/** `/{tenant}/oauth2/v2.0/devicecode`: likewise. */
export const deviceCode: Endpoint = async () => {
  throw new OAuthError(70003, 'The device code grant is not supported. Use client_credentials.')
}
