/** What a request takes from the limits of directory objects. */
export interface RequestCost {
  readonly units: number
  readonly writes: 0 | 1
}

/** A `$top` below this makes a request cheaper. */
const smallPageItems = 20

/**
 * What a request costs, from the base cost of its route and its query (Graph page "Microsoft Graph service-specific
 * throttling limits", identity and access): `$select` takes one unit off, `$expand` adds one, a `$top` under 20 takes one
 * off, and one unit is the least.
 */
export function costOf({ units, writes }: RequestCost, { search, searchParams }: URL): RequestCost {
  if (search === '') return { units, writes }
  let total = units
  for (const [name, value] of searchParams) {
    const option = name.replace('$', '').toLowerCase()
    if (option === 'select') total -= 1
    else if (option === 'expand') total += 1
    else if (option === 'top' && Number(value) < smallPageItems) total -= 1
  }
  return { units: Math.max(1, total), writes }
}
