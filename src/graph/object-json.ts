import type { DirectoryObject } from '../model/directory-object.ts'
import type { User } from '../model/user.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import type { EntityJson } from './collection.ts'
import type { Entity } from './entity.ts'
import type { ForTenant } from './tenant-part.ts'

/** Graph's JSON of an object: every property of its type, unset ones as null or empty lists. Secrets stay inside. */
export function toObjectJson(object: DirectoryObject, entity?: Entity): EntityJson {
  const { id, deletedDateTime, properties } = object
  return { ...(entity && unsetProperties(entity)), deletedDateTime, ...withoutSecrets(properties), id }
}

function unsetProperties({ properties }: Entity): JsonObject {
  const topLevel = properties.filter(({ name, link }) => link === undefined && !name.includes('/'))
  return Object.fromEntries(topLevel.map(({ name, collection }) => [name, collection ? [] : null]))
}

/** What is kept of credentials to check them with never gets out (graph-resources 1.2), nor what has a route of its own. */
function withoutSecrets(properties: JsonObject): JsonObject {
  const { passwordCredentials, keyCredentials, remoteDesktopSecurityConfiguration: _, ...others } = properties
  return {
    ...others,
    ...(Array.isArray(passwordCredentials) && {
      passwordCredentials: passwordCredentials.filter(isJsonObject).map(({ secretHash: _, ...shown }) => ({
        customKeyIdentifier: null,
        ...shown,
        secretText: null,
      })),
    }),
    ...(Array.isArray(keyCredentials) && {
      keyCredentials: keyCredentials.filter(isJsonObject).map((credential) => ({ ...credential, key: null })),
    }),
  }
}

type Tenant = ReturnType<ForTenant<'directory' | 'objects'>>

/** An object of a link's other end, whatever its type. */
export type LinkedObject =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'object'; readonly object: DirectoryObject }

/** What the ids stand for, in order; what is gone is left out. */
export async function findLinked(
  { directory, objects }: Tenant,
  ids: readonly string[],
): Promise<readonly LinkedObject[]> {
  const [users, others] = await Promise.all([directory.findUsers(ids), objects.findMany(ids)])
  return ids.flatMap((_, index): LinkedObject[] => {
    const user = users[index]
    if (user !== undefined) return [{ kind: 'user', user }]
    const object = others[index]
    return object === undefined ? [] : [{ kind: 'object', object }]
  })
}
