import type { JobOrder, OrderAnswer } from '../sync/job-order.ts'

/** Has the engine do something for a job at once. Rejects with an `EntrainError`. */
export type OrderJob = (tenantId: string, jobId: string, order: JobOrder) => Promise<OrderAnswer>
