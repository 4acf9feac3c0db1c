import { EntrainError } from '../model/error.ts'

export type Version = 'v1.0' | 'beta'

export interface GraphPath {
  readonly version: Version
  /** Percent-decoded segments below the version; a trailing slash leaves no empty one. */
  readonly segments: readonly string[]
}

const segmentsMax = 32

/**
 * Splits the path of a Graph URL. Refuses with `badRequest` when the version is neither `v1.0` nor `beta`, when the
 * percent-encoding is broken, or when there are more than 32 segments.
 */
export function parseGraphPath(pathname: string): GraphPath {
  const raw = pathname.split('/', segmentsMax + 3).slice(1)
  if (raw.at(-1) === '') raw.pop()
  const version = toVersion(raw[0] ?? '')
  if (raw.length > segmentsMax + 1)
    throw new EntrainError('badRequest', `The path has more than ${segmentsMax} segments.`)
  return { version, segments: raw.slice(1).map(decodeSegment) }
}

function toVersion(segment: string): Version {
  const lower = segment.toLowerCase()
  if (lower === 'v1.0' || lower === 'beta') return lower
  throw new EntrainError('badRequest', `Invalid version: '${segment}'. Paths begin with /v1.0 or /beta.`)
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new EntrainError('badRequest', `The percent-encoding of the path segment '${segment}' is broken.`)
  }
}
