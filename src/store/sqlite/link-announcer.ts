import type { SqliteDriver } from './driver.ts'

/**
 * Tells the change feed that the members and owners of other objects changed, because one of them was deleted or came
 * back: the links themselves stay, so that no trigger sees it.
 */
export function createLinkAnnouncer(driver: SqliteDriver, tenant: number): (endId: string) => void {
  const announce = driver.prepare(
    `INSERT INTO directory_changes (tenant, type, id, relation, other_id)
     SELECT l.tenant, o.type, l.from_id, l.relation, l.to_id FROM object_links l
     JOIN directory_objects o ON o.tenant = l.tenant AND o.id = l.from_id
     WHERE l.tenant = ? AND l.relation IN ('members', 'owners') AND l.to_id = ?`,
  )
  return (endId) => void announce.run(tenant, endId)
}
