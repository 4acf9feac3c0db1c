import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { emptyPayload, readJsonBody } from './json-body.ts'

const bodyBytesMax = 16 * 1024
const keyed = /^([A-Za-z]+)\(\s*(?:id\s*=\s*)?'?([^'()]+)'?\s*\)$/

/** The object id that the body of a `$ref` request names. Refuses with `badRequest` what names none. */
export async function readReference(call: Call): Promise<string> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const url = typeof body === 'object' && body !== null && '@odata.id' in body ? body['@odata.id'] : undefined
  if (typeof url === 'string') return idOfReference(url)
  const message = `The body has to read {"@odata.id":"${call.origin}/${call.version}/directoryObjects/{id}"}.`
  throw new EntrainError('badRequest', message)
}

/**
 * The key at the end of a reference: absolute or relative, of any host, version and entity set, as a segment or in
 * parentheses (graph-conventions section 12).
 */
export function idOfReference(reference: string): string {
  const path = reference.replace(/^https?:\/\/[^/]+/i, '').replace(/[?#].*$/s, '')
  const segments = path.split('/').filter((segment) => segment !== '' && !/^microsoft\.graph\./i.test(segment))
  const last = decode(segments.at(-1) ?? '')
  const id = keyed.exec(last)?.[2] ?? (segments.length >= 2 ? last : '')
  if (id !== '') return id
  const message = `The reference '${reference}' names no object. Send '…/directoryObjects/{id}'.`
  throw new EntrainError('badRequest', message, {
    details: [{ code: 'InvalidReference', message, target: '@odata.id' }],
  })
}

/** The URL by which `$ref` answers name an object. */
export function toReference({ origin, version }: Call, id: string): { readonly '@odata.id': string } {
  return { '@odata.id': `${origin}/${version}/directoryObjects/${id}` }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** A reference that is there already (graph-conventions section 12). */
export function alreadyLinked(property: string): EntrainError {
  const message = `One or more added object references already exist for the following modified properties: '${property}'.`
  return new EntrainError('invalidValue', message, { details: [{ code: 'ObjectConflict', message, target: property }] })
}
