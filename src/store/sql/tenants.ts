import type { TenantsStore } from '../../contracts/store-tenants.ts'
import { EntrainError } from '../../model/error.ts'
import type { Tenant } from '../../model/tenant.ts'
import type { Queries, SqlDatabase } from './database.ts'

export function createTenantsStore(database: SqlDatabase): TenantsStore {
  return {
    create: (tenant) => database.write((queries) => insertTenant(queries, tenant)),

    async find(idOrDomain) {
      const name = idOrDomain.toLowerCase()
      const tenants = await selectTenants(database.read, async (queries) => {
        const domain = await queries.selectFrom('domains').select('tenant').where('name', '=', name).executeTakeFirst()
        const query = queries.selectFrom('tenants').selectAll()
        return domain === undefined
          ? query.where('id', '=', name).execute()
          : query.where('key', '=', domain.tenant).execute()
      })
      return tenants[0]
    },

    list: () =>
      selectTenants(database.read, (queries) => queries.selectFrom('tenants').selectAll().orderBy('key').execute()),
  }
}

async function insertTenant(queries: Queries, tenant: Tenant): Promise<void> {
  const id = tenant.id.toLowerCase()
  const names = tenant.domains.map((domain) => domain.name.toLowerCase())
  await refuseTaken(queries, id, names)
  const { key } = await queries
    .insertInto('tenants')
    .values({ id, display_name: tenant.displayName, created_at: tenant.createdDateTime })
    .returning('key')
    .executeTakeFirstOrThrow()
  for (const [index, domain] of tenant.domains.entries()) {
    const row = { tenant: key, name: names[index] ?? domain.name, is_default: domain.isDefault ? 1 : 0 }
    await queries.insertInto('domains').values(row).execute()
  }
}

async function refuseTaken(queries: Queries, id: string, names: readonly string[]): Promise<void> {
  const sameId = await queries.selectFrom('tenants').select('id').where('id', '=', id).executeTakeFirst()
  if (sameId !== undefined) throw new EntrainError('conflict', `A tenant with the id '${id}' exists already.`)
  for (const [index, name] of names.entries()) {
    const sameName = await queries.selectFrom('domains').select('name').where('name', '=', name).executeTakeFirst()
    if (sameName !== undefined)
      throw new EntrainError('conflict', `The domain '${name}' belongs to another tenant already.`)
    if (names.indexOf(name) !== index) throw new EntrainError('conflict', `The domain '${name}' is named twice.`)
  }
}

type TenantRows = readonly { key: number; id: string; display_name: string; created_at: string }[]

async function selectTenants(queries: Queries, select: (queries: Queries) => Promise<TenantRows>): Promise<Tenant[]> {
  const tenants = await select(queries)
  if (tenants.length === 0) return []
  const keys = tenants.map((tenant) => tenant.key)
  const domains = await queries
    .selectFrom('domains')
    .selectAll()
    .where('tenant', 'in', keys)
    .orderBy('is_default', 'desc')
    .orderBy('name')
    .execute()
  const domainsOf = Map.groupBy(domains, (domain) => domain.tenant)
  return tenants.map((row) => ({
    id: row.id,
    displayName: row.display_name,
    createdDateTime: row.created_at,
    domains: (domainsOf.get(row.key) ?? []).map(({ name, is_default }) => ({ name, isDefault: is_default === 1 })),
  }))
}
