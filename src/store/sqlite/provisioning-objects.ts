import type { NewObject, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { WriteOutcome } from '../../contracts/store-provisioning.ts'
import { type DirectoryObject, toObjectId } from '../../model/directory-object.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { changedNames } from '../../std/changed-names.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { joinNames } from '../sql/name-list.ts'
import { type ObjectColumns, toDirectoryObject } from '../sql/object-row.ts'
import { isUniqueViolation, type SqliteDriver } from './driver.ts'
import { createLinkAnnouncer } from './link-announcer.ts'

const columns = 'id, type, version, deleted_at, properties'

/** Statements for the directory's objects, on the writing connection. */
export function createObjectsWriter(driver: SqliteDriver, tenant: number): ObjectsWriter {
  return { ...lookups(driver, tenant), ...links(driver, tenant), ...writes(driver, tenant) }
}

type Part<Name extends keyof ObjectsWriter> = Pick<ObjectsWriter, Name>

function lookups(driver: SqliteDriver, tenant: number): Part<'find' | 'findByKey'> {
  const byId = driver.prepare<ObjectColumns>(
    `SELECT ${columns} FROM directory_objects WHERE tenant = ? AND id = ? AND deleted_at IS NULL`,
  )
  const byKey = driver.prepare<{ readonly id: string }>(
    'SELECT id FROM object_keys WHERE tenant = ? AND type = ? AND name = ? AND value_key = ? AND is_deleted = 0',
  )
  const find = async (id: string): Promise<DirectoryObject | undefined> => {
    const row = byId.get(tenant, toObjectId(id))
    return row && toDirectoryObject(row)
  }
  return {
    find,
    async findByKey(type, { name, value }) {
      const row = byKey.get(tenant, type, name, foldCase(value))
      return row && find(row.id)
    },
  }
}

function links(
  driver: SqliteDriver,
  tenant: number,
): Part<'isLinked' | 'listLinked' | 'listLinking' | 'link' | 'unlink'> {
  const where = 'tenant = ? AND relation = ?'
  const one = driver.prepare(`SELECT 1 FROM object_links WHERE ${where} AND from_id = ? AND to_id = ?`)
  const linked = driver.prepare<[id: string]>(
    `SELECT to_id FROM object_links WHERE ${where} AND from_id = ? ORDER BY to_id`,
    'arrays',
  )
  const linking = driver.prepare<[id: string]>(
    `SELECT from_id FROM object_links WHERE ${where} AND to_id = ? ORDER BY from_id`,
    'arrays',
  )
  const add = driver.prepare(
    'INSERT OR IGNORE INTO object_links (tenant, relation, from_id, to_id) VALUES (?, ?, ?, ?)',
  )
  const remove = driver.prepare(`DELETE FROM object_links WHERE ${where} AND from_id = ? AND to_id = ?`)
  return {
    isLinked: async (relation, fromId, toId) =>
      one.get(tenant, relation, toObjectId(fromId), toObjectId(toId)) !== undefined,
    listLinked: async (relation, fromId) => linked.all(tenant, relation, toObjectId(fromId)).map(([id]) => id),
    listLinking: async (relation, toId) => linking.all(tenant, relation, toObjectId(toId)).map(([id]) => id),
    link: async (relation, fromId, toId) =>
      Number(add.run(tenant, relation, toObjectId(fromId), toObjectId(toId)).changes) === 1,
    unlink: async (relation, fromId, toId) =>
      Number(remove.run(tenant, relation, toObjectId(fromId), toObjectId(toId)).changes) === 1,
  }
}

function writes(driver: SqliteDriver, tenant: number): Part<'insert' | 'replace' | 'softDelete' | 'restore' | 'purge'> {
  const insert = driver.prepare(
    'INSERT INTO directory_objects (tenant, id, type, version, properties) VALUES (?, ?, ?, 1, ?)',
  )
  const current = driver.prepare<Pick<ObjectColumns, 'type' | 'properties'>>(
    'SELECT type, properties FROM directory_objects WHERE tenant = ? AND id = ? AND deleted_at IS NULL',
  )
  const replace = driver.prepare(
    'UPDATE directory_objects SET version = version + 1, properties = ?, changed = ? WHERE tenant = ? AND id = ?',
  )
  const bury = driver.prepare(
    `UPDATE directory_objects SET version = version + 1, deleted_at = ?, changed = NULL
       WHERE tenant = ? AND id = ? AND deleted_at IS NULL`,
  )
  const revive = driver.prepare(
    `UPDATE directory_objects SET version = version + 1, deleted_at = NULL, changed = NULL
       WHERE tenant = ? AND id = ? AND deleted_at IS NOT NULL`,
  )
  const remove = driver.prepare('DELETE FROM directory_objects WHERE tenant = ? AND id = ?')
  const unlinkAll = driver.prepare('DELETE FROM object_links WHERE tenant = ?1 AND (from_id = ?2 OR to_id = ?2)')
  const keys = createKeys(driver, tenant)
  const announceLinks = createLinkAnnouncer(driver, tenant)
  return {
    insert: async ({ id, type, properties, keys: wanted }) => {
      const taken = keys.findTaken(type, id, wanted)
      if (taken !== undefined) return { kind: 'taken', property: taken }
      return attempt(() => {
        const { changes } = insert.run(tenant, toObjectId(id), type, JSON.stringify(properties))
        keys.put(type, id, wanted)
        return changes
      })
    },
    replace: async ({ id, properties, keys: wanted }) => {
      const row = current.get(tenant, toObjectId(id))
      if (row === undefined) return { kind: 'gone' }
      const taken = keys.findTaken(row.type, id, wanted)
      if (taken !== undefined) return { kind: 'taken', property: taken }
      // Written by insert and replace.
      const changed = changedNames(JSON.parse(row.properties) as JsonObject, properties)
      replace.run(JSON.stringify(properties), joinNames(changed), tenant, toObjectId(id))
      keys.put(row.type, id, wanted)
      return { kind: 'written' }
    },
    softDelete: async (id, at) => {
      keys.free(id)
      announceLinks(toObjectId(id))
      return toOutcome(bury.run(at, tenant, toObjectId(id)).changes)
    },
    restore: async (id) => {
      const taken = keys.claim(id)
      if (taken !== undefined) return { kind: 'taken', property: taken }
      announceLinks(toObjectId(id))
      return toOutcome(revive.run(tenant, toObjectId(id)).changes)
    },
    purge: async (id) => {
      unlinkAll.run(tenant, toObjectId(id))
      keys.drop(id)
      return toOutcome(remove.run(tenant, toObjectId(id)).changes)
    },
  }
}

interface Keys {
  /** Name of the first key that another living object has. */
  findTaken(type: string, id: string, keys: NewObject['keys']): string | undefined
  put(type: string, id: string, keys: NewObject['keys']): void
  free(id: string): void
  /** Takes the freed keys back; answers the name of the first one that is taken. */
  claim(id: string): string | undefined
  drop(id: string): void
}

interface KeyRow {
  readonly type: string
  readonly name: string
  readonly value_key: string
}

function createKeys(driver: SqliteDriver, tenant: number): Keys {
  const holder = driver.prepare(
    `SELECT 1 FROM object_keys WHERE tenant = ? AND type = ? AND name = ? AND value_key = ? AND is_deleted = 0 AND id <> ?`,
  )
  const freed = driver.prepare<KeyRow>('SELECT type, name, value_key FROM object_keys WHERE tenant = ? AND id = ?')
  const add = driver.prepare(
    'INSERT OR IGNORE INTO object_keys (tenant, type, name, value_key, id, is_deleted) VALUES (?, ?, ?, ?, ?, 0)',
  )
  const mark = driver.prepare('UPDATE object_keys SET is_deleted = ? WHERE tenant = ? AND id = ?')
  const remove = driver.prepare('DELETE FROM object_keys WHERE tenant = ? AND id = ?')
  return {
    findTaken: (type, id, wanted) =>
      wanted.find(({ name, value }) => holder.get(tenant, type, name, foldCase(value), toObjectId(id)) !== undefined)
        ?.name,
    put(type, id, wanted) {
      remove.run(tenant, toObjectId(id))
      for (const { name, value } of wanted) add.run(tenant, type, name, foldCase(value), toObjectId(id))
    },
    free: (id) => void mark.run(1, tenant, toObjectId(id)),
    claim(id) {
      const rows = freed.all(tenant, toObjectId(id))
      const taken = rows.find(
        ({ type, name, value_key }) => holder.get(tenant, type, name, value_key, toObjectId(id)) !== undefined,
      )
      if (taken === undefined) mark.run(0, tenant, toObjectId(id))
      return taken?.name
    },
    drop: (id) => void remove.run(tenant, toObjectId(id)),
  }
}

function toOutcome(changes: number | bigint): WriteOutcome {
  return Number(changes) === 1 ? { kind: 'written' } : { kind: 'gone' }
}

function attempt(write: () => number | bigint): WriteOutcome {
  try {
    return toOutcome(write())
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return { kind: 'taken', property: 'id' }
  }
}
