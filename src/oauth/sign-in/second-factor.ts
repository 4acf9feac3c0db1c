import { findTenantOf } from '../find-tenant.ts'
import { asPage } from './authorize.ts'
import { begin } from './begin.ts'
import { toVisit } from './visit.ts'

/** `GET /{tenant}/mfasetup` (ours): whoever signs in here sets up an authenticator app. */
export const secondFactorSetUp = asPage(async (call) =>
  begin(toVisit(call, await findTenantOf(call)), { kind: 'secondFactor' }),
)
