import type { ObjectsReader } from '../contracts/store-objects.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import type { DirectoryObject, ObjectType } from '../model/directory-object.ts'
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

/** By object id, or by the alternate key of the type in the spelling of the router. Refuses with `notFound`. */
export async function findByPathKey(
  objects: Pick<ObjectsReader, 'find' | 'findByKey'>,
  type: ObjectType,
  key: string,
): Promise<DirectoryObject> {
  const alternate = alternateKeyOf(key)
  const found = alternate === undefined ? await objects.find(key) : await objects.findByKey(type, alternate)
  if (found?.type !== type) throw resourceNotFound(alternate?.value ?? key)
  return found
}
