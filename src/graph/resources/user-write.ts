import { hashQuickly } from '../../auth/passwords/password-hash.ts'
import { roleTemplates } from '../../auth/role-templates.ts'
import type { DirectoryTransaction } from '../../contracts/store-writes.ts'
import { keepingHolder } from '../../directory/keep-administrator.ts'
import { newObjectId } from '../../directory/new-object-id.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import { created, json, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { changeUser } from '../../model/changed-user.ts'
import type { User } from '../../model/user.ts'
import { answerUpdate } from '../answer-update.ts'
import { auditsOf, type CalledAudit } from '../audit-call.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { contextUrl, entityResponse } from '../odata-response.ts'
import type { ForTenant } from '../tenant-part.ts'
import { findUser, isSelf } from '../users/find-user.ts'
import { readEveryRole, requireMayWrite, requireRank } from '../users/may-write.ts'
import { applyChanges, differencesOf, toNewProperties } from '../users/new-properties.ts'
import { objectConflict } from '../users/refuse-properties.ts'
import { readUserBody, type UserBody } from '../users/user-body.ts'
import { requireComplexPassword } from '../users/user-password.ts'
import { toVisibleUser } from '../users/user-view.ts'

export interface UserWriteParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
}

const globalAdministrator = roleTemplates['Global Administrator']

/** Writing users (graph-resources 3.3). People whom a job provisions may be written too: its next cycle decides. */
export function userWriteRoutes(parts: UserWriteParts): Handlers {
  return {
    'POST /users': (call) => createUser(call, parts),
    'PATCH /users/{id}': (call) => updateUser(call, parts),
    'PATCH /me': (call) => updateUser(call, parts),
    'DELETE /users/{id}': (call) => deleteUser(call, parts),
    'POST /users/{id}/revokeSignInSessions': (call) => revokeSessions(call, parts),
  }
}

async function createUser(call: Call, parts: UserWriteParts): Promise<HttpResponse> {
  const { tenant, body, audit } = await readWrite(call, parts, 'create')
  await requireMayWrite(call, tenant.objects, { user: undefined, names: namesOf(body) })
  const now = parts.clock.now()
  const properties = toNewProperties(body, now)
  const user: User = { id: newObjectId(now), version: 1, managerId: body.managerId?.toLowerCase() ?? null, properties }
  await tenant.provisioning.transaction(async (transaction) => {
    await requireManager(transaction, user)
    await requireFreeMail(transaction, user)
    requireWritten((await transaction.users.insert([user]))[0], user.id)
    await keepPassword(transaction, user.id, body.password)
    await transaction.audits.append([
      audit({ ...about(user, 'Add user'), modifiedProperties: differencesOf({}, properties) }),
    ])
  })
  const shown = toVisibleUser(user, { call, query: { select: undefined } })
  const location = `${call.origin}/${call.version}/users/${user.id}`
  return created({ '@odata.context': contextUrl(call, 'users/$entity'), ...shown }, location)
}

async function updateUser(call: Call, parts: UserWriteParts): Promise<HttpResponse> {
  const { directory, objects } = parts.forTenant(call.principal.tenantId)
  const { id } = await findUser(call, directory)
  const { tenant, body, audit } = await readWrite(call, parts, 'update')
  await requireMayWrite(call, objects, { user: { id }, names: namesOf(body) })
  const updated = await tenant.provisioning.transaction(async (transaction) => {
    const [user] = await transaction.users.findByIds([id])
    if (user === undefined) throw resourceNotFound(id)
    const changed = applyChanges(user.properties, body)
    const properties = body.password === undefined ? changed : endSessions(changed, parts.clock.now())
    const managerId = body.managerId?.toLowerCase() ?? user.managerId
    const next = { ...user, managerId, properties }
    const differences = differencesOf(user.properties, properties)
    if (managerId !== user.managerId) await requireManager(transaction, next)
    if (properties.mail !== user.properties.mail) await requireFreeMail(transaction, next)
    if (differences.length === 0 && managerId === user.managerId && body.password === undefined) return user
    const write = async () => requireWritten((await transaction.users.replace([changeUser(user, next)]))[0], id)
    await (properties.accountEnabled === false ? keepingHolder(transaction, globalAdministrator, write) : write())
    await keepPassword(transaction, id, body.password)
    await transaction.audits.append([audit({ ...about(next, 'Update user'), modifiedProperties: differences })])
    return next
  })
  return answerUpdate(call, () =>
    entityResponse(call, 'users/$entity', toVisibleUser(updated, { call, query: { select: undefined } })),
  )
}

