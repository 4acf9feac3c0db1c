import { EntrainError } from '../model/error.ts'
import { type BulkOperation, parseBulkRequest } from '../scim/bulk-request.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The message that clients of the original know; the details say what is wrong. */
const invalidMessage = 'Invalid Data Format'

/** Reads the bytes of a bulk request. Refuses with `invalidDataFormat` and JSON pointers. */
export function parseBulkBody(body: Uint8Array): readonly BulkOperation[] {
  const request = parseBulkRequest(parseJson(body))
  if (request.kind === 'valid') return request.operations
  throw new EntrainError('invalidDataFormat', invalidMessage, { details: request.details })
}

function parseJson(body: Uint8Array): unknown {
  let text: string
  try {
    text = decoder.decode(body)
  } catch {
    throw new EntrainError('invalidDataFormat', invalidMessage, {
      details: [{ code: 'JsonInvalid', target: '', message: 'The body is not UTF-8. Send JSON in UTF-8.' }],
    })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new EntrainError('invalidDataFormat', invalidMessage, {
      details: [{ code: 'JsonInvalid', target: '', message: `The body is not JSON: ${cause}` }],
    })
  }
}
