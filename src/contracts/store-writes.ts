import type { AuditsWriter } from './store-audits.ts'
import type { DeletedUsersWriter } from './store-deleted-users.ts'
import type { ChangesWriter, ObjectsWriter } from './store-objects.ts'
import type { ProvisioningStore, ProvisioningTransaction } from './store-provisioning.ts'

/** The writing side of the whole directory, the engine's part included. */
export interface DirectoryWrites extends ProvisioningStore {
  transaction<T>(work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T>
}

export interface DirectoryTransaction extends ProvisioningTransaction {
  readonly objects: ObjectsWriter
  readonly deletedUsers: DeletedUsersWriter
  readonly changes: ChangesWriter
  readonly audits: AuditsWriter
}
