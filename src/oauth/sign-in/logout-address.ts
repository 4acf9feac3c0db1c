import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { type ClientRegistration, findClient, text } from '../client-registration.ts'
import { matchRedirectUri } from '../redirect-uri.ts'

const pageSize = 200
/** Applications that are looked through for an address. */
const applicationsMax = 5_000

/** Whether a client may be gone to after a logout: its redirect URIs and logout addresses. */
export function isRegisteredLogout(client: ClientRegistration, target: string): boolean {
  if (matchRedirectUri(client.redirects, target) !== undefined) return true
  return client.logoutUris.includes(target) && /^https?:/i.test(target)
}

/** Whether any application of the tenant has registered exactly this address. */
export async function findRegisteredLogout(
  objects: Pick<ObjectsReader, 'list' | 'findByKey'>,
  target: string,
): Promise<boolean> {
  let afterId: string | undefined
  for (let seen = 0; seen < applicationsMax; seen += pageSize) {
    const page = await objects.list('application', { limit: pageSize, afterId })
    for (const { properties } of page) {
      // Most are left aside by their text; what is meant exactly is read as everywhere else.
      if (!JSON.stringify(properties).includes(JSON.stringify(target))) continue
      const client = await findClient(objects, text(properties.appId))
      if (client !== undefined && isRegisteredLogout(client, target)) return true
    }
    afterId = page.at(-1)?.id
    if (page.length < pageSize) return false
  }
  return false
}
