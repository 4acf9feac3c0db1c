const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

export function isLoopback(host: string): boolean {
  return loopback.test(host)
}

/** An address that means every address; no client can use it. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** Takes scheme, host and port only. Answers undefined for anything else. */
export function parseOrigin(text: string): URL | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  return url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#]$/.test(text) ? url : undefined
}

/** The origin of a listener: loopback addresses become `localhost`, the scheme's own port is left out. */
export function originOf(host: string, port: number, http: boolean): string {
  const name = isLoopback(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return new URL(`${http ? 'http' : 'https'}://${name}:${port}`).origin
}
