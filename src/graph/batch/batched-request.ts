import { randomUUID } from 'node:crypto'
import type { HttpRequest } from '../../http/message.ts'
import { parseTarget, toClientRequestId } from '../../http/node-request.ts'
import type { Version } from '../../http/path.ts'
import { EntrainError } from '../../model/error.ts'
import type { BatchItem } from './parse-batch.ts'

/** What an item takes from the request that carries the batch, unless it says it itself. The token it always takes. */
const inherited: ReadonlySet<string> = new Set(['user-agent', 'client-request-id', 'accept-language'])

/** A request out of a batch, as the door sees it. */
export class BatchedRequest implements HttpRequest {
  readonly method: string
  readonly url: URL
  readonly requestId: string = randomUUID()
  readonly clientRequestId: string
  readonly remoteAddress: string
  readonly signal: AbortSignal
  readonly #item: BatchItem
  readonly #outer: HttpRequest

  constructor(item: BatchItem, outer: HttpRequest, version: Version) {
    this.#item = item
    this.#outer = outer
    this.method = item.method
    this.url = parseTarget(`/${version}/${item.url}`)
    this.clientRequestId = toClientRequestId(this.header('client-request-id')) ?? this.requestId
    this.remoteAddress = outer.remoteAddress
    this.signal = outer.signal
  }

  header(name: string): string | undefined {
    if (name === 'authorization') return this.#outer.header(name)
    return this.#item.headers.get(name) ?? (inherited.has(name) ? this.#outer.header(name) : undefined)
  }

  async body(bodyBytesMax: number): Promise<Uint8Array> {
    const bytes = toBytes(this.#item)
    if (bytes.length > bodyBytesMax)
      throw new EntrainError('bodyTooLarge', `The request body is larger than ${bodyBytesMax} bytes.`)
    return bytes
  }
}

const jsonType = /^application\/json\s*(?:;|$)/i

/** JSON stands in the batch as it is; a text under any other type is base64. */
function toBytes({ body, headers, id }: BatchItem): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array(0)
  const contentType = headers.get('content-type')
  if (contentType === undefined)
    throw new EntrainError('badRequest', `Request '${id}' has a body but no Content-Type in its headers.`)
  if (typeof body !== 'string' || jsonType.test(contentType)) return copy(Buffer.from(JSON.stringify(body)))
  if (/^[a-z\d+/\s]*={0,2}\s*$/i.test(body)) return copy(Buffer.from(body, 'base64'))
  throw new EntrainError('badRequest', `The body of request '${id}' is of type ${contentType} and must be base64.`)
}

/** Small buffers come from a shared pool, and a body may be transferred to another thread. */
function copy(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}
