/** Merges chunks that are each in order into one such row of chunks. `precedes` says which of two rows comes first. */
export async function* mergeChunks<Row>(
  sources: readonly AsyncGenerator<readonly Row[]>[],
  precedes: (a: Row, b: Row) => boolean,
  chunkRows: number,
): AsyncGenerator<readonly Row[]> {
  const [only, ...others] = sources
  if (only === undefined) return
  if (others.length === 0) {
    yield* only
    return
  }
  const heads = await openHeads(sources)
  let merged: Row[] = []
  for (let head = foremost(heads, precedes); head !== undefined; head = foremost(heads, precedes)) {
    merged.push(head.row)
    if (!(await advance(head))) heads.splice(heads.indexOf(head), 1)
    if (merged.length < chunkRows) continue
    yield merged
    merged = []
  }
  if (merged.length > 0) yield merged
}

interface Head<Row> {
  row: Row
  waiting: Row[]
  readonly source: AsyncGenerator<readonly Row[]>
}

async function openHeads<Row>(sources: readonly AsyncGenerator<readonly Row[]>[]): Promise<Head<Row>[]> {
  const heads: Head<Row>[] = []
  for (const source of sources) {
    const { row, waiting } = await nextOf({ waiting: [], source })
    if (row !== undefined) heads.push({ row, waiting, source })
  }
  return heads
}

async function advance<Row>(head: Head<Row>): Promise<boolean> {
  const { row, waiting } = await nextOf(head)
  if (row === undefined) return false
  head.row = row
  head.waiting = waiting
  return true
}

/** Waiting rows lie in reverse, so that taking one is cheap. */
async function nextOf<Row>({ waiting, source }: Pick<Head<Row>, 'waiting' | 'source'>) {
  let rows = waiting
  if (rows.length === 0) {
    const chunk = await source.next()
    rows = chunk.done ? [] : [...chunk.value].reverse()
  }
  return { row: rows.pop(), waiting: rows }
}

function foremost<Row>(heads: readonly Head<Row>[], precedes: (a: Row, b: Row) => boolean): Head<Row> | undefined {
  return heads.reduce<Head<Row> | undefined>(
    (best, head) => (best === undefined || precedes(head.row, best.row) ? head : best),
    undefined,
  )
}
