import type { IdPage, ObjectsReader } from '../../contracts/store-objects.ts'
import { type DirectoryObject, type LinkRelation, toObjectId } from '../../model/directory-object.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqlDatabase } from './database.ts'
import { type ObjectColumns, toDirectoryObject } from './object-row.ts'
import type { TenantKey } from './tenant-key.ts'

const columns = ['o.id', 'o.type', 'o.version', 'o.deleted_at', 'o.properties'] as const
/** Ids in one statement; longer lists take several. */
const idsPerStatementMax = 200

export function createObjectsReader(database: SqlDatabase, tenantKey: TenantKey): ObjectsReader {
  return { ...lookups(database, tenantKey), ...links(database, tenantKey) }
}

type Part<Name extends keyof ObjectsReader> = Pick<ObjectsReader, Name>

function lookups(
  { read }: SqlDatabase,
  tenantKey: TenantKey,
): Part<'find' | 'findMany' | 'findDeleted' | 'findByKey' | 'list'> {
  const select = async () =>
    read
      .selectFrom('directory_objects as o')
      .select(columns)
      .where('o.tenant', '=', await tenantKey.forReading())
  const one = async (id: string) => (await select()).where('o.id', '=', toObjectId(id)).executeTakeFirst()
  const find = async (id: string) => {
    const row = await one(id)
    return row === undefined || row.deleted_at !== null ? undefined : toDirectoryObject(row)
  }
  return {
    find,
    async findMany(ids) {
      const wanted = [...new Set(ids.map(toObjectId))]
      const found = new Map<string, DirectoryObject>()
      for (let start = 0; start < wanted.length; start += idsPerStatementMax) {
        const some = wanted.slice(start, start + idsPerStatementMax)
        const rows: ObjectColumns[] = await (await select())
          .where('o.id', 'in', some)
          .where('o.deleted_at', 'is', null)
          .execute()
        for (const row of rows) found.set(row.id, toDirectoryObject(row))
      }
      return ids.map((id) => found.get(toObjectId(id)))
    },
    async findDeleted(id) {
      const row = await one(id)
      return row === undefined || row.deleted_at === null ? undefined : toDirectoryObject(row)
    },
    async findByKey(type, { name, value }) {
      const row = await read
        .selectFrom('object_keys')
        .select('id')
        .where('tenant', '=', await tenantKey.forReading())
        .where('type', '=', type)
        .where('name', '=', name)
        .where('value_key', '=', foldCase(value))
        .where('is_deleted', '=', 0)
        .executeTakeFirst()
      return row && find(row.id)
    },
    async list(type, { limit, afterId = '', isDeleted = false }) {
      const rows = await (await select())
        .where('o.type', '=', type)
        .where('o.id', '>', afterId)
        .where('o.deleted_at', isDeleted ? 'is not' : 'is', null)
        .orderBy('o.id')
        .limit(limit)
        .execute()
      return rows.map(toDirectoryObject)
    },
  }
}

function links(
  { read }: SqlDatabase,
  tenantKey: TenantKey,
): Part<'listLinked' | 'listLinking' | 'isLinked' | 'countLinked'> {
  const select = async (relation: LinkRelation) =>
    read
      .selectFrom('object_links')
      .where('tenant', '=', await tenantKey.forReading())
      .where('relation', '=', relation)
  return {
    async listLinked(relation, fromId, { limit, afterId = '' }: IdPage) {
      const rows = await (await select(relation))
        .select('to_id')
        .where('from_id', '=', toObjectId(fromId))
        .where('to_id', '>', afterId)
        .orderBy('to_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.to_id)
    },
    async listLinking(relation, toId, { limit, afterId = '' }: IdPage) {
      const rows = await (await select(relation))
        .select('from_id')
        .where('to_id', '=', toObjectId(toId))
        .where('from_id', '>', afterId)
        .orderBy('from_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.from_id)
    },
    async isLinked(relation, fromId, toId) {
      const row = await (await select(relation))
        .select('to_id')
        .where('from_id', '=', toObjectId(fromId))
        .where('to_id', '=', toObjectId(toId))
        .executeTakeFirst()
      return row !== undefined
    },
    async countLinked(relation, fromId) {
      const row = await (await select(relation))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('from_id', '=', toObjectId(fromId))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}
