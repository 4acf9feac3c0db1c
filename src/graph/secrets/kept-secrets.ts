import type { ObjectsReader, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import type { SecretBox } from '../secret-box.ts'
import { parseNotificationSettings } from './notification-settings.ts'
import type { SecretChanges } from './parse-secrets.ts'
import { findSecretKey, type SecretKey } from './secret-keys.ts'

/** Sealed values by key, in the order in which they came. */
export type SealedSecrets = ReadonlyMap<SecretKey, string>

export async function findSecrets(
  objects: Pick<ObjectsReader, 'find'> | Pick<ObjectsWriter, 'find'>,
  servicePrincipalId: string,
): Promise<SealedSecrets> {
  const sealed = (await objects.find(toId(servicePrincipalId)))?.properties.sealed
  return toSealed(isJsonObject(sealed) ? sealed : {})
}

/** Inside a transaction: several calls come together by key. */
export async function mergeSecrets(
  objects: ObjectsWriter,
  servicePrincipalId: string,
  { changes, box }: { readonly changes: SecretChanges; readonly box: SecretBox },
): Promise<void> {
  const secrets = new Map(await findSecrets(objects, servicePrincipalId))
  for (const [key, value] of changes) {
    if (value === null) secrets.delete(key)
    else secrets.set(key, box.seal(value))
  }
  const id = toId(servicePrincipalId)
  const object = { id, properties: { sealed: Object.fromEntries(secrets) }, keys: [] }
  if ((await objects.find(id)) !== undefined) await objects.replace(object)
  else {
    await objects.insert({ ...object, type: 'synchronizationSecrets' })
    await objects.link('parent', id, servicePrincipalId)
  }
}

/** What secrets say about jobs, as settings; null takes the setting away. */
export function toJobSettings(changes: SecretChanges): ReadonlyMap<string, string | null> {
  const settings = new Map<string, string | null>()
  const skip = changes.get('SkipOutOfScopeDeletions')
  if (skip !== undefined) settings.set('SkipOutOfScopeDeletions', skip)
  const text = changes.get('SyncNotificationSettings')
  const notification = typeof text === 'string' ? parseNotificationSettings(text) : undefined
  if (typeof notification !== 'object') return settings
  const { deleteThresholdEnabled, deleteThresholdValue } = notification
  if (deleteThresholdEnabled !== undefined)
    settings.set('QuarantineTooManyDeletes', deleteThresholdEnabled ? 'True' : 'False')
  if (deleteThresholdValue !== undefined)
    settings.set('QuarantineTooManyDeletesThreshold', String(deleteThresholdValue))
  return settings
}

/** The settings that a new job of a service principal begins with. */
export async function initialSettings(
  objects: Pick<ObjectsReader, 'find'>,
  servicePrincipalId: string,
  box: SecretBox,
): Promise<SynchronizationJob['settings']> {
  const secrets = await findSecrets(objects, servicePrincipalId)
  const opened = [...secrets].flatMap(([key, sealed]): [SecretKey, string][] => {
    const value = box.open(sealed)
    return value === undefined ? [] : [[key, value]]
  })
  return changeSettings([], toJobSettings(new Map(opened)))
}

export function changeSettings(
  before: SynchronizationJob['settings'],
  changes: ReadonlyMap<string, string | null>,
): SynchronizationJob['settings'] {
  const settings = new Map(before.map(({ name, value }) => [name, value]))
  for (const [name, value] of changes) {
    if (value === null) settings.delete(name)
    else settings.set(name, value)
  }
  return [...settings].map(([name, value]) => ({ name, value }))
}

function toSealed(sealed: JsonObject): SealedSecrets {
  return new Map(
    Object.entries(sealed).flatMap(([name, value]): [SecretKey, string][] => {
      const key = findSecretKey(name)
      return key === undefined || typeof value !== 'string' ? [] : [[key, value]]
    }),
  )
}

/** Not a GUID, so that no route takes it for an object of the directory. */
function toId(servicePrincipalId: string): string {
  return `secrets.${servicePrincipalId.toLowerCase()}`
}
