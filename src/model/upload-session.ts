/** `snapshot`: the chunks together are everybody, and whoever is absent left. `delta`: the chunks are ordinary uploads. */
export const sessionModes = ['snapshot', 'delta'] as const
export type SessionMode = (typeof sessionModes)[number]

/** Only an `open` session takes chunks; what became of the two others never changes any more. */
export type SessionState = 'open' | 'committed' | 'abandoned'

/** An upload in several requests that takes effect as a whole, at its commit (ours). */
export interface UploadSession {
  readonly id: string
  readonly jobId: string
  /** Client id of the application that began it. */
  readonly appId: string
  readonly mode: SessionMode
  readonly state: SessionState
  /** The client's own words for what it uploads, given back as they are; null when it gave none. */
  readonly label: string | null
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number
  /** From then on the session is gone. An open one lives on with each chunk. Milliseconds since 1970, UTC. */
  readonly expiresAt: number
  /** Different numbers received so far. */
  readonly chunkCount: number
  readonly operationCount: number
  readonly bodyBytes: number
}

/** Limits of upload sessions. */
export const sessionLimits = {
  openSessionsMax: 4,
  chunksMax: 20_000,
  bodyBytesMax: 512 * 1024 * 1024,
  labelLengthMax: 256,
  /** An open session is gone so long after its last chunk. */
  idleMs: 24 * 3_600_000,
  /** How long a session that was committed or abandoned is remembered. */
  closedMs: 7 * 24 * 3_600_000,
  /** Missing chunks that one answer names; the rest is only counted. */
  missingChunksMax: 1_000,
  /** What one simulation takes: it holds everything in memory. */
  previewBodyBytesMax: 256 * 1024 * 1024,
} as const
