import { graphAppId } from './permissions.ts'

/** Answers the audience for a resource that a client asks for, or undefined when it names something else. */
export type ToAudience = (resource: string) => string | undefined

const graphUri = 'https://graph.microsoft.com'
const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/**
 * All names of this service's Graph: Graph's own, its client id, and the own host with and without port (some SDKs
 * leave the port out). Trailing slashes and letter case do not matter. On a loopback host every loopback name counts.
 */
export function resourceIdentifiers(origin: string): ToAudience {
  const { protocol, hostname, host } = new URL(origin)
  const hosts = loopbackNames.includes(hostname)
    ? loopbackNames.flatMap((name) => [name, host.replace(hostname, name)])
    : [hostname, host]
  const own = hosts.flatMap((name) =>
    protocol === 'http:' ? [`http://${name}`, `https://${name}`] : [`https://${name}`],
  )
  const known = new Set([graphUri, graphAppId, ...own])

  return (resource) => {
    const audience = resource.trim().toLowerCase().replace(/\/+$/, '')
    return known.has(audience) ? audience : undefined
  }
}
