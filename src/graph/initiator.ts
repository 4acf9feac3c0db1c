import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { DirectoryStore } from '../contracts/store-directory.ts'
import type { Principal } from '../model/principal.ts'
import type { Initiator } from '../model/provisioning-log.ts'

interface Finders {
  readonly applications: Pick<ApplicationsStore, 'findServicePrincipal'>
  readonly directory: Pick<DirectoryStore, 'findUser'>
}

/** The caller as the log names whoever asked for a change (Graph `initiator`). */
export async function toInitiator(principal: Principal, { applications, directory }: Finders): Promise<Initiator> {
  if (principal.kind === 'user') {
    const user = await directory.findUser(principal.userId)
    return { kind: 'user', id: principal.userId, displayName: user?.properties.displayName ?? '' }
  }
  const { servicePrincipalId: id } = principal
  const servicePrincipal = await applications.findServicePrincipal(id)
  return { kind: 'application', id, displayName: servicePrincipal?.displayName ?? '' }
}
