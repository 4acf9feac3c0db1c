/** Rows kept beside the wanted ones before they are sorted out. */
const spareRows = 1_000

/** The first `limit` rows in the order of `compare`, without sorting or keeping all of them. */
export function smallest<Row>(rows: Iterable<Row>, limit: number, compare: (a: Row, b: Row) => number): Row[] {
  if (limit <= 0) return []
  const kept: Row[] = []
  let bound: Row | undefined
  for (const row of rows) {
    if (bound !== undefined && compare(row, bound) >= 0) continue
    kept.push(row)
    if (kept.length < 2 * limit + spareRows) continue
    kept.sort(compare).length = limit
    bound = kept[limit - 1]
  }
  return kept.sort(compare).slice(0, limit)
}
