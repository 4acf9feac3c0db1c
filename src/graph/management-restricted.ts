import type { FindRestrictedUnits } from '../auth/restricted-units.ts'
import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { Call } from '../http/route.ts'

const property = 'isManagementRestricted'

export interface RestrictionParts {
  readonly objects: Pick<ObjectsReader, 'isLinked'>
  readonly findRestrictedUnits: FindRestrictedUnits
}

interface Asked {
  readonly ids: readonly string[]
  /** Names of properties that are sent; left out: those that the version sends by itself. */
  readonly select: readonly string[] | undefined
  /** Versions that send it by themselves. */
  readonly sentBy: readonly Call['version'][]
}

/**
 * The ids of users and groups that are in an administrative unit of restricted management: their `isManagementRestricted`
 * is true, that of all others null, as in the reference. Nothing is looked up when the property is not sent.
 */
export async function findRestricted(
  { principal, version }: Pick<Call, 'principal' | 'version'>,
  { ids, select, sentBy }: Asked,
  { objects, findRestrictedUnits }: RestrictionParts,
): Promise<ReadonlySet<string>> {
  const restricted = new Set<string>()
  const isSent = select === undefined ? sentBy.includes(version) : select.includes(property)
  if (!isSent) return restricted
  for (const unitId of await findRestrictedUnits(principal.tenantId)) {
    for (const id of ids) if (await objects.isLinked('members', unitId, id)) restricted.add(id)
  }
  return restricted
}

/** The JSON of one of them, before anything is hidden. */
export function withRestriction<Json extends object>(json: Json, isRestricted: boolean): Json {
  return isRestricted ? { ...json, [property]: true } : json
}
