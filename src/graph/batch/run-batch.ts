import type { HttpResponse } from '../../http/message.ts'
import type { BatchItem } from './parse-batch.ts'

/** One answer of a batch. */
export interface BatchAnswer {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON as it is, anything else as base64; left out for none. */
  readonly body?: unknown
}

export interface BatchSteps {
  readonly send: (item: BatchItem) => Promise<HttpResponse>
  /** The answer to an item of which something it depends on failed. */
  readonly failDependency: (item: BatchItem) => HttpResponse
}

/** Sends every item as soon as all that it depends on has succeeded. The dependencies have no circles (`parseBatch`). */
export async function runBatch(items: readonly BatchItem[], steps: BatchSteps): Promise<readonly BatchAnswer[]> {
  const byId = new Map(items.map((item) => [item.id, item]))
  const running = new Map<string, Promise<HttpResponse>>()
  const run = (item: BatchItem): Promise<HttpResponse> => {
    const known = running.get(item.id) ?? settle(item)
    running.set(item.id, known)
    return known
  }
  const settle = async (item: BatchItem): Promise<HttpResponse> => {
    const before = item.dependsOn.flatMap((id) => byId.get(id) ?? [])
    const answers = await Promise.all(before.map(run))
    return answers.some(({ status }) => status >= 400) ? steps.failDependency(item) : steps.send(item)
  }
  return Promise.all(items.map(async (item) => toAnswer(item, await run(item))))
}

/** They speak to whoever holds the connection. */
const ofTheConnection = /^(?:access-control-|strict-transport-security$)/i
const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

function toAnswer({ id }: BatchItem, { status, headers, body }: HttpResponse): BatchAnswer {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheConnection.test(name)))
  if (body === null || body.length === 0) return { id, status, headers: own }
  const isJson = jsonType.test(headers['Content-Type'] ?? '')
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
  return { id, status, headers: own, body: isJson ? JSON.parse(bytes.toString()) : bytes.toString('base64') }
}
