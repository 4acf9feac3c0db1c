import type { ObjectKey, ObjectsReader } from '../../contracts/store-objects.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject, ObjectType } from '../../model/directory-object.ts'
import { resourceNotFound } from '../not-found.ts'

/** Both readers and writers of objects find so. */
export type Finds = {
  find(id: string): Promise<DirectoryObject | undefined>
  findByKey(type: ObjectType, key: ObjectKey): Promise<DirectoryObject | undefined>
}

export type FindsLinks = Finds & Pick<ObjectsReader, 'isLinked'>

/** An application or service principal by the `{id}` of a path: its object id or an alternate key. */
export async function findByParam(
  objects: Finds,
  type: 'application' | 'servicePrincipal',
  param: string,
): Promise<DirectoryObject | undefined> {
  const key = alternateKeyOf(param)
  const isKeyOfType = key?.name === 'appId' || (key?.name === 'uniqueName' && type === 'application')
  if (key !== undefined) return isKeyOfType ? objects.findByKey(type, key) : undefined
  return findTyped(objects, type, param)
}

/** Like `findByParam`; refuses with `notFound`. */
export async function requireByParam(
  objects: Finds,
  type: 'application' | 'servicePrincipal',
  { params: { id = '' } }: Pick<Call, 'params'>,
): Promise<DirectoryObject> {
  const found = await findByParam(objects, type, id)
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

export async function requireTyped(
  objects: Pick<Finds, 'find'>,
  type: ObjectType,
  id: string,
): Promise<DirectoryObject> {
  const found = await findTyped(objects, type, id)
  if (found === undefined) throw resourceNotFound(id)
  return found
}

const pageSize = 1_000

/** All living objects of a type; tenants have some hundreds of each that this is used for. */
export async function listAll(
  objects: Pick<ObjectsReader, 'list'>,
  type: ObjectType,
): Promise<readonly DirectoryObject[]> {
  const all: DirectoryObject[] = []
  for (;;) {
    const page = await objects.list(type, { limit: pageSize, afterId: all.at(-1)?.id })
    all.push(...page)
    if (page.length < pageSize) return all
  }
}

type Relation = Parameters<ObjectsReader['listLinked']>[0]

export async function listAllLinked(
  objects: Pick<ObjectsReader, 'listLinked'>,
  relation: Relation,
  id: string,
): Promise<readonly string[]> {
  return listPages((afterId) => objects.listLinked(relation, id, { limit: pageSize, afterId }))
}

export async function listAllLinking(
  objects: Pick<ObjectsReader, 'listLinking'>,
  relation: Relation,
  id: string,
): Promise<readonly string[]> {
  return listPages((afterId) => objects.listLinking(relation, id, { limit: pageSize, afterId }))
}

async function listPages(
  list: (afterId: string | undefined) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const all: string[] = []
  for (;;) {
    const page = await list(all.at(-1))
    all.push(...page)
    if (page.length < pageSize) return all
  }
}

/** The living objects of a type that link to this one. */
export async function listContained(
  objects: Pick<ObjectsReader, 'listLinking' | 'findMany'>,
  type: ObjectType,
  { relation = 'parent', id }: { readonly relation?: Relation; readonly id: string },
): Promise<readonly DirectoryObject[]> {
  const found = await objects.findMany(await listAllLinking(objects, relation, id))
  return found.filter((object) => object !== undefined).filter((object) => object.type === type)
}
