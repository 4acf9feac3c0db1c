/** What the process says at its end: 0 is success. */
export const exitCodes = {
  /** The command ran, and something that it was asked about failed (a row, a person). */
  failed: 1,
  /** The command line, a file or a setting is wrong; nothing was sent. */
  usage: 2,
  /** The server could not be reached, refused, or did not answer in time. */
  server: 3,
} as const

export type ExitReason = keyof typeof exitCodes

/** A failure that the reader can act on. Everything else that is thrown is a defect. */
export class CommandError extends Error {
  readonly reason: ExitReason
  /** What to do about it. */
  readonly hint: string | null

  constructor(reason: ExitReason, message: string, hint: string | null = null) {
    super(message)
    this.name = 'CommandError'
    this.reason = reason
    this.hint = hint
  }
}
