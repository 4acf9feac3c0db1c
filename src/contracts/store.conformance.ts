import type { OpenStore } from './sample-data.conformance.ts'
import { applicationsConformance } from './store-applications.conformance.ts'
import { deletedUsersConformance } from './store-deleted-users.conformance.ts'
import { identityConformance } from './store-identity.conformance.ts'
import { jobsConformance } from './store-jobs.conformance.ts'
import { objectsConformance } from './store-objects.conformance.ts'
import { signingKeysConformance, tenantsConformance } from './store-tenants.conformance.ts'

/** What every store promises, except what only the engine's writing can show (store-provisioned.conformance.ts). */
export function storeConformance(open: OpenStore): void {
  tenantsConformance(open)
  signingKeysConformance(open)
  applicationsConformance(open)
  jobsConformance(open)
  objectsConformance(open)
  deletedUsersConformance(open)
  identityConformance(open)
}
