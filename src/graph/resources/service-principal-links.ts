import type { Call } from '../../http/route.ts'
import { listAllLinking, requireByParam } from '../applications/find.ts'
import { listLinkedObjects } from '../applications/linked-objects.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import type { Handlers } from '../handlers.ts'

/** What service principals own, made and belong to. */
export function servicePrincipalLinksRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/ownedObjects': (call) => listLinking(call, parts, 'owners'),
    'GET /servicePrincipals/{id}/createdObjects': (call) => listLinking(call, parts, 'creator'),
    'GET /servicePrincipals/{id}/memberOf': (call) => listLinking(call, parts, 'members'),
    'GET /servicePrincipals/{id}/transitiveMemberOf': (call) => listTransitive(call, parts),
  }
}

async function listLinking(call: Call, parts: ApplicationParts, relation: 'owners' | 'creator' | 'members') {
  const tenant = tenantOf(call, parts)
  const { id } = await requireByParam(tenant.objects, 'servicePrincipal', call)
  return listLinkedObjects(call, tenant, () => listAllLinking(tenant.objects, relation, id))
}

const groupsMax = 10_000

async function listTransitive(call: Call, parts: ApplicationParts) {
  const tenant = tenantOf(call, parts)
  const { id } = await requireByParam(tenant.objects, 'servicePrincipal', call)
  return listLinkedObjects(call, tenant, async () => {
    const found = new Set<string>()
    let level: readonly string[] = [id]
    while (level.length > 0 && found.size < groupsMax) {
      const above = await Promise.all(level.map((member) => listAllLinking(tenant.objects, 'members', member)))
      level = [...new Set(above.flat())].filter((group) => !found.has(group))
      for (const group of level) found.add(group)
    }
    return [...found].sort()
  })
}
