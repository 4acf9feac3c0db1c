import { createClientSecret } from '../../auth/client-secrets.ts'
import { replaceApplication, replaceServicePrincipal } from '../../directory/applications/application-object.ts'
import { invalidProperty, listOf } from '../../directory/applications/invalid-property.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { readJsonBody } from '../json-body.ts'
import { requireByPathKey } from '../objects-of-type.ts'
import { entityResponse } from '../odata-response.ts'
import { type Writing, writeAs } from '../write-as.ts'
import { shortTime } from './application-json.ts'
import type { ApplicationParts } from './parts.ts'
import { readLifetime } from './password-lifetime.ts'
import { targetOf } from './targets.ts'

/** Both kinds of objects have credentials of their own. */
export type HolderType = 'application' | 'servicePrincipal'

const bodyBytesMax = 128 * 1024
const passwordsMax = 100
const displayNameCharsMax = 256

/** The parameters of an action; an empty body has none. */
export async function readParameters(call: Call): Promise<JsonObject> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined || body === null) return {}
  if (isJsonObject(body)) return body
  throw invalidProperty({
    target: 'body',
    message: 'The body has to be a JSON object with the parameters of the action.',
  })
}

/** Saves other credentials of an object, together with an audit entry. */
export async function replaceCredentials(
  writing: Writing,
  holder: DirectoryObject,
  { properties, isAdded }: { readonly properties: JsonObject; readonly isAdded: boolean },
): Promise<void> {
  const isApplication = holder.type === 'application'
  const replace = isApplication ? replaceApplication : replaceServicePrincipal
  await replace(writing.objects, holder, { ...holder.properties, ...properties })
  const [name = ''] = Object.keys(properties)
  await writing.audit({
    activity: isApplication
      ? 'Update application – Certificates and secrets management'
      : `${isAdded ? 'Add' : 'Remove'} service principal credentials`,
    category: 'ApplicationManagement',
    operationType: 'Update',
    targets: [targetOf(holder)],
    modifiedProperties: [{ name, oldValue: idsOf(holder.properties[name]), newValue: idsOf(properties[name]) }],
  })
}

function idsOf(credentials: unknown): readonly unknown[] {
  return listOf(credentials)
    .filter(isJsonObject)
    .map(({ keyId }) => keyId)
}

/** The text of the new secret is in this answer and nowhere else. */
export async function addPassword(call: Call, parts: ApplicationParts, type: HolderType): Promise<HttpResponse> {
  const { passwordCredential } = await readParameters(call)
  const wanted = isJsonObject(passwordCredential) ? passwordCredential : {}
  const { displayName = null, customKeyIdentifier = null } = wanted
  if (displayName !== null && (typeof displayName !== 'string' || displayName.length > displayNameCharsMax)) {
    const message = `The displayName is a text of at most ${displayNameCharsMax} characters.`
    throw invalidProperty({ target: 'passwordCredential/displayName', message })
  }
  for (const name of ['startDateTime', 'endDateTime'] as const) requireTime(wanted, name)
  const { secretText, credential } = await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, type, call)
    const made = createClientSecret({ displayName, ...readLifetime(wanted, writing.now) })
    const known = listOf(holder.properties.passwordCredentials)
    if (known.length >= passwordsMax) {
      const message = `It has ${passwordsMax} passwords. Remove those that are not needed any more.`
      throw invalidProperty({ target: 'passwordCredentials', message })
    }
    const stored = customKeyIdentifier === null ? made.credential : { ...made.credential, customKeyIdentifier }
    await replaceCredentials(writing, holder, {
      properties: { passwordCredentials: [...known, stored] },
      isAdded: true,
    })
    return made
  })
  const { secretHash: _, startDateTime, endDateTime, ...shown } = credential
  return entityResponse(call, 'microsoft.graph.passwordCredential', {
    customKeyIdentifier,
    ...shown,
    startDateTime: shortTime(startDateTime),
    endDateTime: shortTime(endDateTime),
    secretText,
  })
}

function requireTime(wanted: JsonObject, name: 'startDateTime' | 'endDateTime'): void {
  const value = wanted[name]
  if (value === undefined || value === null || !Number.isNaN(Date.parse(String(value)))) return
  const message = `Invalid value specified for property '${name}' of passwordCredential: it is not a time.`
  throw invalidProperty({ target: `passwordCredential/${name}`, message })
}

export async function removePassword(call: Call, parts: ApplicationParts, type: HolderType): Promise<HttpResponse> {
  const { keyId } = await readParameters(call)
  await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, type, call)
    const known = listOf(holder.properties.passwordCredentials)
    const passwordCredentials = without(known, keyId)
    if (passwordCredentials.length === known.length) {
      throw invalidProperty({ target: 'keyId', message: `No password credential found with keyId '${keyId}'.` })
    }
    await replaceCredentials(writing, holder, { properties: { passwordCredentials }, isAdded: false })
  })
  return noContent()
}

export function without(credentials: readonly unknown[], keyId: unknown): readonly unknown[] {
  const gone = String(keyId).toLowerCase()
  return credentials.filter(
    (credential) => !isJsonObject(credential) || String(credential.keyId).toLowerCase() !== gone,
  )
}
