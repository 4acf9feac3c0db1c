import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/**
 * Reads a JSON body; undefined when it is empty. Refuses with `unsupportedMediaType` another content type, with
 * `bodyTooLarge` beyond the limit and with `badRequest` what is not JSON in UTF-8.
 */
export async function readJsonBody({ request }: Pick<Call, 'request'>, bodyBytesMax: number): Promise<unknown> {
  const bytes = await request.body(bodyBytesMax)
  if (bytes.length === 0) return undefined
  const contentType = request.header('content-type')
  if (contentType !== undefined && !jsonType.test(contentType)) {
    throw new EntrainError('unsupportedMediaType', `Send the body as application/json, not as '${contentType}'.`)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch (error) {
    const message =
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.'
    throw new EntrainError('badRequest', message, { cause: error })
  }
}

/** Like `readJsonBody`; refuses with `badRequest` what is empty or no object. */
export async function readJsonObject(call: Pick<Call, 'request'>, bodyBytesMax: number): Promise<JsonObject> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body has to be a JSON object.')
  return body
}

export function emptyPayload(): EntrainError {
  return new EntrainError('badRequest', 'Empty Payload. JSON content expected.')
}
