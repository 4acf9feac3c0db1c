import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Queries } from './database.ts'
import { type LogRow, selectLogRows } from './log-row.ts'
import type { Scan, ScanWindow } from './scan.ts'

/** Entries that an index holds in the order of their sequence. */
export type LogPath =
  | { readonly kind: 'job'; readonly job: number }
  | { readonly kind: 'cycle'; readonly cycle: number }
  | { readonly kind: 'source'; readonly anchor: string }
  | { readonly kind: 'upload'; readonly job: number; readonly upload: number }

export interface LogScanSource {
  readonly tenant: number
  readonly path: LogPath
  readonly descending: boolean
  /** Sequences between which the entries lie, both inclusive. */
  readonly bounds: SequenceBounds
  readonly where: RawBuilder<SqlBool> | undefined
}

export interface SequenceBounds {
  readonly from: number
  readonly through: number
}

export const everySequence: SequenceBounds = { from: 1, through: Number.MAX_SAFE_INTEGER }

export function createLogScan(queries: Queries, source: LogScanSource): Scan<LogRow, number> {
  const { tenant, path, descending, where } = source
  const direction = descending ? 'desc' : 'asc'
  const inWindow = (window: ScanWindow<number>) => {
    const { from, through } = narrow(source, window)
    return sql<SqlBool>`${onPath(path)} AND l.sequence BETWEEN ${from} AND ${through}`
  }

  return {
    positionOf: (row) => row.sequence,
    async edge(after, count) {
      const row = await queries
        .selectFrom('provisioning_log as l')
        .select('l.sequence')
        .where('l.tenant', '=', tenant)
        .where(inWindow({ after, through: null }))
        .orderBy('l.sequence', direction)
        .limit(1)
        .offset(count - 1)
        .executeTakeFirst()
      return row?.sequence
    },
    rows(window, limit) {
      const query = selectLogRows(queries, tenant).where(inWindow(window)).orderBy('l.sequence', direction).limit(limit)
      return (where === undefined ? query : query.where(where)).execute()
    },
  }
}

/** The bounds together with the window, which lies in the direction of reading. */
function narrow({ bounds, descending }: LogScanSource, { after, through }: ScanWindow<number>): SequenceBounds {
  if (descending) {
    return {
      from: Math.max(bounds.from, through ?? 0),
      through: Math.min(bounds.through, after === null ? Number.MAX_SAFE_INTEGER : after - 1),
    }
  }
  return {
    from: Math.max(bounds.from, after === null ? 0 : after + 1),
    through: Math.min(bounds.through, through ?? Number.MAX_SAFE_INTEGER),
  }
}

function onPath(path: LogPath): RawBuilder<SqlBool> {
  switch (path.kind) {
    case 'job':
      return sql<SqlBool>`l.job = ${path.job}`
    case 'cycle':
      return sql<SqlBool>`l.cycle = ${path.cycle}`
    case 'source':
      return sql<SqlBool>`l.source_anchor = ${path.anchor}`
    case 'upload':
      return sql<SqlBool>`l.job = ${path.job} AND l.upload = ${path.upload}`
  }
}
