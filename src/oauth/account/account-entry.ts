import { findTenantOf } from '../find-tenant.ts'
import { asPage } from '../sign-in/authorize.ts'
import { begin } from '../sign-in/begin.ts'
import { toVisit } from '../sign-in/visit.ts'

/** `GET /{tenant}/myaccount` (ours): people see who has access in their name, and end it. */
export const accountEntry = asPage(async (call) =>
  begin(toVisit(call, await findTenantOf(call)), { kind: 'account', notice: '' }),
)
