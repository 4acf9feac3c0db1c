import type { ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'
import type { Batch } from './batch.ts'
import { readRecord } from './import.ts'
import { type SourceRecord, toAnchorKey } from './record.ts'
import type { Settled } from './settle.ts'

/** Deeper members than this are replaced as a whole. Extensions and complex attributes are two levels. */
const depthMax = 4

/**
 * What a person has said in all (provisioning-bulk-upload: "Partial payloads", mode `merged`): members that the newer
 * record leaves out are kept, complex attributes are merged member by member, lists and null replace. Pure.
 */
export function mergeData(older: JsonObject, newer: JsonObject, depth = depthMax): JsonObject {
  const merged: Record<string, unknown> = { ...older }
  for (const [name, value] of Object.entries(newer)) {
    const before = ownProperty(older, name)
    const isDeep = depth > 1 && isJsonObject(before) && isJsonObject(value)
    Object.defineProperty(merged, name, {
      value: isDeep ? mergeData(before, value, depth - 1) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return merged
}

type MergedPart = Pick<ProvisioningTransaction, 'merged'>

/** Puts what each person said before under new records, in order of arrival; only of jobs that are asked to. */
export async function mergeRecords(
  records: readonly SourceRecord[],
  { job, program }: Pick<Batch, 'job' | 'program'>,
  transaction: MergedPart,
): Promise<readonly SourceRecord[]> {
  if (job.options.evaluate !== 'merged') return records
  const known = await readMerged(records, job.id, transaction)
  return records.map((record): SourceRecord => {
    if (record.anchor === '') return record
    const key = toAnchorKey(record.anchor)
    const before = known.get(key)
    if (before === undefined && record.isUnread === true) return record
    const data = before === undefined ? record.data : mergeData(before, record.data)
    known.set(key, data)
    // What the bytes could not say is known from before.
    const { isUnread: _, ...kept } = record
    return { ...kept, ...readRecord(data, record, program), presence: record.presence }
  })
}

/** Remembers what people have said in all, once it is settled: what is kept back is not said yet. */
export async function keepMerged(
  merged: readonly SourceRecord[],
  { waiting }: Pick<Settled, 'waiting'>,
  { job }: Pick<Batch, 'job'>,
  transaction: MergedPart,
): Promise<void> {
  if (job.options.evaluate !== 'merged') return
  const said = merged.filter((record) => record.anchor !== '' && !waiting.has(record))
  const changed = new Map(said.map((record) => [toAnchorKey(record.anchor), record]))
  await transaction.merged.put(
    job.id,
    [...changed.values()].map(({ anchor, data }) => ({ anchor, data })),
  )
}

async function readMerged(
  records: readonly SourceRecord[],
  jobId: string,
  transaction: MergedPart,
): Promise<Map<string, JsonObject>> {
  const anchors = [...new Set(records.map(({ anchor }) => anchor))].filter((anchor) => anchor !== '')
  const found = await transaction.merged.find(jobId, anchors)
  const known = new Map<string, JsonObject>()
  anchors.forEach((anchor, position) => {
    const data = found[position]
    if (data !== undefined) known.set(toAnchorKey(anchor), data)
  })
  return known
}
