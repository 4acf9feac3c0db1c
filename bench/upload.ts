import type { Client } from './client.ts'

/** Where people are sent, and where their fate can be read. */
export interface Job {
  readonly client: Client
  /** `https://host:port/v1.0/servicePrincipals/…/synchronization/jobs/…` */
  readonly url: string
  /** `https://host:port/v1.0` */
  readonly root: string
}

export interface Accepted {
  readonly uploadId: string
  /** Address of the upload's status resource. */
  readonly statusUrl: string
  /** Milliseconds from the first byte of the request to the last of the answer. */
  readonly latencyMs: number
}

export interface Uploaded {
  readonly accepted: readonly Accepted[]
  /** Clock of `performance.now()`. */
  readonly firstSentAt: number
  readonly lastAcceptedAt: number
}

export interface UploadOptions {
  readonly inFlight: number
  readonly onAccepted?: (requests: number) => void
}

/** Sends one body; anything but a 202 is an error. */
export async function uploadOne({ client, url }: Job, body: Buffer): Promise<Accepted> {
  const sentAt = performance.now()
  const {
    status,
    headers,
    body: answer,
  } = await client.send({
    method: 'POST',
    url: `${url}/bulkUpload`,
    headers: { 'content-type': 'application/scim+json' },
    body,
  })
  if (status !== 202) throw new Error(`bulkUpload was answered with ${status}: ${answer.toString()}`)
  return {
    uploadId: String(headers['entrain-upload-id']),
    statusUrl: String(headers['operation-location']),
    latencyMs: performance.now() - sentAt,
  }
}

/** Sends all bodies in order, so many at a time. */
export async function uploadAll(job: Job, bodies: readonly Buffer[], options: UploadOptions): Promise<Uploaded> {
  const accepted: Accepted[] = []
  const queue = bodies.values()
  const firstSentAt = performance.now()
  const send = async (): Promise<void> => {
    for (const body of queue) {
      accepted.push(await uploadOne(job, body))
      options.onAccepted?.(accepted.length)
    }
  }
  await Promise.all(Array.from({ length: options.inFlight }, send))
  return { accepted, firstSentAt, lastAcceptedAt: performance.now() }
}

interface UploadStatus {
  readonly status: string
  readonly counts: Readonly<Record<string, number>>
  readonly operations: readonly { readonly logEntryId: string | null }[]
}

const waitSeconds = 60
const triesMax = 60

/** Waits until the upload is settled and the entry of its last operation can be read in the provisioning log. */
export async function awaitReadable({ client, root }: Job, { uploadId, statusUrl }: Accepted): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const status = await client.getJson<UploadStatus>(statusUrl, { prefer: `wait=${waitSeconds}` })
    if (status.status !== 'completed') continue
    const entryId = status.operations.at(-1)?.logEntryId
    if (typeof entryId !== 'string')
      throw new Error(`upload ${uploadId} is completed, but its last operation has no log entry`)
    const filter = encodeURIComponent(`id eq '${entryId}'`)
    const log = await client.getJson<{ value: { id: string }[] }>(`${root}/auditLogs/provisioning?$filter=${filter}`)
    if (log.value[0]?.id === entryId) return
    throw new Error(`the entry ${entryId} of upload ${uploadId} is named by its status, but the log does not have it`)
  }
  throw new Error(`upload ${uploadId} was not settled within ${triesMax * waitSeconds} s`)
}

/** What became of these uploads, summed up by state of their operations. */
export async function countStates(
  { client, url }: Job,
  uploads: readonly Accepted[],
): Promise<Readonly<Record<string, number>>> {
  const wanted = new Set(uploads.map(({ uploadId }) => uploadId))
  const sums: Record<string, number> = {}
  // Newest first, so the uploads of the last phase stand at the beginning.
  let next: string | undefined = `${url}/uploads?$top=100`
  while (next !== undefined && wanted.size > 0) {
    const page: { value: (Pick<UploadStatus, 'counts'> & { id: string })[]; '@odata.nextLink'?: string } =
      await client.getJson(next)
    for (const { id, counts } of page.value) {
      if (!wanted.delete(id)) continue
      for (const [state, count] of Object.entries(counts)) sums[state] = (sums[state] ?? 0) + count
    }
    next = page['@odata.nextLink']
  }
  if (wanted.size > 0) throw new Error(`${wanted.size} accepted uploads are not in the job's list of uploads`)
  return sums
}
