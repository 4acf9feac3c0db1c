/** A SCIM bulk request of API-driven provisioning (RFC 7644 section 3.7; at most 50 operations). */
export interface BulkRequest {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
  readonly Operations: readonly BulkOperation[]
  readonly failOnErrors?: number | null
}

export interface BulkOperation {
  readonly method: 'POST'
  /** Names the operation in the provisioning log. */
  readonly bulkId: string
  readonly path: '/Users'
  /** A SCIM user; `externalId` tells people apart. */
  readonly data: Readonly<Record<string, unknown>> & { readonly schemas: readonly string[] }
}

/** The upload was accepted; what becomes of it is in the provisioning log. */
export interface AcceptedUpload {
  readonly requestId: string | null
  /** Where the log of the job is read. */
  readonly location: string | null
  /** Where the status of this upload is read: Entrain's own, null elsewhere. */
  readonly statusUrl: string | null
}

/** Operations that one request may hold (Graph page "Perform bulk upload"). */
const operationsMax = 50

/** A bulk request of people, one operation each; the bulkIds count from `firstBulkId`, which is 1 unless it is said. */
export function toBulkRequest(people: readonly BulkOperation['data'][], firstBulkId = 1): BulkRequest {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: people.map((data, index) => ({
      method: 'POST',
      bulkId: String(firstBulkId + index),
      path: '/Users',
      data,
    })),
    failOnErrors: null,
  }
}

/** As many requests as it takes, 50 people each; the bulkIds count on from one to the next. */
export function* toBulkRequests(people: Iterable<BulkOperation['data']>): Generator<BulkRequest> {
  let batch: BulkOperation['data'][] = []
  let first = 1
  for (const person of people) {
    batch.push(person)
    if (batch.length < operationsMax) continue
    yield toBulkRequest(batch, first)
    first += batch.length
    batch = []
  }
  if (batch.length > 0) yield toBulkRequest(batch, first)
}
