import { provesPossession, validKeysOf } from '../../auth/key-proof.ts'
import { invalidProperty, listOf } from '../../directory/applications/invalid-property.ts'
import { parseKeyCredential } from '../../directory/applications/key-credentials.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { requireByPathKey } from '../objects-of-type.ts'
import { entityResponse } from '../odata-response.ts'
import { writeAs } from '../write-as.ts'
import { type HolderType, readParameters, replaceCredentials, without } from './credentials.ts'
import { type ApplicationParts, tenantOf } from './parts.ts'

/** Adds a certificate for whoever proves to hold one that is valid already (Graph page "addKey"). */
export async function addKey(call: Call, parts: ApplicationParts, type: HolderType): Promise<HttpResponse> {
  const { keyCredential, proof } = await readParameters(call)
  if (!isJsonObject(keyCredential)) {
    throw invalidProperty({ target: 'keyCredential', message: 'The body needs a keyCredential.' })
  }
  await requireProof(proof, await requireByPathKey(tenantOf(call, parts).objects, type, call), parts.clock.now())
  const added = await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, type, call)
    const key = parseKeyCredential(keyCredential, { now: writing.now, newId: parts.newId })
    const keyCredentials = [...listOf(holder.properties.keyCredentials), key]
    await replaceCredentials(writing, holder, { properties: { keyCredentials }, isAdded: true })
    return key
  })
  return entityResponse(call, 'microsoft.graph.keyCredential', toShownKey(added))
}

export async function removeKey(call: Call, parts: ApplicationParts, type: HolderType): Promise<HttpResponse> {
  const { keyId, proof } = await readParameters(call)
  await requireProof(proof, await requireByPathKey(tenantOf(call, parts).objects, type, call), parts.clock.now())
  await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, type, call)
    const known = listOf(holder.properties.keyCredentials)
    const keyCredentials = without(known, keyId)
    if (keyCredentials.length === known.length) {
      throw invalidProperty({ target: 'keyId', message: `No key credential found with keyId '${keyId}'.` })
    }
    await replaceCredentials(writing, holder, { properties: { keyCredentials }, isAdded: false })
  })
  return noContent()
}

async function requireProof(proof: unknown, holder: DirectoryObject, now: number): Promise<void> {
  if (validKeysOf(holder, now).length === 0) {
    const message = 'The object has no valid certificate yet. Set the first one by PATCH of keyCredentials.'
    throw invalidProperty({ target: 'keyCredentials', message })
  }
  if (typeof proof === 'string' && (await provesPossession(proof, holder, now))) return
  const message =
    'The proof has to be a JWT signed with an existing key, with aud 00000002-0000-0000-c000-000000000000, the object id as iss, nbf and exp at most ten minutes apart.'
  throw invalidProperty({ target: 'proof', message })
}

function toShownKey(credential: JsonObject): object {
  return { ...credential, key: null }
}
