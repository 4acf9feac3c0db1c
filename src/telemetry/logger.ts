import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type { Logger }

export interface LoggerOptions {
  readonly level: LogLevel
  /** Standard error unless a test wants to read along. */
  readonly destination?: DestinationStream
}

const standardError = 2

/** One JSON object per line. Secrets are never handed to it; the names below are taken out all the same. */
export function createLogger({ level, destination: given }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ['authorization', 'secretText', 'privateKeyPem', 'client_secret'],
  }
  return pino(options, given ?? destination({ dest: standardError, sync: true }))
}
