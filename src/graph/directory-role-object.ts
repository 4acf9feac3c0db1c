import { roleTemplates } from '../auth/role-templates.ts'
import type { ObjectsReader, ObjectsWriter } from '../contracts/store-objects.ts'
import type { DirectoryWrites } from '../contracts/store-writes.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { findRoleTemplate, type RoleTemplate } from './role-catalogue.ts'

export const globalAdministrator = roleTemplates['Global Administrator']

/** The activated role of a template, inside a transaction; activates it when it is not yet. */
export async function ensureRole(
  objects: Pick<ObjectsWriter, 'findByKey' | 'insert'>,
  template: RoleTemplate,
  now: number,
): Promise<{ readonly role: DirectoryObject; readonly isNew: boolean }> {
  const key = { name: 'roleTemplateId', value: template.id }
  const known = await objects.findByKey('directoryRole', key)
  if (known !== undefined) return { role: known, isNew: false }
  const { id: roleTemplateId, displayName, description } = template
  const id = newObjectId(now)
  const properties = { displayName, description, roleTemplateId }
  await objects.insert({ id, type: 'directoryRole', properties, keys: [key] })
  return { role: { id, type: 'directoryRole', version: 1, deletedDateTime: null, properties }, isNew: true }
}

interface Tenant {
  readonly objects: Pick<ObjectsReader, 'findByKey'>
  readonly provisioning: Pick<DirectoryWrites, 'transaction'>
}

/** Global Administrator is active in every tenant (graph-resources 4.2): it is made when it is first looked at. */
export async function ensureGlobalAdministrator({ objects, provisioning }: Tenant, now: number): Promise<void> {
  const template = findRoleTemplate(globalAdministrator)
  const known = await objects.findByKey('directoryRole', { name: 'roleTemplateId', value: globalAdministrator })
  if (known !== undefined || template === undefined) return
  await provisioning.transaction((transaction) => ensureRole(transaction.objects, template, now))
}
