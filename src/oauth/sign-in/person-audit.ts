import type { AuditEntry } from '../../contracts/store-audits.ts'
import { type Audit, directoryAudit } from '../../directory/audit-entry.ts'
import { newObjectId } from '../../directory/new-object-id.ts'
import type { User } from '../../model/user.ts'
import type { Visit } from './visit.ts'

type PersonAudit = Omit<Audit, 'id' | 'at' | 'initiatedBy' | 'correlationId' | 'userAgent' | 'targets'> &
  Partial<Pick<Audit, 'targets'>>

/** An entry of the audit log about what a person did on a page; the target is the person, unless there is another. */
export function personAudit({ request, call, now }: Visit, { id, properties }: User, audit: PersonAudit): AuditEntry {
  const { displayName, userPrincipalName } = properties
  return directoryAudit({
    targets: [{ id, type: 'User', displayName, userPrincipalName }],
    ...audit,
    at: now,
    id: newObjectId(now),
    initiatedBy: { kind: 'user', id, displayName, userPrincipalName, ipAddress: request.remoteAddress },
    correlationId: call.correlationId,
    userAgent: request.header('user-agent'),
  })
}
