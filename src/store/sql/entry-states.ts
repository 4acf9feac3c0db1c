import { sql } from 'kysely'
import type { EntryState, StatesPage } from '../../contracts/store-source-entries.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { appointmentCodes } from './appointment-codes.ts'
import type { Queries } from './database.ts'

/** Conditions on `e`, the table of entries. */
const conditions = {
  isLinked: sql<number>`(e.target_id IS NOT NULL)`,
  isEscrowed: sql<number>`EXISTS (SELECT 1 FROM appointments AS a WHERE a.tenant = e.tenant AND a.job = e.job
    AND a.kind = ${sql.lit(appointmentCodes.escrow)} AND a.anchor_key = e.anchor_key)`,
  isHeld: sql<number>`EXISTS (SELECT 1 FROM held_records AS h WHERE h.tenant = e.tenant AND h.job = e.job
    AND h.anchor_key = e.anchor_key)`,
  isAbsent: sql<number>`(e.is_absent = 1)`,
} as const

/** People of a job with what waits for them, in order of their anchors. */
export async function listEntryStates(
  read: Queries,
  { tenant, job }: { readonly tenant: number; readonly job: number },
  { limit, afterAnchor, filter }: StatesPage,
): Promise<EntryState[]> {
  let query = read
    .selectFrom('source_entries as e')
    .select(['e.anchor', 'e.target_id', 'e.upload', 'e.operation', 'e.is_absent'])
    .select([conditions.isEscrowed.as('is_escrowed'), conditions.isHeld.as('is_held')])
    .where('e.tenant', '=', tenant)
    .where('e.job', '=', job)
    .where('e.anchor_key', '>', afterAnchor === null ? '' : foldCase(afterAnchor))
    .orderBy('e.anchor_key')
    .limit(limit)
  for (const name of ['isLinked', 'isEscrowed', 'isHeld', 'isAbsent'] as const) {
    const wanted = filter[name]
    if (wanted !== undefined) query = query.where(conditions[name], '=', wanted ? 1 : 0)
  }
  const rows = await query.execute()
  return rows.map((row) => ({
    anchor: row.anchor,
    targetId: row.target_id,
    uploadSequence: row.upload,
    operationIndex: row.operation,
    isAbsent: row.is_absent === 1,
    isEscrowed: row.is_escrowed === 1,
    isHeld: row.is_held === 1,
  }))
}
