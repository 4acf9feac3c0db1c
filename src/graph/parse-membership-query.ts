import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { emptyPayload, readJsonBody } from './json-body.ts'

const bodyBytesMax = 128 * 1024
/** Ids that one `checkMember…` may ask about (Graph page "directoryObject: checkMemberGroups"). */
const checkedIdsMax = 20
/** Ids of one `getByIds` (Graph page "directoryObject: getByIds"). */
const fetchedIdsMax = 1_000

/** Body of `getMemberGroups` and `getMemberObjects`: `{"securityEnabledOnly": false}`. */
export async function readSecurityEnabledOnly(call: Call): Promise<boolean> {
  const { securityEnabledOnly } = await readObject(call)
  if (typeof securityEnabledOnly === 'boolean') return securityEnabledOnly
  throw refuse('securityEnabledOnly', 'It takes true or false.')
}

/** Body of `checkMemberGroups` (`groupIds`) and `checkMemberObjects` (`ids`): at most 20 ids. */
export async function readIdList(call: Call, name: 'groupIds' | 'ids'): Promise<readonly string[]> {
  return toIds(await readObject(call), name, checkedIdsMax)
}

/** Body of `getByIds`: at most 1,000 ids, and the types that are wanted; undefined for all. */
export async function readIdsAndTypes(
  call: Call,
): Promise<{ readonly ids: readonly string[]; readonly types: readonly string[] | undefined }> {
  const body = await readObject(call)
  const { types = null } = body
  if (types !== null && !isTexts(types)) throw refuse('types', 'It takes a list of type names, such as "user".')
  const ids = toIds(body, 'ids', fetchedIdsMax)
  return { ids, types: types === null || types.length === 0 ? undefined : types.map((type) => type.toLowerCase()) }
}

async function readObject(call: Call): Promise<JsonObject> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  if (isJsonObject(body)) return body
  throw new EntrainError('badRequest', 'The body has to be a JSON object.')
}

function toIds(body: JsonObject, name: string, idsMax: number): readonly string[] {
  const ids = body[name]
  if (!isTexts(ids) || ids.length === 0) throw refuse(name, 'It takes a list of object ids.')
  if (ids.length > idsMax) throw refuse(name, `It has ${ids.length} ids, at most ${idsMax}.`)
  return ids
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function refuse(target: string, reason: string): EntrainError {
  const message = `Invalid value specified for property '${target}'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target }] })
}
