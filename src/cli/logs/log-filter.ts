import { CommandError } from '../command-error.ts'

/** What `logs` can be narrowed to. */
export interface LogFilter {
  readonly job?: string
  readonly status?: string
  readonly action?: string
  readonly person?: string
  readonly cycle?: string
  readonly upload?: string
  readonly since?: string
}

const properties = {
  job: 'jobId',
  status: 'provisioningStatusInfo/status',
  action: 'provisioningAction',
  person: 'sourceIdentity/id',
  cycle: 'cycleId',
  upload: 'upload/uploadId',
} as const

const allowed: Readonly<Record<string, readonly string[]>> = {
  status: ['success', 'failure', 'warning', 'skipped'],
  action: ['create', 'update', 'disable', 'delete', 'stagedDelete', 'other'],
}

/** The filter as an OData expression; empty for none. Values compare with letter case there, so words are checked here. */
export function toFilterText(filter: LogFilter): string {
  const clauses = Object.entries(properties).flatMap(([name, property]) => {
    const value = filter[name as keyof typeof properties]
    if (value === undefined) return []
    return [`${property} eq '${toAllowed(name, value).replaceAll("'", "''")}'`]
  })
  if (filter.since !== undefined) clauses.push(`activityDateTime ge ${toIsoTime(filter.since)}`)
  return clauses.join(' and ')
}

function toAllowed(name: string, value: string): string {
  const words = allowed[name]
  if (words === undefined) return value
  const word = words.find((each) => each.toLowerCase() === value.toLowerCase())
  if (word === undefined)
    throw new CommandError('usage', `--${name} must be one of ${words.join(', ')}, not "${value}".`)
  return word
}

function toIsoTime(text: string): string {
  const time = new Date(text)
  if (Number.isNaN(time.getTime()))
    throw new CommandError('usage', `--since must be a time such as 2026-02-03T08:00:00Z, not "${text}".`)
  return time.toISOString()
}
