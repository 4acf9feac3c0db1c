import type { SimulatedRecord } from '../../model/simulation.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'

/** Leads from a record of a report to its line of the file: by its place, else by its identifier; null when it has none. */
export function findLines(requests: readonly BulkRequest[]): (record: SimulatedRecord) => number | null {
  const linesById = new Map<string, number>()
  for (const { operations } of requests)
    for (const { externalId, line } of operations) linesById.set(externalId.toLowerCase(), line)
  return ({ position, externalId }) => {
    const placed = position === undefined ? undefined : requests[position.body]?.operations[position.operation]
    return placed?.line ?? (externalId === '' ? null : (linesById.get(externalId.toLowerCase()) ?? null))
  }
}
