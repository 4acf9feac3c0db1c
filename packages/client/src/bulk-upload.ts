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

/** A bulk request of people, one operation each; the bulkIds count from 1. */
export function toBulkRequest(people: readonly BulkOperation['data'][]): BulkRequest {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: people.map((data, index) => ({ method: 'POST', bulkId: String(index + 1), path: '/Users', data })),
    failOnErrors: null,
  }
}
