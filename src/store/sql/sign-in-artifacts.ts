import type { DeleteQueryBuilder, DeleteResult } from 'kysely'
import type { Artifact, ArtifactKind, ArtifactsStore } from '../../contracts/store-identity.ts'
import { type Queries, refuseDuplicate, type SqlDatabase } from './database.ts'
import type { SignInArtifactRow, Tables } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

export function createArtifacts(database: SqlDatabase, tenantKey: TenantKey): ArtifactsStore {
  return { ...single(database, tenantKey), ...listing(database, tenantKey), ...removing(database, tenantKey) }
}

type Part<Name extends keyof ArtifactsStore> = Pick<ArtifactsStore, Name>

function single(
  database: SqlDatabase,
  tenantKey: TenantKey,
): Part<'add' | 'addFrom' | 'find' | 'use' | 'change' | 'count'> {
  const { read, write } = database
  const findRow = (queries: Queries, tenant: number, kind: ArtifactKind, key: string) =>
    queries
      .selectFrom('sign_in_artifacts')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('kind', '=', kind)
      .where('key', '=', key)
  return {
    async add(artifacts) {
      const tenant = await tenantKey.forWriting()
      const rows = artifacts.map((artifact) => toRow(tenant, artifact))
      await refuseDuplicate(database, 'This was handed out before.', (queries) =>
        queries.insertInto('sign_in_artifacts').values(rows).execute(),
      )
    },
    async addFrom(source, artifact) {
      const tenant = await tenantKey.forWriting()
      return refuseDuplicate(database, 'This was handed out before.', async (queries) => {
        const found = await findRow(queries, tenant, source.kind, source.key).executeTakeFirst()
        if (found === undefined) return false
        await queries.insertInto('sign_in_artifacts').values(toRow(tenant, artifact)).execute()
        return true
      })
    },
    async find(kind, key, now) {
      const query = findRow(read, await tenantKey.forReading(), kind, key)
      const row = await query.where('expires_at', '>', now).executeTakeFirst()
      return row && toArtifact(row)
    },
    async use(kind, key, now) {
      const tenant = await tenantKey.forWriting()
      return write(async (queries) => {
        const row = await findRow(queries, tenant, kind, key).where('expires_at', '>', now).executeTakeFirst()
        if (row === undefined) return undefined
        if (row.used_at === null) {
          await queries
            .updateTable('sign_in_artifacts')
            .set({ used_at: now })
            .where('tenant', '=', tenant)
            .where('kind', '=', kind)
            .where('key', '=', key)
            .execute()
        }
        return toArtifact(row)
      })
    },
    async change({ kind, key }, work) {
      const tenant = await tenantKey.forWriting()
      return write(async (queries) => {
        const row = await findRow(queries, tenant, kind, key).executeTakeFirst()
        const after = row && work(toArtifact(row))
        if (after === undefined) return false
        await queries
          .updateTable('sign_in_artifacts')
          .set({
            user_id: after.userId?.toLowerCase() ?? null,
            expires_at: after.expiresAt,
            data: JSON.stringify(after.data),
          })
          .where('tenant', '=', tenant)
          .where('kind', '=', kind)
          .where('key', '=', key)
          .execute()
        return true
      })
    },
    async count(kind) {
      const row = await read
        .selectFrom('sign_in_artifacts')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('tenant', '=', await tenantKey.forReading())
        .where('kind', '=', kind)
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },
  }
}

function listing({ read }: SqlDatabase, tenantKey: TenantKey): Part<'listFamily' | 'listUser'> {
  return {
    async listFamily(kind, family, now) {
      const rows = await read
        .selectFrom('sign_in_artifacts')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('family', '=', family)
        .where('kind', '=', kind)
        .where('expires_at', '>', now)
        .orderBy('created_at')
        .orderBy('key')
        .execute()
      return rows.map(toArtifact)
    },
    async listUser(kind, userId, { now, limit }) {
      const rows = await read
        .selectFrom('sign_in_artifacts')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('user_id', '=', userId.toLowerCase())
        .where('kind', '=', kind)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toArtifact)
    },
  }
}

function removing(
  { write }: SqlDatabase,
  tenantKey: TenantKey,
): Part<'remove' | 'revokeFamily' | 'revokeUser' | 'keepNewest'> {
  const removeFrom = async (narrow: Narrow) => {
    const tenant = await tenantKey.forWriting()
    await write((queries) => narrow(queries.deleteFrom('sign_in_artifacts').where('tenant', '=', tenant)).execute())
  }
  return {
    remove: (kind, key) => removeFrom((rows) => rows.where('kind', '=', kind).where('key', '=', key)),
    revokeFamily: (family) => removeFrom((rows) => rows.where('family', '=', family)),
    revokeUser: (userId, exceptFamily) =>
      removeFrom((rows) => {
        const ofUser = rows.where('user_id', '=', userId.toLowerCase())
        return exceptFamily === undefined ? ofUser : ofUser.where('family', '!=', exceptFamily)
      }),
    async keepNewest(kind, userId, limit) {
      const tenant = await tenantKey.forWriting()
      await write(async (queries) => {
        const beyond = queries
          .selectFrom('sign_in_artifacts')
          .select('key')
          .where('tenant', '=', tenant)
          .where('user_id', '=', userId.toLowerCase())
          .where('kind', '=', kind)
          .orderBy('created_at', 'desc')
          .limit(-1)
          .offset(limit)
        await queries
          .deleteFrom('sign_in_artifacts')
          .where('tenant', '=', tenant)
          .where('kind', '=', kind)
          .where('key', 'in', beyond)
          .execute()
      })
    },
  }
}

type Rows = DeleteQueryBuilder<Tables, 'sign_in_artifacts', DeleteResult>
type Narrow = (rows: Rows) => Rows

function toRow(tenant: number, artifact: Omit<Artifact, 'usedAt'>): SignInArtifactRow {
  const { kind, key, family, userId, createdAt, expiresAt, data } = artifact
  const times = { created_at: createdAt, expires_at: expiresAt, used_at: null }
  return { tenant, kind, key, family, user_id: userId?.toLowerCase() ?? null, ...times, data: JSON.stringify(data) }
}

function toArtifact(row: SignInArtifactRow): Artifact {
  return {
    // Written by `add`.
    kind: row.kind as ArtifactKind,
    key: row.key,
    family: row.family,
    userId: row.user_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    data: JSON.parse(row.data),
  }
}
