import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { Principal } from '../../model/principal.ts'
import type { Query } from '../../odata/query.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { holdsAny } from '../caller.ts'
import type { EntityJson } from '../collection.ts'
import { listAllLinking } from './find.ts'

/** An application whose permissions reach only as far as what it owns. */
export function seesOwnedOnly(principal: Principal): boolean {
  return (
    principal.kind === 'application' &&
    !holdsAny(principal, [
      'Application.Read.All',
      'Application.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
    ])
  )
}

/** Leaves out what the caller may not see. */
export async function keepVisible(
  { principal }: Pick<Call, 'principal'>,
  objects: Pick<ObjectsReader, 'listLinking'>,
  all: readonly DirectoryObject[],
): Promise<readonly DirectoryObject[]> {
  if (principal.kind !== 'application' || !seesOwnedOnly(principal)) return all
  const owned = new Set(await listAllLinking(objects, 'owners', principal.servicePrincipalId))
  return all.filter(({ id }) => owned.has(id))
}

/** The bytes of keys are sent only when they are selected, of one object (graph-resources 1.1). */
export function withKeys(json: EntityJson, { properties }: DirectoryObject, query: Query | undefined): EntityJson {
  if (!query?.select?.includes('keyCredentials') || !Array.isArray(properties.keyCredentials)) return json
  const shown = properties.keyCredentials.filter(isJsonObject)
  return { ...json, keyCredentials: shown.map((item) => (item.type === 'AsymmetricX509Cert' ? item : { ...item, key: null })) }
}
