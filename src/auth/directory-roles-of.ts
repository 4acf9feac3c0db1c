import type { ObjectsReader } from '../contracts/store-objects.ts'

/** Groups and roles of one service principal that are looked at. */
const membershipsMax = 500

/** Template ids of the directory roles that a principal is a direct member of: claim `wids`. */
export async function directoryRolesOf(
  objects: Pick<ObjectsReader, 'findMany' | 'listLinking'>,
  principalId: string,
): Promise<readonly string[]> {
  const ids = await objects.listLinking('members', principalId, { limit: membershipsMax })
  const found = ids.length === 0 ? [] : await objects.findMany(ids)
  const templates = found.flatMap((object) => {
    const template = object?.type === 'directoryRole' ? object.properties.roleTemplateId : undefined
    return typeof template === 'string' ? [template] : []
  })
  return [...new Set(templates)].sort()
}
