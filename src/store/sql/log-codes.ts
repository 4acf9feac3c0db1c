import type { ProvisioningAction, ProvisioningResult } from '../../model/provisioning-log.ts'

/** Numbers of the log's two enumerations in the database: Graph's own (provisioningObjectSummary). */
export const actionCodes = {
  other: 0,
  create: 1,
  delete: 2,
  disable: 3,
  update: 4,
  stagedDelete: 5,
} as const satisfies Record<ProvisioningAction, number>

export const resultCodes = {
  success: 0,
  failure: 1,
  skipped: 2,
  warning: 3,
} as const satisfies Record<ProvisioningResult, number>

/** The names back, as a SQL expression over the column that holds the number. */
export function toNameSql(column: string, codes: Readonly<Record<string, number>>): string {
  const cases = Object.entries(codes).map(([name, code]) => `WHEN ${code} THEN '${name}'`)
  return `CASE ${column} ${cases.join(' ')} END`
}
