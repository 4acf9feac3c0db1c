import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'

/** What the secret `SyncNotificationSettings` says, a JSON document as text (provisioning-engine section 2). */
export interface NotificationSettings {
  readonly enabled: boolean | undefined
  /** Addresses, separated by commas or semicolons. */
  readonly recipients: string | undefined
  readonly deleteThresholdEnabled: boolean | undefined
  /** People per cycle. */
  readonly deleteThresholdValue: number | undefined
}

/** Reads the document; a text says what is wrong with it. Members that nobody knows are passed over. */
export function parseNotificationSettings(text: string): NotificationSettings | string {
  const document = parseJson(text)
  if (document === undefined) return 'SyncNotificationSettings must be a JSON object, written as a text.'
  const enabled = readFlag(document, 'Enabled')
  const deleteThresholdEnabled = readFlag(document, 'DeleteThresholdEnabled')
  const isLookingAhead = readFlag(document, 'HumanResourcesLookaheadQueryEnabled')
  const recipients = ownProperty(document, 'Recipients') ?? undefined
  const threshold = readCount(document, 'DeleteThresholdValue')
  const flags = { Enabled: enabled, DeleteThresholdEnabled: deleteThresholdEnabled }
  for (const [name, flag] of Object.entries({ ...flags, HumanResourcesLookaheadQueryEnabled: isLookingAhead }))
    if (flag === 'wrong') return `SyncNotificationSettings: ${name} must be true or false.`
  if (recipients !== undefined && typeof recipients !== 'string')
    return 'SyncNotificationSettings: Recipients must be a text of e-mail addresses.'
  if (threshold === 'wrong') return 'SyncNotificationSettings: DeleteThresholdValue must be a whole number from 0 on.'
  return {
    enabled: toFlag(enabled),
    recipients,
    deleteThresholdEnabled: toFlag(deleteThresholdEnabled),
    deleteThresholdValue: threshold,
  }
}

function parseJson(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readFlag(document: JsonObject, name: string): boolean | 'wrong' | undefined {
  const value = ownProperty(document, name)
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
  const text = String(value).toLowerCase()
  return text === 'true' || text === 'false' ? text === 'true' : 'wrong'
}

function toFlag(flag: boolean | 'wrong' | undefined): boolean | undefined {
  return flag === 'wrong' ? undefined : flag
}

/** A number, or one written as a text. */
function readCount(document: JsonObject, name: string): number | 'wrong' | undefined {
  const value = ownProperty(document, name)
  if (value === undefined || value === null || value === '') return undefined
  return /^\d{1,9}$/.test(String(value)) ? Number(value) : 'wrong'
}