async function deleteUser(call: Call, parts: UserWriteParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const user = await findUser(call, tenant.directory)
  requireRank(call, await readEveryRole(tenant.objects, user.id))
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction((transaction) =>
    keepingHolder(transaction, globalAdministrator, async () => {
      const [outcome] = await transaction.users.remove([user], parts.clock.now())
      if (outcome?.kind !== 'written') throw resourceNotFound(user.id)
      await transaction.audits.append([audit(about(user, 'Delete user'))])
    }),
  )
  return noContent()
}

/** Whatever was issued before is not valid any more; who signs in again gets new sessions. */
async function revokeSessions(call: Call, parts: UserWriteParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const found = await findUser(call, tenant.directory)
  const { id } = found
  if (!isSelf(call.principal, found)) requireRank(call, await readEveryRole(tenant.objects, id))
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction(async ({ users, audits }) => {
    const [user] = await users.findByIds([id])
    if (user === undefined) throw resourceNotFound(id)
    const signInSessionsValidFromDateTime = new Date(parts.clock.now()).toISOString()
    const next = { ...user, properties: { ...user.properties, signInSessionsValidFromDateTime } }
    requireWritten((await users.replace([changeUser(user, next)]))[0], id)
    const modifiedProperties = differencesOf(user.properties, next.properties)
    await audits.append([audit({ ...about(next, 'Update StsRefreshTokenValidFrom Timestamp'), modifiedProperties })])
  })
  return json({ '@odata.context': contextUrl(call, 'Edm.Boolean'), value: true })
}

async function readWrite(
  call: Call,
  { forTenant, clock, evaluationContextOf }: UserWriteParts,
  use: 'create' | 'update',
) {
  const tenant = forTenant(call.principal.tenantId)
  const { isVerifiedDomain } = await evaluationContextOf(call.principal.tenantId)
  const body = await readUserBody(call, { objects: tenant.objects, isVerifiedDomain }, use)
  if (body.password !== undefined) requireComplexPassword(body.password)
  return { tenant, body, audit: await auditsOf(call, tenant, clock) }
}

/** The hash alone is kept (decision 0014). */
async function keepPassword({ passwords }: DirectoryTransaction, userId: string, password: string | undefined) {
  if (password !== undefined) await passwords.put([{ userId, hash: hashQuickly(password), isHardened: false }])
}

/** A new password ends what was signed in with the former one. */
function endSessions<P extends object>(properties: P, now: number): P {
  const at = new Date(now).toISOString()
  return { ...properties, signInSessionsValidFromDateTime: at, lastPasswordChangeDateTime: at }
}

function namesOf({ properties, password, securityAttributes, managerId }: UserBody): readonly string[] {
  return [
    ...Object.keys(properties),
    ...(password === undefined || 'passwordProfile' in properties ? [] : ['passwordProfile']),
    ...(securityAttributes === undefined ? [] : ['customSecurityAttributes']),
    ...(managerId === undefined ? [] : ['manager']),
  ]
}

async function requireManager({ users }: DirectoryTransaction, { id, managerId }: User): Promise<void> {
  if (managerId === null) return
  const [manager] = await users.findByIds([managerId])
  if (manager === undefined || managerId === id) throw resourceNotFound(managerId)
}

/** Addresses are unique among people; provisioning does not look, so an equal one may be there already. */
async function requireFreeMail({ users }: DirectoryTransaction, { id, properties: { mail } }: User): Promise<void> {
  if (typeof mail !== 'string') return
  const [found = []] = await users.findBy('mail', [mail])
  if (found.some((other) => other.id !== id)) throw objectConflict('proxyAddresses')
}

function requireWritten(
  outcome: Awaited<ReturnType<DirectoryTransaction['users']['insert']>>[number] | undefined,
  id: string,
) {
  if (outcome?.kind === 'taken') throw objectConflict(outcome.property)
  if (outcome?.kind !== 'written') throw resourceNotFound(id)
}

function about({ id, properties }: User, activity: string): CalledAudit {
  const { displayName, userPrincipalName } = properties
  return { activity, category: 'UserManagement', targets: [{ id, type: 'User', displayName, userPrincipalName }] }
}
