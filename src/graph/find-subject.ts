import type { Permission } from '../auth/permissions.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { holdsAny } from './caller.ts'
import { resourceNotFound } from './not-found.ts'
import { requireByPathKey } from './objects-of-type.ts'
import type { ForTenant } from './tenant-part.ts'

type Tenant = ReturnType<ForTenant<'directory' | 'objects'>>

/** Whom a route is about: what stands before its last fixed segment. */
export type SubjectKind = 'user' | 'me' | 'servicePrincipal' | 'group' | 'directoryObject'

/** More than `User.Read`, which opens these routes for oneself only. */
const readersOfOthers: readonly Permission[] = [
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'User.Read.All',
  'User.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadBasic.All',
  'Group.ReadWrite.All',
  'GroupMember.Read.All',
  'GroupMember.ReadBasic.All',
  'Application.Read.All',
  'Application.ReadWrite.All',
]

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Object id of whom a call is about. Refuses with `notFound`, and with `accessDenied` who may only see itself. */
export async function findSubject(call: Call, tenant: Tenant, kind: SubjectKind): Promise<string> {
  const { id: key = '' } = call.params
  switch (kind) {
    case 'me':
      return findMe(call, tenant)
    case 'user':
      return findUserId(call, tenant, key)
    case 'directoryObject': {
      const [user, object] = await Promise.all([tenant.directory.findUser(key), tenant.objects.find(key)])
      const found = user ?? object
      if (found === undefined) throw resourceNotFound(key)
      return found.id
    }
    default:
      return (await requireByPathKey(tenant.objects, kind, call)).id
  }
}

async function findMe({ principal }: Call, { directory }: Tenant): Promise<string> {
  if (principal.kind !== 'user') {
    throw new EntrainError('badRequest', '/me request is only valid with delegated authentication flow.')
  }
  const user = await directory.findUser(principal.userId)
  if (user === undefined) throw resourceNotFound(principal.userId)
  return user.id
}

async function findUserId({ principal }: Call, { directory }: Tenant, key: string): Promise<string> {
  const name = alternateKeyOf(key)?.value ?? key
  const user = guid.test(name) ? await directory.findUser(name) : await directory.findUserByPrincipalName(name)
  const isSelf = principal.kind === 'user' && user?.id.toLowerCase() === principal.userId.toLowerCase()
  if (principal.kind === 'user' && !isSelf && !holdsAny(principal, readersOfOthers)) {
    throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.')
  }
  if (user === undefined) throw resourceNotFound(name)
  return user.id
}
