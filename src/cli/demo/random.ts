/** Numbers that look random and are the same for the same seed on every machine. Not for secrets. */
export interface Random {
  /** From `min` to `max`, both included. */
  integer(min: number, max: number): number
  pick<T>(list: readonly [T, ...T[]]): T
}

/** Marsaglia, "Xorshift RNGs" (2003): the triple 13, 17, 5 over 32 bits. */
export function createRandom(seed: number): Random {
  // Zero would stay zero for ever; small seeds need a few rounds until they differ in all bits.
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
  for (let round = 0; round < 8; round += 1) next()
  const integer = (min: number, max: number) => min + (next() % (max - min + 1))
  return {
    integer,
    // The index lies within the list, which has at least one item.
    pick: <T>(list: readonly [T, ...T[]]) => list[integer(0, list.length - 1)] as T,
  }
}
