import type { RegisteredRedirect } from './client-registration.ts'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']
/** Addresses of these kinds would run in the page that is redirected. */
const activeSchemes = ['javascript:', 'data:', 'vbscript:', 'blob:']
const redirectCharsMax = 2_048

/**
 * Finds the registration that allows a redirect URI: the exact text, and for native programs on a loopback address any
 * port (RFC 8252 section 7.3). An empty path and `/` are the same there.
 */
export function matchRedirectUri(
  registered: readonly RegisteredRedirect[],
  asked: string,
): RegisteredRedirect | undefined {
  const url = URL.parse(asked)
  if (url === null || asked.length > redirectCharsMax || activeSchemes.includes(url.protocol)) return undefined
  const exact = registered.find(({ uri }) => uri === asked)
  if (exact !== undefined || asked.includes('#')) return exact
  // Parsing leaves out line breaks and the like, and a header cannot hold them.
  if (!isLoopback(url) || /[^\x21-\x7e]/.test(asked)) return undefined
  return registered.find(({ uri, kind }) => {
    const known = URL.parse(uri)
    if (kind !== 'public' || known === null || !isLoopback(known)) return false
    return known.hostname === url.hostname && known.pathname === url.pathname && known.search === url.search
  })
}

function isLoopback({ protocol, hostname, username }: URL): boolean {
  return protocol === 'http:' && loopbackHosts.includes(hostname) && username === ''
}
