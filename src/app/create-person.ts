import { randomUUID } from 'node:crypto'
import { hashPassword } from '../auth/passwords/password-hash.ts'
import { generatePassword } from '../auth/passwords/password-rules.ts'
import { type RoleName, roleTemplates } from '../auth/role-templates.ts'
import type { Clock } from '../contracts/clock.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { ObjectsWriter } from '../contracts/store-objects.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import { EntrainError } from '../model/error.ts'

export interface PersonWish {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly roles: readonly RoleName[]
  readonly mustChangePassword: boolean
  readonly properties?: Readonly<Record<string, unknown>>
}

/** A user who can sign in, with a password that is told once. Refuses with `conflict` when the name is taken. */
export async function createPerson(
  tenant: Pick<TenantStore, 'provisioning'>,
  wish: PersonWish,
  clock: Clock,
): Promise<{ readonly id: string; readonly password: string }> {
  const now = clock.now()
  const id = newObjectId(now)
  const password = generatePassword()
  const hash = await hashPassword(password)
  const { userPrincipalName, displayName, roles, mustChangePassword } = wish
  const properties = {
    accountEnabled: true,
    createdDateTime: new Date(now).toISOString(),
    displayName,
    mailNickname: userPrincipalName.split('@')[0] ?? '',
    userPrincipalName,
    userType: 'Member',
    passwordProfile: { forceChangePasswordNextSignIn: mustChangePassword },
    ...wish.properties,
  }
  await tenant.provisioning.transaction(async ({ users, passwords, objects }) => {
    const [outcome] = await users.insert([{ id, managerId: null, properties }])
    if (outcome?.kind !== 'written') throw new EntrainError('conflict', `The name '${userPrincipalName}' is taken.`)
    await passwords.put([{ userId: id, hash, isHardened: true }])
    for (const role of roles) await objects.link('members', await ensureRole(objects, role), id)
  })
  return { id, password }
}

async function ensureRole(objects: ObjectsWriter, role: RoleName): Promise<string> {
  const key = { name: 'roleTemplateId', value: roleTemplates[role] }
  const known = await objects.findByKey('directoryRole', key)
  if (known !== undefined) return known.id
  const id = randomUUID()
  const properties = { displayName: role, description: role, roleTemplateId: key.value }
  await objects.insert({ id, type: 'directoryRole', properties, keys: [key] })
  return id
}
