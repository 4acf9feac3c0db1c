import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { Expansion } from '../../odata/expand.ts'
import type { Query } from '../../odata/query.ts'
import { type EntityJson, type Expand, expandedMax } from '../collection.ts'
import { toItem } from '../linked-collection.ts'

/** Reads what a link of an object leads to, as JSON with all properties. */
export type ReadRelation = (object: DirectoryObject) => Promise<readonly EntityJson[]>

export interface Relation {
  readonly name: string
  readonly read: ReadRelation
}

/** Whether a filter looks behind a link. */
export function namesRelation({ filter }: Query, name: string): boolean {
  return filter?.uses.some(({ property }) => property === name || property.startsWith(`${name}/`)) ?? false
}

/** An object's JSON, and what a filter says about its links. */
export async function withRelations(
  object: DirectoryObject,
  json: EntityJson,
  { query, relations }: { readonly query: Query; readonly relations: readonly Relation[] },
): Promise<EntityJson> {
  const named = relations.filter(({ name }) => namesRelation(query, name))
  if (named.length === 0) return json
  const found = await Promise.all(named.map(async ({ name, read }) => [name, await read(object)] as const))
  return { ...json, ...Object.fromEntries(found) }
}

interface Expanding {
  readonly call: Pick<Call, 'version'>
  readonly relations: readonly Relation[]
  readonly expandable: readonly string[]
  readonly find: (id: string) => Promise<DirectoryObject | undefined>
}

/** How `$expand` shows the links of an object: the first items, with the properties asked for. */
export function toExpands({ call, relations, expandable, find }: Expanding): Readonly<Record<string, Expand>> {
  const shown = relations.filter(({ name }) => expandable.includes(name))
  return Object.fromEntries(
    shown.map(({ name, read }) => [
      name,
      async ({ id }: EntityJson, { select }: Expansion) => {
        const object = await find(id)
        const items = object === undefined ? [] : await read(object)
        return items.slice(0, expandedMax).map((item) => toItem(item, call, select))
      },
    ]),
  )
}
