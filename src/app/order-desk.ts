import { EntrainError } from '../model/error.ts'
import type { OrderAnswer } from '../sync/job-order.ts'
import type { EngineReport } from './engine-protocol.ts'

/** The engine carries out an order between two batches; longer than this it is stuck. */
export const orderMsMax = 60_000

export function engineDown(): EntrainError {
  return new EntrainError('unavailable', 'The engine is not running just now. Try again in a few seconds.')
}

interface Waiting {
  readonly resolve: (answer: OrderAnswer) => void
  readonly reject: (error: EntrainError) => void
}

/** Orders that the engine was given and has not answered. */
export class OrderDesk {
  readonly #waiting = new Map<number, Waiting>()
  #lastTicket = 0

  /** Resolves with the engine's answer. Rejects with what it refused with, or `unavailable` when none comes. */
  async place(send: (ticket: number) => void): Promise<OrderAnswer> {
    const ticket = ++this.#lastTicket
    const { promise, resolve, reject } = Promise.withResolvers<OrderAnswer>()
    this.#waiting.set(ticket, { resolve, reject })
    const timer = setTimeout(() => reject(tooSlow()), orderMsMax)
    try {
      send(ticket)
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(ticket)
    }
  }

  /** Whether the report was the answer to an order. */
  hear(report: EngineReport): boolean {
    if (report.kind !== 'carriedOut' && report.kind !== 'refused') return false
    const waiting = this.#waiting.get(report.ticket)
    if (report.kind === 'carriedOut') waiting?.resolve(report.answer)
    else waiting?.reject(new EntrainError(report.code, report.message))
    return true
  }

  /** The engine ended: what it had not answered will not be answered. */
  giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(engineDown())
  }
}

function tooSlow(): EntrainError {
  return new EntrainError('unavailable', 'The engine is busy. It gets to the order later; look before you repeat it.')
}
