import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { listLinkingIds } from '../../directory/membership.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { Query } from '../../odata/query.ts'
import { isJsonObject } from '../../std/json-object.ts'
import type { EntityJson } from '../collection.ts'

/** Leaves out what the caller may not see. */
export async function keepVisible(
  { principal, ownedOnly }: Pick<Call, 'principal' | 'ownedOnly'>,
  objects: Pick<ObjectsReader, 'listLinking'>,
  all: readonly DirectoryObject[],
): Promise<readonly DirectoryObject[]> {
  if (!ownedOnly || principal.kind !== 'application') return all
  const owned = new Set(await listLinkingIds(objects, 'owners', principal.servicePrincipalId))
  return all.filter(({ id }) => owned.has(id))
}

/** The bytes of keys are sent only when they are selected, of one object (graph-resources 1.1). */
export function withKeys(json: EntityJson, { properties }: DirectoryObject, query: Query | undefined): EntityJson {
  if (!query?.select?.includes('keyCredentials') || !Array.isArray(properties.keyCredentials)) return json
  const shown = properties.keyCredentials.filter(isJsonObject)
  return {
    ...json,
    keyCredentials: shown.map((item) => (item.type === 'AsymmetricX509Cert' ? item : { ...item, key: null })),
  }
}
