import type { Logger } from './logger.ts'

/** Ids that lead from a log line to a request. */
export interface RequestIds {
  readonly requestId: string
  readonly clientRequestId: string
}

export interface RequestServed extends RequestIds {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly tenantId?: string
  readonly appId?: string
}

export interface UploadStaged {
  readonly tenantId: string
  readonly jobId: string
  readonly uploadId: string
  readonly sequence: number
  readonly operationCount: number
  readonly bodyBytes: number
}

export interface SessionCommitted {
  readonly tenantId: string
  readonly jobId: string
  readonly sessionId: string
  readonly mode: string
  readonly uploadCount: number
  readonly operationCount: number
  readonly lastSequence: number
}

export interface BatchSettled {
  readonly tenantId: string
  readonly jobId: string
  readonly throughSequence: number
  readonly operationCount: number
  readonly failureCount: number
  readonly durationMs: number
}

export interface CycleEnded {
  readonly tenantId: string
  readonly jobId: string
  readonly cycleId: string
  readonly state: string
  readonly countImported: number
  readonly countExports: number
  readonly countEscrowed: number
  readonly durationMs: number
}

/** A job rests, because going on would do harm. */
export interface Quarantined {
  readonly tenantId: string
  readonly jobId: string
  /** Graph's `quarantineReason`. */
  readonly reason: string
  readonly message: string
}

export interface TokenIssued {
  readonly tenantId: string
  readonly appId: string
  readonly audience: string
  readonly uti: string
  readonly correlationId: string
}

export interface TokenRefused {
  readonly tenant: string
  /** As sent, so not verified; null when the request named none. */
  readonly clientId: string | null
  readonly errorCode: number
  readonly reason: string
  readonly correlationId: string
}

export interface Startup {
  readonly version: string
  readonly origin: string
  readonly dataDirectory: string
  readonly throttle: string
  /** The service's time when it was moved, ISO 8601; lines of the log keep the system's. */
  readonly clock?: string
}

/** Every business event. A room asks for the ones that it reports: `Pick<Events, 'cycleEnded'>`. */
export interface Events {
  startup(event: Startup): void
  shutdown(event: { readonly reason: string }): void
  certificateRenewed(event: { readonly path: string; readonly notAfter: string }): void
  /** Of a test server. ISO 8601, UTC. */
  clockMoved(event: { readonly now: string }): void
  /** The data tells of a later time than the clock: entries will be out of order. ISO 8601, UTC. */
  clockBehindData(event: { readonly now: string; readonly latest: string }): void
  signingKeyRotated(event: { readonly keyId: string }): void
  requestServed(event: RequestServed): void
  uploadStaged(event: UploadStaged): void
  sessionCommitted(event: SessionCommitted): void
  batchSettled(event: BatchSettled): void
  cycleEnded(event: CycleEnded): void
  quarantined(event: Quarantined): void
  jobFailed(event: { readonly tenantId: string; readonly jobId: string; readonly error: unknown }): void
  tokenIssued(event: TokenIssued): void
  tokenRefused(event: TokenRefused): void
  /** Entries of the sign-in log that were not written: too many came at once, or the store failed. */
  signInsLost(event: { readonly count: number; readonly error?: unknown }): void
  /** A defect: somebody has to look into it. */
  unexpectedError(error: unknown, context?: Readonly<Record<string, unknown>>): void
}

/**
 * Writes events to the log: life-cycle, refusals and failures at `info` and above, what happens per request or batch at
 * `debug`. A level that is off costs one call of an empty function.
 */
export function createEvents(logger: Logger): Events {
  const write =
    <E extends object>(level: 'debug' | 'info' | 'warn' | 'error', name: string) =>
    (event: E): void =>
      logger[level]({ event: name, ...event })
  const debug = <E extends object>(name: string) => (logger.isLevelEnabled('debug') ? write<E>('debug', name) : ignore)

  return {
    startup: write('info', 'startup'),
    shutdown: write('info', 'shutdown'),
    certificateRenewed: write('info', 'certificateRenewed'),
    clockMoved: write('warn', 'clockMoved'),
    clockBehindData: write('warn', 'clockBehindData'),
    signingKeyRotated: write('info', 'signingKeyRotated'),
    requestServed: debug('requestServed'),
    uploadStaged: debug('uploadStaged'),
    sessionCommitted: write('info', 'sessionCommitted'),
    batchSettled: debug('batchSettled'),
    cycleEnded: write('info', 'cycleEnded'),
    quarantined: write('warn', 'quarantined'),
    jobFailed: ({ error, ...event }) => logger.error({ event: 'jobFailed', ...event, err: toError(error) }),
    tokenIssued: debug('tokenIssued'),
    tokenRefused: write('info', 'tokenRefused'),
    signInsLost: ({ count, error }) =>
      logger.warn({ event: 'signInsLost', count, ...(error === undefined ? {} : { err: toError(error) }) }),
    unexpectedError: (error, context) =>
      logger.error({ event: 'unexpectedError', ...context, err: toError(error) }, 'unexpected error'),
  }
}

function ignore(): void {}

/** The log shows stacks of errors only; whatever else was thrown is wrapped, so that it is shown as well. */
function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`thrown: ${String(thrown)}`)
}
