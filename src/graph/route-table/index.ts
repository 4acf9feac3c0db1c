import { administrativeUnitsTable } from './administrative-units.ts'
import { applicationsTable } from './applications.ts'
import { auditLogsTable } from './audit-logs.ts'
import { batchTable } from './batch.ts'
import { countsTable } from './counts.ts'
import { directoryTable } from './directory.ts'
import { groupsTable } from './groups.ts'
import { membershipTable } from './membership.ts'
import { metadataTable } from './metadata.ts'

import { permissionGrantsTable } from './permission-grants.ts'
import { rolesTable } from './roles.ts'
import type { RouteRow } from './route-row.ts'
import { servicePrincipalPoliciesTable } from './service-principal-policies.ts'
import { servicePrincipalsTable } from './service-principals.ts'
import { signedInUserTable } from './signed-in-user.ts'
import { synchronizationTable } from './synchronization.ts'
import { synchronizationMoreTable } from './synchronization-more.ts'
import { synchronizationOwnTable } from './synchronization-own.ts'
import { usersTable } from './users.ts'

const rows = [
  ...servicePrincipalsTable,
  ...servicePrincipalPoliciesTable,
  ...applicationsTable,
  ...usersTable,
  ...signedInUserTable,
  ...groupsTable,
  ...membershipTable,
  ...rolesTable,
  ...administrativeUnitsTable,
  ...permissionGrantsTable,
  ...countsTable,
  ...directoryTable,
  ...synchronizationTable,
  ...synchronizationOwnTable,
  ...synchronizationMoreTable,
  ...auditLogsTable,
  ...metadataTable,
  ...batchTable,
] as const

type Row = (typeof rows)[number]

/** `GET /users/{id}`: names a row of the table. */
export type RouteKey = Row extends infer R extends RouteRow ? `${R['method']} ${R['path']}` : never

/** Every route that is served, in the order of the resources. */
export const routeTable: readonly RouteRow[] = rows
