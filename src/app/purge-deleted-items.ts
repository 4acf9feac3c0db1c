import type { TenantStore } from '../contracts/store.ts'
import type { TenantsStore } from '../contracts/store-tenants.ts'
import { purgeDeleted } from '../directory/purge.ts'
import type { ObjectType } from '../model/directory-object.ts'

const dayMs = 86_400_000
/** How long deleted items can be restored (Graph page "directory: deletedItems"). */
export const deletedItemsKeptMs = 30 * dayMs
/** How far back changes can be asked for, and a day for whoever is about to ask. */
export const changesKeptMs = 8 * dayMs

const usersPerPieceMax = 100
const objectsPerPieceMax = 500
const changesPerPieceMax = 5_000
const restorableTypes: readonly ObjectType[] = ['application', 'servicePrincipal', 'group', 'administrativeUnit']

export interface PurgeDeps {
  readonly tenants: Pick<TenantsStore, 'list'>
  readonly storeOf: (tenantId: string) => Pick<TenantStore, 'objects' | 'provisioning'>
  /** Called after each piece. Rejects to end the work early. */
  readonly rest: () => Promise<void>
}

/** Removes for good what was deleted 30 days before `now`, and the change feed that no delta query reaches any more. */
export async function purgeDeletedItems(now: number, { tenants, storeOf, rest }: PurgeDeps): Promise<void> {
  for (const { id } of await tenants.list()) {
    const tenant = storeOf(id)
    while (await purgeUsers(tenant, now - deletedItemsKeptMs)) await rest()
    for (const type of restorableTypes) await purgeObjects(tenant, type, { before: now - deletedItemsKeptMs, rest })
    while (await forgetChanges(tenant, now)) await rest()
  }
}

type Tenant = ReturnType<PurgeDeps['storeOf']>

function purgeUsers({ provisioning }: Tenant, before: number): Promise<boolean> {
  return provisioning.transaction(async (transaction) => {
    const users = await transaction.deletedUsers.listBefore(before, usersPerPieceMax)
    for (const { id } of users) await purgeDeleted(transaction, id, true)
    return users.length === usersPerPieceMax
  })
}

async function purgeObjects(
  { objects, provisioning }: Tenant,
  type: ObjectType,
  { before, rest }: { readonly before: number } & Pick<PurgeDeps, 'rest'>,
): Promise<void> {
  for (let afterId = ''; ; ) {
    const page = await objects.list(type, { isDeleted: true, limit: objectsPerPieceMax, afterId })
    const old = page.filter(({ deletedDateTime }) => deletedDateTime !== null && Date.parse(deletedDateTime) < before)
    if (old.length > 0) {
      await provisioning.transaction(async (transaction) => {
        for (const { id } of old) await purgeDeleted(transaction, id, false)
      })
      await rest()
    }
    if (page.length < objectsPerPieceMax) return
    afterId = page.at(-1)?.id ?? afterId
  }
}

function forgetChanges({ provisioning }: Tenant, now: number): Promise<boolean> {
  return provisioning.transaction(async ({ changes }) => {
    await changes.mark(now)
    return (await changes.forget(now - changesKeptMs, changesPerPieceMax)) === changesPerPieceMax
  })
}
