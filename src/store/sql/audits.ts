import type { AuditEntry, AuditKind, AuditsReader } from '../../contracts/store-audits.ts'
import type { SqlDatabase } from './database.ts'
import type { AuditLogRow } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

export function createAuditsReader({ read }: SqlDatabase, tenantKey: TenantKey): AuditsReader {
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
    async list(kind, { limit, from, until, afterId }) {
      let query = (await select(kind)).selectAll().orderBy('at', 'desc').orderBy('sequence', 'desc').limit(limit)
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
          or([eb('at', '<', at), and([eb('at', '=', at), eb('sequence', '<', sequence)])]),
        )
      }
      return (await query.execute()).map(toEntry)
    },
  }
}

function toEntry({ kind, id, at, properties }: Omit<AuditLogRow, 'sequence'>): AuditEntry {
  // Written by `createAuditsWriter`.
  return { kind: kind as AuditKind, id, at, properties: JSON.parse(properties) }
}
