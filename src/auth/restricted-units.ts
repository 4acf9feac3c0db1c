import type { DirectoryChangesReader, ObjectsReader } from '../contracts/store-objects.ts'

const unitsPerPageMax = 500

export interface RestrictedUnitsTenant {
  readonly objects: Pick<ObjectsReader, 'findMany' | 'list'>
  readonly changes: Pick<DirectoryChangesReader, 'latest' | 'list'>
}

/** Ids of a tenant's administrative units with `isMemberManagementRestricted`. */
export type FindRestrictedUnits = (tenantId: string) => Promise<ReadonlySet<string>>

interface Known {
  readonly ids: Set<string>
  seen: number
}

/** Units are read once; afterwards each question costs a look whether one of them has changed. */
export function createFindRestrictedUnits(tenantOf: (tenantId: string) => RestrictedUnitsTenant): FindRestrictedUnits {
  const cache = new Map<string, Known>()
  return async (tenantId) => {
    const key = tenantId.toLowerCase()
    const tenant = tenantOf(tenantId)
    const known = cache.get(key)
    const current = known === undefined ? await readAll(tenant) : await readChanges(tenant, known)
    cache.set(key, current)
    return current.ids
  }
}

async function readAll({ objects, changes }: RestrictedUnitsTenant): Promise<Known> {
  // Read before the units: what changes meanwhile is looked at twice rather than never.
  const known = { ids: new Set<string>(), seen: await changes.latest() }
  for (let afterId: string | undefined, isMore = true; isMore; ) {
    const page = await objects.list('administrativeUnit', { limit: unitsPerPageMax, afterId })
    for (const { id, properties } of page) if (properties.isMemberManagementRestricted === true) known.ids.add(id)
    afterId = page.at(-1)?.id
    isMore = page.length === unitsPerPageMax
  }
  return known
}

async function readChanges({ objects, changes }: RestrictedUnitsTenant, known: Known): Promise<Known> {
  for (let isMore = true; isMore; ) {
    const page = await changes.list('administrativeUnit', { after: known.seen, limit: unitsPerPageMax })
    const ids = [...new Set(page.filter(({ link }) => link === null).map(({ id }) => id))]
    const units = await objects.findMany(ids)
    for (const [index, id] of ids.entries()) {
      if (units[index]?.properties.isMemberManagementRestricted === true) known.ids.add(id)
      else known.ids.delete(id)
    }
    known.seen = Math.max(known.seen, page.at(-1)?.sequence ?? known.seen)
    isMore = page.length === unitsPerPageMax
  }
  return known
}
