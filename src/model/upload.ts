/** One accepted bulkUpload request, as it was received. */
export interface Upload {
  /** Position in the order of arrival; larger is later. */
  readonly sequence: number
  readonly id: string
  readonly jobId: string
  readonly requestId: string
  readonly clientRequestId: string
  /** Client id of the application that sent it. */
  readonly appId: string
  /** Milliseconds since 1970, UTC. */
  readonly receivedAt: number
  readonly operationCount: number
  readonly bodyBytes: number
  /**
   * Sequence of the first upload of a snapshot that ends here; null for ordinary uploads. The end carries no operations:
   * whoever has no record since that first upload is gone from the source.
   */
  readonly snapshotFrom: number | null
}

/** An upload with the bytes that were received. */
export interface StagedUpload extends Upload {
  readonly body: Uint8Array
}

/** What is handed to staging: everything but the sequence, which staging gives. */
export type NewUpload = Omit<StagedUpload, 'sequence' | 'bodyBytes' | 'snapshotFrom'>

/** The outcomes of one operation, in the words of the upload resource (ours). */
export const operationStates = [
  'staged',
  'created',
  'updated',
  'disabled',
  'deleted',
  'skipped',
  'failed',
  /** It would disable or delete somebody, and too many others would be too: it waits. */
  'held',
  'purged',
] as const
export type OperationState = (typeof operationStates)[number]
