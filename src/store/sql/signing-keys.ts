import type { SigningKey, SigningKeysStore } from '../../contracts/store-tenants.ts'
import { refuseDuplicate, type SqlDatabase } from './database.ts'
import type { SigningKeyRow } from './tables.ts'

export function createSigningKeysStore(database: SqlDatabase): SigningKeysStore {
  return {
    rotate: (key) =>
      refuseDuplicate(database, `A signing key with the id '${key.keyId}' exists already.`, async (queries) => {
        await queries
          .updateTable('signing_keys')
          .set({ retired_at: key.createdAt })
          .where('retired_at', 'is', null)
          .execute()
        await queries.insertInto('signing_keys').values(toRow(key)).execute()
      }),

    async list() {
      const rows = await database.read
        .selectFrom('signing_keys')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('key_id')
        .execute()
      return rows.map(toSigningKey)
    },

    async remove(keyId) {
      await database.write((queries) => queries.deleteFrom('signing_keys').where('key_id', '=', keyId).execute())
    },
  }
}

function toRow(key: SigningKey): SigningKeyRow {
  return {
    key_id: key.keyId,
    private_key: key.privateKeyPem,
    certificate: key.certificate,
    created_at: key.createdAt,
    retired_at: key.retiredAt,
  }
}

function toSigningKey(row: SigningKeyRow): SigningKey {
  return {
    keyId: row.key_id,
    privateKeyPem: row.private_key,
    certificate: row.certificate,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  }
}
