import { randomUUID } from 'node:crypto'
import type { Random } from '../src/cli/demo/random.ts'
import { bulkRequest, type Json, newcomer, person } from './world.ts'

/** A request that was answered with 202: it must never be lost. */
export interface Acknowledged {
  readonly uploadId: string
  readonly operationCount: number
}

/** What must be true of a person in the end. */
export interface Expectation {
  /** Values that `title` and `department` may have: the last acknowledged, and those of later requests whose answer was cut off. */
  readonly titles: Set<string>
  /** Some request with this person was acknowledged. */
  isAcknowledged: boolean
  readonly manager: string
}

export interface Bookkeeping {
  readonly acknowledged: readonly Acknowledged[]
  /** Client request ids of the requests whose answer was cut off: they may have arrived or not. */
  readonly cut: ReadonlySet<string>
  readonly people: ReadonlyMap<string, Expectation>
}

interface PlannedRequest {
  readonly body: string
  readonly operationCount: number
  /** The newest title of each person in the request. */
  readonly titles: ReadonlyMap<string, string>
}

export interface LaneOptions {
  readonly lane: number
  readonly random: Random
  readonly url: string
  readonly token: string
  /** Resolves when a server is there to talk to. */
  readonly serverUp: () => Promise<void>
  readonly isOver: () => boolean
}

/**
 * One uploading client with people of its own, so that each person's records are sent one after the other. It goes on
 * until `isOver`: new people, known people again, the same person twice in a request, the same request twice, managers
 * who come later or never, and records that fail.
 */
export class Lane implements Bookkeeping {
  readonly acknowledged: Acknowledged[] = []
  readonly cut = new Set<string>()
  readonly people = new Map<string, Expectation>()
  readonly #options: LaneOptions
  readonly #anchors: string[] = []
  #versions = 0

  constructor(options: LaneOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { random, isOver } = this.#options
    while (!isOver()) {
      const request = this.#plan()
      await this.#deliver(request)
      // Nothing but a duplicate, from a client that does not trust its own memory.
      if (random.integer(1, 8) === 1) await this.#deliver(request)
    }
  }

  /** Sends until it is acknowledged; now and then a request whose answer was cut off is given up instead. */
  async #deliver(request: PlannedRequest): Promise<void> {
    while (!(await this.#send(request))) {
      if (this.#options.random.integer(1, 4) > 1) continue
      for (const [anchor, title] of request.titles) this.people.get(anchor)?.titles.add(title)
      return
    }
    for (const [anchor, title] of request.titles) {
      const expected = this.people.get(anchor)
      if (expected === undefined) continue
      expected.titles.clear()
      expected.titles.add(title)
      expected.isAcknowledged = true
    }
  }

  async #send({ body, operationCount }: PlannedRequest): Promise<boolean> {
    const { serverUp, url, token } = this.#options
    await serverUp()
    const clientRequestId = randomUUID()
    let response: Response
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/scim+json',
          'client-request-id': clientRequestId,
        },
        body,
      })
    } catch {
      this.cut.add(clientRequestId)
      return false
    }
    if (response.status !== 202) throw new Error(`bulkUpload: ${response.status} ${await response.text()}`)
    this.acknowledged.push({ uploadId: response.headers.get('entrain-upload-id') ?? '', operationCount })
    return true
  }

  #plan(): PlannedRequest {
    const { random } = this.#options
    const operations: Json[] = []
    const titles = new Map<string, string>()
    for (let count = random.integer(1, 20); count > 0; count--) {
      const kind = random.integer(1, 30)
      if (kind === 1) operations.push(person('', { displayName: 'Nobody' }))
      else if (kind === 2) operations.push(person(`F-${this.#options.lane}`, { title: 'never created' }))
      else operations.push(this.#planPerson(titles, kind <= 18))
    }
    return { body: bulkRequest(...operations), operationCount: operations.length, titles }
  }

  #planPerson(titles: Map<string, string>, isNew: boolean): Json {
    const { random, lane } = this.#options
    const known = this.#anchors[random.integer(0, Math.max(this.#anchors.length - 1, 0))]
    const anchor = isNew || known === undefined ? `E-${lane}-${this.#anchors.length}` : known
    if (anchor !== known) {
      this.#anchors.push(anchor)
      // Half of them manage people of their own lane; of the others some come later and some never.
      const manager = `E-${lane}-${random.integer(0, this.#anchors.length * 2)}`
      this.people.set(anchor, { titles: new Set(), isAcknowledged: false, manager })
    }
    const title = `T${++this.#versions}`
    titles.set(anchor, title)
    const manager = { value: this.people.get(anchor)?.manager }
    const externalId = random.integer(1, 5) === 1 ? anchor.toLowerCase() : anchor
    return newcomer(externalId, {
      displayName: `Person ${anchor}`,
      title,
      enterprise: { department: title, manager },
    })
  }
}
