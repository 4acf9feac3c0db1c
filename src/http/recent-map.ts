/** Entries of one of the two generations. */
const generationKeysMax = 5_000

/**
 * Entries that were used lately, 10,000 at most: of those that were quiet longest, half are forgotten at a time. An entry
 * that is in use costs one look.
 */
export class RecentMap<T> {
  #young = new Map<string, T>()
  #old = new Map<string, T>()

  /** Finds or makes an entry. */
  take(key: string, make: () => T): T {
    const known = this.#young.get(key)
    if (known !== undefined) return known
    const entry = this.#old.get(key) ?? make()
    if (this.#young.size >= generationKeysMax) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, entry)
    return entry
  }
}
