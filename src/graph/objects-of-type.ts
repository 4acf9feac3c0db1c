import type { ObjectKey, ObjectsReader } from '../contracts/store-objects.ts'
import { listLinkingIds } from '../directory/membership.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject, LinkRelation, ObjectType } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import { resourceNotFound } from './not-found.ts'

const objectsPerPage = 1_000
/** Objects of a type that a query looks at; there are far fewer of them than of users. */
const objectsMax = 200_000

/** All living objects of a type, in order of id. Refuses with `unsupportedQuery` beyond 200,000. */
export async function listObjects(
  objects: Pick<ObjectsReader, 'list'>,
  type: ObjectType,
): Promise<readonly DirectoryObject[]> {
  const found: DirectoryObject[] = []
  let page: readonly DirectoryObject[]
  do {
    page = await objects.list(type, { limit: objectsPerPage, afterId: found.at(-1)?.id })
    found.push(...page)
    if (found.length > objectsMax) {
      throw new EntrainError('unsupportedQuery', `The tenant has more than ${objectsMax} objects of type ${type}.`)
    }
  } while (page.length === objectsPerPage)
  return found
}

/** Both readers and writers of objects find so. */
export type Finds = {
  find(id: string): Promise<DirectoryObject | undefined>
  findByKey(type: ObjectType, key: ObjectKey): Promise<DirectoryObject | undefined>
}

/** By object id, or by an alternate key of the type in the spelling of the router. */
export function findByPathKey(objects: Finds, type: ObjectType, key: string): Promise<DirectoryObject | undefined> {
  const alternate = alternateKeyOf(key)
  return alternate === undefined ? findTyped(objects, type, key) : objects.findByKey(type, alternate)
}

/** What the `{id}` of a route's path names. Refuses with `notFound`. */
export async function requireByPathKey(
  objects: Finds,
  type: ObjectType,
  { params: { id = '' } }: Pick<Call, 'params'>,
): Promise<DirectoryObject> {
  const found = await findByPathKey(objects, type, id)
  if (found === undefined) throw resourceNotFound(alternateKeyOf(id)?.value ?? id)
  return found
}

export async function findTyped(
  objects: Pick<Finds, 'find'>,
  type: ObjectType,
  id: string,
): Promise<DirectoryObject | undefined> {
  const found = await objects.find(id)
  return found?.type === type ? found : undefined
}

/** Like `findTyped`; refuses with `notFound`. */
export async function requireTyped(
  objects: Pick<Finds, 'find'>,
  type: ObjectType,
  id: string,
): Promise<DirectoryObject> {
  const found = await findTyped(objects, type, id)
  if (found === undefined) throw resourceNotFound(id)
  return found
}

/** The living objects of a type that link to this one. */
export async function listContained(
  objects: Pick<ObjectsReader, 'listLinking' | 'findMany'>,
  type: ObjectType,
  { relation = 'parent', id }: { readonly relation?: LinkRelation; readonly id: string },
): Promise<readonly DirectoryObject[]> {
  const found = await objects.findMany(await listLinkingIds(objects, relation, id))
  return found.filter((object) => object !== undefined).filter((object) => object.type === type)
}
