/** Bytes that wait for the engine, per job. Back-pressure: whoever is too far ahead is asked to wait. */
export class Backlog {
  readonly #bodyBytesMax: number
  readonly #jobs = new Map<string, { readonly sequences: [sequence: number, bytes: number][]; bytes: number }>()

  constructor(bodyBytesMax: number) {
    this.#bodyBytesMax = bodyBytesMax
  }

  isFull(tenantId: string, jobId: string): boolean {
    return (this.#jobs.get(`${tenantId}/${jobId}`)?.bytes ?? 0) >= this.#bodyBytesMax
  }

  staged(tenantId: string, jobId: string, sequence: number, bytes: number): void {
    const key = `${tenantId}/${jobId}`
    const job = this.#jobs.get(key) ?? { sequences: [], bytes: 0 }
    job.sequences.push([sequence, bytes])
    job.bytes += bytes
    this.#jobs.set(key, job)
  }

  /** Everything up to this sequence is done with. */
  settled(tenantId: string, jobId: string, sequence: number): void {
    const job = this.#jobs.get(`${tenantId}/${jobId}`)
    if (job === undefined) return
    const kept = job.sequences.findIndex(([waiting]) => waiting > sequence)
    const removed = job.sequences.splice(0, kept < 0 ? job.sequences.length : kept)
    for (const [, bytes] of removed) job.bytes -= bytes
  }
}
