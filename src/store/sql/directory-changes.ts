import { sql } from 'kysely'
import type { DirectoryChangesReader } from '../../contracts/store-objects.ts'
import type { LinkRelation } from '../../model/directory-object.ts'
import type { SqlDatabase } from './database.ts'
import { parseNames } from './name-list.ts'
import type { TenantKey } from './tenant-key.ts'

/** The change feed, which the database's triggers write, and link-announcer.ts of the store where no row changes. */
export function createChangesReader({ read }: SqlDatabase, tenantKey: TenantKey): DirectoryChangesReader {
  return {
    async latest() {
      // The last row of the table: all tenants share the numbers, and asking costs nothing then.
      const query = read.selectFrom('directory_changes').select('sequence').orderBy('sequence', 'desc').limit(1)
      return (await query.executeTakeFirst())?.sequence ?? 0
    },
    async concerns(id, after) {
      const query = read
        .selectFrom('directory_changes')
        .select('sequence')
        // Read in the order of the numbers: an index by tenant would go through all that the tenant ever changed.
        .where(sql<boolean>`+tenant = ${await tenantKey.forReading()}`)
        .where('sequence', '>', after)
        .where(({ or, eb }) => or([eb('type', '<>', 'user'), eb('id', '=', id.toLowerCase())]))
      return (await query.limit(1).executeTakeFirst()) !== undefined
    },
    async list(type, { after, limit }) {
      const rows = await read
        .selectFrom('directory_changes')
        .where('tenant', '=', await tenantKey.forReading())
        .select(['sequence', 'id', 'relation', 'other_id', 'changed'])
        .where('sequence', '>', after)
        .where('type', '=', type)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(({ sequence, id, relation, other_id: otherId, changed }) => ({
        sequence,
        id,
        // Triggers copy what the link has.
        link: relation === null || otherId === null ? null : { relation: relation as LinkRelation, otherId },
        changed: parseNames(changed),
      }))
    },
  }
}
