import type { DirectoryStore } from '../contracts/store-directory.ts'
import type { ObjectsReader } from '../contracts/store-objects.ts'
import { type AlternateKey, alternateKeyOf } from '../http/match-route.ts'
import { type ObjectType, toObjectId } from '../model/directory-object.ts'
import type { Principal } from '../model/principal.ts'

/**
 * Whether the caller owns the object that the first parameter of a route names: an application by its service
 * principal, a user in person. What does not exist is owned by nobody.
 */
export type Owns = (principal: Principal, routePath: string, id: string) => Promise<boolean>

/** Whether the caller is the user that the first parameter of a route names. */
export type IsSelf = (principal: Principal, routePath: string, id: string) => Promise<boolean>

export interface OwnershipTenant {
  readonly objects: Pick<ObjectsReader, 'find' | 'findDeleted' | 'findByKey' | 'isLinked'>
  readonly directory: Pick<DirectoryStore, 'findUserByPrincipalName'>
}

/** Where the first parameter names something that can be owned. */
const ownedPaths: readonly (readonly [path: RegExp, type: ObjectType | 'deleted'])[] = [
  [/^\/serviceprincipals\/\{/, 'servicePrincipal'],
  [/^\/applications\/\{/, 'application'],
  [/^\/groups\/\{/, 'group'],
  [/^\/directory\/deleteditems\/\{/, 'deleted'],
]

/** Whether ownership says anything about a route: not where something is made or listed. */
export function namesOwned(routePath: string): boolean {
  return ownedTypeOf(routePath) !== undefined
}

export function createOwns(tenantOf: (tenantId: string) => OwnershipTenant): Owns {
  return async (principal, routePath, id) => {
    const type = ownedTypeOf(routePath)
    if (type === undefined) return false
    const { objects } = tenantOf(principal.tenantId)
    const target = await findTarget(objects, type, id)
    const ownId = principal.kind === 'application' ? principal.servicePrincipalId : principal.userId
    return target !== undefined && objects.isLinked('owners', target.id, toObjectId(ownId))
  }
}

export function createIsSelf(tenantOf: (tenantId: string) => OwnershipTenant): IsSelf {
  return async (principal, routePath, id) => {
    if (principal.kind !== 'user' || !/^\/users\/\{/i.test(routePath)) return false
    if (id.toLowerCase() === principal.userId.toLowerCase()) return true
    const name = alternateKeyOf(id)?.value ?? id
    const user = await tenantOf(principal.tenantId).directory.findUserByPrincipalName(name)
    return user?.id.toLowerCase() === principal.userId.toLowerCase()
  }
}

function ownedTypeOf(routePath: string): ObjectType | 'deleted' | undefined {
  const lower = routePath.toLowerCase()
  return ownedPaths.find(([path]) => path.test(lower))?.[1]
}

/** Names of keys in the store, where they differ from none of Graph's. */
const keysOf: Readonly<Partial<Record<ObjectType, readonly AlternateKey[]>>> = {
  application: ['appId', 'uniqueName'],
  servicePrincipal: ['appId'],
  group: ['uniqueName'],
}

/** The object that a path's first parameter names: by id, or by an alternate key in the spelling of the router. */
export async function findTarget(objects: OwnershipTenant['objects'], type: ObjectType | 'deleted', id: string) {
  if (type === 'deleted') return objects.findDeleted(id)
  const key = alternateKeyOf(id)
  if (key !== undefined) return keysOf[type]?.includes(key.name) ? objects.findByKey(type, key) : undefined
  const found = await objects.find(id)
  return found?.type === type ? found : undefined
}
