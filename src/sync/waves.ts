/** What ties an item to others. */
export interface Ties {
  /** No two items of a wave share one of these, and items that share one stay in order. */
  readonly keys: readonly string[]
  /** The item comes after every earlier item that has one of these as a key. */
  readonly after: readonly string[]
}

/** Cuts a batch into waves, so that a whole wave can be decided at once with the outcome of one item after the other. */
export function splitIntoWaves<Item>(items: readonly Item[], tiesOf: (item: Item) => Ties): Item[][] {
  const waves: Item[][] = []
  /** The first wave that is free for a key. */
  const free = new Map<string, number>()
  for (const item of items) {
    const { keys, after } = tiesOf(item)
    let wave = 0
    for (const key of keys) wave = Math.max(wave, free.get(key) ?? 0)
    for (const key of after) wave = Math.max(wave, free.get(key) ?? 0)
    for (const key of keys) free.set(key, wave + 1)
    const members = waves[wave]
    if (members === undefined) waves[wave] = [item]
    else members.push(item)
  }
  return waves
}
