import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { EntrainError } from '../model/error.ts'

/** How much of a refused body is still read and thrown away, so that the caller sees the 413 and not a broken pipe. */
export const drainBytesMax = 16 * 1024 * 1024

/**
 * Reads the whole body. Refuses with `bodyTooLarge` beyond `bodyBytesMax` (packed and unpacked alike), with
 * `unsupportedMediaType` for a `Content-Encoding` other than gzip, and with `badRequest` for a body that ends early.
 * The result fills an ArrayBuffer of its own.
 */
export async function readBody(incoming: IncomingMessage, bodyBytesMax: number): Promise<Uint8Array> {
  const encoding = incoming.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '') return collect(incoming, bodyBytesMax)
  if (encoding === 'gzip' || encoding === 'x-gzip') return unpack(await collect(incoming, bodyBytesMax), bodyBytesMax)
  throw new EntrainError('unsupportedMediaType', `Content-Encoding '${encoding}' is not supported. Use gzip or none.`)
}

/** The announced length in bytes; undefined when the body comes in chunks. */
export function declaredLength(incoming: IncomingMessage): number | undefined {
  if (incoming.headers['transfer-encoding'] !== undefined) return undefined
  return Number(incoming.headers['content-length'] ?? 0)
}

function collect(incoming: IncomingMessage, bodyBytesMax: number): Promise<Uint8Array> {
  const declared = declaredLength(incoming)
  if (declared === 0) return Promise.resolve(new Uint8Array(0))
  if (declared !== undefined && declared > bodyBytesMax + drainBytesMax) return Promise.reject(tooLarge(bodyBytesMax))

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let receivedBytes = 0
    incoming.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length
      if (receivedBytes <= bodyBytesMax) chunks.push(chunk)
      else if (receivedBytes > bodyBytesMax + drainBytesMax) {
        incoming.pause()
        reject(tooLarge(bodyBytesMax))
      }
    })
    let ended = false
    incoming.once('end', () => {
      ended = true
      if (receivedBytes > bodyBytesMax) reject(tooLarge(bodyBytesMax))
      else resolve(join(chunks, receivedBytes))
    })
    const endedEarly = () => {
      if (!ended) reject(new EntrainError('badRequest', 'The request body ended early.'))
    }
    incoming.once('error', endedEarly)
    incoming.once('close', endedEarly)
  })
}

/** Not `Buffer.concat`: that takes small buffers from a pool, and transferring one would take the whole pool away. */
function join(chunks: readonly Buffer[], totalBytes: number): Uint8Array {
  const whole = Buffer.allocUnsafeSlow(totalBytes)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}

const gunzipAsync = promisify(gunzip)

async function unpack(packed: Uint8Array, bodyBytesMax: number): Promise<Uint8Array> {
  try {
    const unpacked = await gunzipAsync(packed, { maxOutputLength: bodyBytesMax })
    return join([unpacked], unpacked.length)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bodyBytesMax)
    throw new EntrainError('badRequest', 'The body is announced as gzip but cannot be unpacked.', { cause: error })
  }
}

function tooLarge(bodyBytesMax: number): EntrainError {
  return new EntrainError('bodyTooLarge', `The request body is larger than ${bodyBytesMax} bytes.`)
}
