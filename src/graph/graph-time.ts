/** An Edm.DateTimeOffset in UTC; the fraction is sent only when there is one (graph-conventions: "Values"). */
export function toGraphTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z')
}
