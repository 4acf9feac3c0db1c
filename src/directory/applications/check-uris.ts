import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { invalidProperty, textsOf } from './invalid-property.ts'

const uriCharsMax = 255
const identifiersMax = 50
const redirectsMax = 256
const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]']
const schemeForm = /^[a-z][a-z0-9+.-]*:/i

export interface ApplicationPlace {
  readonly tenantId: string
  readonly isVerifiedDomain: (domain: string) => boolean
}

/** App ID URIs: absolute, without query or fragment; of web addresses the host belongs to the tenant. */
export function checkIdentifierUris({ identifierUris }: JsonObject, { isVerifiedDomain }: ApplicationPlace): void {
  const target = 'identifierUris'
  const uris = textsOf(identifierUris)
  const distinct = new Set(uris.map((uri) => uri.toLowerCase()))
  if (uris.length > identifiersMax || distinct.size !== uris.length) {
    throw invalidProperty({ target, message: `Name at most ${identifiersMax} identifierUris, each once.` })
  }
  for (const uri of uris) {
    if (uri.length > uriCharsMax || !schemeForm.test(uri) || /[\s*?#]/.test(uri) || uri.endsWith('/')) {
      const message = `'${uri}' is not a valid identifierUri. Use the form api://{appId}, without query, fragment and final slash.`
      throw invalidProperty({ target, message })
    }
    if (/^https?:/i.test(uri) && !belongs(uri, isVerifiedDomain)) {
      const message = `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`
      throw invalidProperty({ target, message, code: 'HostNameNotOnVerifiedDomain' })
    }
  }
}

function belongs(uri: string, isVerifiedDomain: (domain: string) => boolean): boolean {
  if (!URL.canParse(uri)) return false
  const labels = new URL(uri).hostname.split('.')
  return labels.some((_, index) => isVerifiedDomain(labels.slice(index).join('.')))
}

/** Where sign-ins may lead: web pages only by TLS, except on the own machine; installed programs also by own schemes. */
export function checkRedirectUris(application: JsonObject): void {
  for (const platform of ['web', 'spa', 'publicClient']) {
    const settings = application[platform]
    const uris = isJsonObject(settings) ? textsOf(settings.redirectUris) : []
    const target = `${platform}/redirectUris`
    if (uris.length > redirectsMax || new Set(uris).size !== uris.length) {
      throw invalidProperty({ target, message: `Name at most ${redirectsMax} redirectUris, each once.` })
    }
    const wrong = uris.find((uri) => !isRedirectUri(uri, platform))
    if (wrong === undefined) continue
    const message = `'${wrong}' is not a valid redirect URI. Use https, or http on localhost, without a fragment, of at most ${uriCharsMax + 1} characters.`
    throw invalidProperty({ target, message })
  }
}

function isRedirectUri(uri: string, platform: string): boolean {
  if (uri.length > uriCharsMax + 1 || uri.includes('#') || /\s/.test(uri) || !URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  if (protocol === 'https:') return true
  if (protocol === 'http:') return loopback.includes(hostname)
  return platform === 'publicClient' && !/^(javascript|data|vbscript|file|blob):$/.test(protocol)
}
