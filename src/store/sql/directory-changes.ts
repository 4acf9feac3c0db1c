import { sql } from 'kysely'
import type { DirectoryChangesStore } from '../../contracts/store-objects.ts'
import type { LinkRelation } from '../../model/directory-object.ts'
import type { SqlDatabase } from './database.ts'
import type { TenantKey } from './tenant-key.ts'

/** The change feed, which the database's triggers write. */
export function createChangesStore(database: SqlDatabase, tenantKey: TenantKey): DirectoryChangesStore {
  const { read } = database
  const select = async () => read.selectFrom('directory_changes').where('tenant', '=', await tenantKey.forReading())
  const latest = async () => {
    const query = (await select()).select('sequence').orderBy('sequence', 'desc').limit(1)
    return (await query.executeTakeFirst())?.sequence ?? 0
  }
  return {
    latest,
    async mark(at) {
      const mark = { tenant: await tenantKey.forWriting(), at, sequence: await latest() }
      await database.write((queries) =>
        queries
          .insertInto('change_marks')
          .values(mark)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
    },
    async purge(before, limit) {
      const tenant = await tenantKey.forReading()
      return database.write(async (queries) => {
        const marks = queries.selectFrom('change_marks').where('tenant', '=', tenant).where('at', '<=', before)
        const newest = await marks.selectAll().orderBy('at', 'desc').limit(1).executeTakeFirst()
        if (newest === undefined) return 0
        const old = sql`SELECT sequence FROM directory_changes WHERE tenant = ${tenant} AND sequence <= ${newest.sequence}
          AND sequence < (SELECT max(sequence) FROM directory_changes WHERE tenant = ${tenant})
          ORDER BY sequence LIMIT ${limit}`
        const { numAffectedRows } = await sql`DELETE FROM directory_changes WHERE sequence IN (${old})`.execute(queries)
        await queries.deleteFrom('change_marks').where('tenant', '=', tenant).where('at', '<', newest.at).execute()
        return Number(numAffectedRows ?? 0n)
      })
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
