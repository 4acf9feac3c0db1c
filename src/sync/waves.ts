/**
 * Cuts a batch into waves: no two records of a wave share a key (person or matching value), and records that share
 * one stay in order. So a whole wave can be decided at once, and the outcome is that of one record after the other.
 */
export function splitIntoWaves<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Item[][] {
  const waves: Item[][] = []
  /** The first wave that is free for a key. */
  const free = new Map<string, number>()
  for (const item of items) {
    const keys = keysOf(item)
    let wave = 0
    for (const key of keys) wave = Math.max(wave, free.get(key) ?? 0)
    for (const key of keys) free.set(key, wave + 1)
    const members = waves[wave]
    if (members === undefined) waves[wave] = [item]
    else members.push(item)
  }
  return waves
}
