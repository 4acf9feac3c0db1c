import { EntrainError } from '../model/error.ts'
import { type SessionMode, sessionLimits, sessionModes } from '../model/upload-session.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'
import { emptyPayload } from './json-body.ts'
import { detailLimits } from './simulate-upload.ts'

/** What begins a session. */
export interface BeginBody {
  readonly mode: SessionMode
  readonly label: string | null
}

export interface CommitBody {
  readonly chunkCount: number
  readonly allowEmpty: boolean
}

export interface PreviewBody {
  /** Null when the caller did not say: then it is as many as the largest number tells. */
  readonly chunkCount: number | null
  readonly detailMax: number
}

export function parseBegin(body: unknown): BeginBody {
  const object = requireObject(body)
  const mode = ownProperty(object, 'mode')
  const found = sessionModes.find((each) => each === mode)
  if (found === undefined) throw invalid('mode', 'Send `mode` as "snapshot" or "delta".')
  const label = ownProperty(object, 'label') ?? null
  const { labelLengthMax } = sessionLimits
  if (label !== null && (typeof label !== 'string' || label.length > labelLengthMax))
    throw invalid('label', `Send \`label\` as text of at most ${labelLengthMax} characters, or leave it out.`)
  return { mode: found, label }
}

export function parseCommit(body: unknown): CommitBody {
  const object = requireObject(body)
  const chunkCount = ownProperty(object, 'chunkCount')
  if (!isCount(chunkCount, sessionLimits.chunksMax))
    throw invalid('chunkCount', 'Send `chunkCount`: how many chunks you sent, numbered from 0.')
  const allowEmpty = ownProperty(object, 'allowEmpty') ?? false
  if (typeof allowEmpty !== 'boolean') throw invalid('allowEmpty', 'Send `allowEmpty` as true or false.')
  return { chunkCount, allowEmpty }
}

export function parsePreview(body: unknown): PreviewBody {
  const object = body === undefined ? {} : requireObject(body)
  const chunkCount = ownProperty(object, 'chunkCount') ?? null
  if (chunkCount !== null && !isCount(chunkCount, sessionLimits.chunksMax))
    throw invalid('chunkCount', 'Send `chunkCount` as the number of chunks, or leave it out.')
  return { chunkCount, detailMax: readDetailMax(object) }
}

/** How many records each list of a report names. */
export function readDetailMax(object: JsonObject): number {
  const detailMax = ownProperty(object, 'detailMax') ?? detailLimits.detailDefault
  if (isCount(detailMax, detailLimits.detailMax)) return detailMax
  throw invalid('detailMax', `Send \`detailMax\` as a whole number from 0 to ${detailLimits.detailMax}.`)
}

/** Reads the number of a chunk out of its path. */
export function parseChunkNumber(text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  const { chunksMax } = sessionLimits
  if (!isCount(number, chunksMax - 1))
    throw invalid('chunks', `Chunks are numbered from 0 to ${chunksMax - 1}; found '${text}'.`)
  return number
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
}

function requireObject(body: unknown): JsonObject {
  if (body === undefined) throw emptyPayload()
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object.')
  return body
}

function invalid(target: string, message: string): EntrainError {
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', target, message }] })
}
