/** A number with its thousands set apart. */
export function toCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** A number with its noun, e.g. `1 request`, `2,000 people`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${toCount(count)} ${count === 1 ? one : many}`
}
