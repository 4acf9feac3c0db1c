import type { AddressGuard } from '../../auth/passwords/address-guard.ts'
import { checkPassword, type PasswordFinding } from '../../auth/passwords/check-password.ts'
import { refusePassword } from '../../auth/passwords/password-rules.ts'
import { replacePassword } from '../../auth/passwords/replace-password.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { auditsOf } from '../audit-call.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import type { ForTenant } from '../tenant-part.ts'
import { findUser } from '../users/find-user.ts'
import { requireComplexPassword } from '../users/user-password.ts'

export interface ChangePasswordParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'identity' | 'provisioning'>
  readonly addresses: AddressGuard
  readonly clock: { now(): number }
}

const bodyBytesMax = 16 * 1024

/** People set their own password (Graph page "user: changePassword"). */
export function changePasswordRoutes(parts: ChangePasswordParts): Handlers {
  return { 'POST /me/changePassword': (call) => changePassword(call, parts) }
}

/** The caller's own token ends with the former password, like all that was signed in with it. */
async function changePassword(call: Call, { forTenant, addresses, clock }: ChangePasswordParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const user = await findUser(call, tenant.directory)
  const { currentPassword, newPassword } = await readPasswords(call)
  const { userPrincipalName } = user.properties
  const now = clock.now()
  const attempt = { store: tenant, addresses, remoteAddress: call.request.remoteAddress, now }
  requireRight(await checkPassword(attempt, userPrincipalName, currentPassword))
  requireNew({ currentPassword, newPassword }, userPrincipalName)
  const audit = await auditsOf(call, tenant, clock)
  const toAudit = ({ id, properties: { displayName } }: User) =>
    audit({
      activity: 'Change user password',
      category: 'UserManagement',
      targets: [{ id, type: 'User', displayName, userPrincipalName }],
    })
  await replacePassword(tenant, { user, password: newPassword, now, toAudit })
  return noContent()
}

interface Passwords {
  readonly currentPassword: string
  readonly newPassword: string
}

async function readPasswords(call: Call): Promise<Passwords> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body has to be a JSON object.')
  const { currentPassword, newPassword } = body
  if (typeof currentPassword !== 'string' || currentPassword === '') throw missing('currentPassword')
  if (typeof newPassword !== 'string' || newPassword === '') throw missing('newPassword')
  return { currentPassword, newPassword }
}

function requireRight({ kind }: PasswordFinding): void {
  if (kind === 'right') return
  if (kind === 'locked') {
    throw refused('There were too many wrong attempts. Wait a minute or longer, then try again.', 'AccountLocked')
  }
  throw refused('The current password is wrong.', 'InvalidCurrentPassword')
}

function requireNew({ currentPassword, newPassword }: Passwords, userPrincipalName: string): void {
  requireComplexPassword(newPassword, 'newPassword')
  const reason =
    newPassword === currentPassword
      ? 'The new password has to differ from the current one.'
      : refusePassword(newPassword, userPrincipalName)
  if (reason !== null) throw refused(reason, 'PasswordComplexity', 'newPassword')
}

function missing(target: keyof Passwords): EntrainError {
  return refused(`A value is required for the parameter '${target}'.`, 'InvalidValue', target)
}

function refused(message: string, code: string, target: keyof Passwords = 'currentPassword'): EntrainError {
  return new EntrainError('invalidValue', message, { details: [{ code, message, target }] })
}
