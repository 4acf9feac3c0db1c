import { sql } from 'kysely'
import type { AuditEntry, AuditKind, AuditsStore } from '../../contracts/store-audits.ts'
import type { SqlDatabase } from './database.ts'
import type { AuditLogRow } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

export function createAuditsStore(database: SqlDatabase, tenantKey: TenantKey): AuditsStore {
  const { read } = database
  const select = async (kind: AuditKind) =>
    read
      .selectFrom('audit_log')
      .where('tenant', '=', await tenantKey.forReading())
      .where('kind', '=', kind)
  return {
    async find(kind, id) {
      const row = await (await select(kind)).selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst()
      return row && toEntry(row)
    },
    async list(kind, { limit, from, until, afterId, oldestFirst = false }) {
      const direction = oldestFirst ? 'asc' : 'desc'
      const behind = oldestFirst ? '>' : '<'
      let query = (await select(kind)).selectAll().orderBy('at', direction).orderBy('sequence', direction).limit(limit)
      if (from !== undefined) query = query.where('at', '>=', from)
      if (until !== undefined) query = query.where('at', '<=', until)
      if (afterId !== undefined) {
        const last = await (await select(kind))
          .select(['at', 'sequence'])
          .where('id', '=', afterId.toLowerCase())
          .executeTakeFirst()
        if (last === undefined) return []
        const { at, sequence } = last
        query = query.where(({ eb, or, and }) =>
          or([eb('at', behind, at), and([eb('at', '=', at), eb('sequence', behind, sequence)])]),
        )
      }
      return (await query.execute()).map(toEntry)
    },
    async purge(before, limit) {
      const tenant = await tenantKey.forReading()
      const { numAffectedRows } = await database.write((queries) =>
        sql`DELETE FROM audit_log WHERE sequence IN (SELECT sequence FROM audit_log
          WHERE tenant = ${tenant} AND at < ${before} ORDER BY at LIMIT ${limit})
          AND sequence < (SELECT max(sequence) FROM audit_log)`.execute(queries),
      )
      return Number(numAffectedRows ?? 0n)
    },
  }
}

function toEntry({ kind, id, at, properties }: Omit<AuditLogRow, 'sequence'>): AuditEntry {
  // Written by `createAuditsWriter`.
  return { kind: kind as AuditKind, id, at, properties: JSON.parse(properties) }
}
