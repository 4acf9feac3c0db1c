import type { DirectoryChangesReader } from '../../contracts/store-objects.ts'
import type { LinkRelation } from '../../model/directory-object.ts'
import type { SqlDatabase } from './database.ts'
import type { TenantKey } from './tenant-key.ts'

/** The change feed, which the database's triggers write. */
export function createChangesReader({ read }: SqlDatabase, tenantKey: TenantKey): DirectoryChangesReader {
  const select = async () => read.selectFrom('directory_changes').where('tenant', '=', await tenantKey.forReading())
  return {
    async latest() {
      const query = (await select()).select('sequence').orderBy('sequence', 'desc').limit(1)
      return (await query.executeTakeFirst())?.sequence ?? 0
    },
    async oldest() {
      const query = (await select()).select('sequence').orderBy('sequence').limit(1)
      return (await query.executeTakeFirst())?.sequence ?? 0
    },
    async list(type, { after, limit }) {
      const rows = await (await select())
        .select(['sequence', 'id', 'relation', 'other_id'])
        .where('sequence', '>', after)
        .where('type', '=', type)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(({ sequence, id, relation, other_id: otherId }) => ({
        sequence,
        id,
        // Triggers copy what the link has.
        link: relation === null || otherId === null ? null : { relation: relation as LinkRelation, otherId },
      }))
    },
  }
}
