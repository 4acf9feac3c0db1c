import type { ErrorDetail } from '../model/error.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'
import { bulkRequestSchema, coreUserSchema } from './uris.ts'

/** Limits of one bulk request (provisioning-bulk-upload: "Limits"). */
export const bulkLimits = {
  operationsMax: 50,
  /** Findings that one answer names; the rest would only repeat them. */
  detailsMax: 50,
  /** UTF-16 units of one string anywhere in the data. */
  stringLengthMax: 65_536,
  /** Nesting of objects and arrays inside one operation's data. */
  dataDepthMax: 16,
} as const

/** One operation of an accepted request: what the source knows about one person. */
export interface BulkOperation {
  readonly bulkId: string
  readonly data: JsonObject
}

export type BulkRequestResult =
  | { readonly kind: 'valid'; readonly operations: readonly BulkOperation[]; readonly warnings: readonly ErrorDetail[] }
  | { readonly kind: 'invalid'; readonly details: readonly ErrorDetail[] }

/**
 * Reads a parsed body as a SCIM bulk request of API-driven provisioning (RFC 7644 section 3.7 as narrowed by the Graph
 * page "synchronizationJob: bulkUpload"). Every finding carries a JSON pointer and says what to change.
 */
export function parseBulkRequest(body: unknown): BulkRequestResult {
  const findings: ErrorDetail[] = []
  const operations: BulkOperation[] = []
  if (!isJsonObject(body)) {
    return {
      kind: 'invalid',
      details: [finding('JsonInvalid', '', 'The body must be a JSON object: a SCIM BulkRequest.')],
    }
  }
  checkEnvelopeSchemas(ownProperty(body, 'schemas'), findings)
  const list = ownProperty(body, 'Operations')
  if (!Array.isArray(list)) {
    findings.push(finding('OperationsMissing', '/Operations', 'Send `Operations` as an array of 1 to 50 operations.'))
  } else if (list.length === 0) {
    findings.push(finding('OperationsEmpty', '/Operations', 'Send at least one operation.'))
  } else if (list.length > bulkLimits.operationsMax) {
    findings.push(
      finding(
        'OperationsLimitExceeded',
        '/Operations',
        `${list.length} operations; at most ${bulkLimits.operationsMax} fit into one request. Split the data.`,
      ),
    )
  } else {
    for (let index = 0; index < list.length && findings.length < bulkLimits.detailsMax; index++) {
      const operation = parseOperation(list[index], index, findings)
      if (operation !== undefined) operations.push(operation)
    }
  }
  if (findings.length > 0) return { kind: 'invalid', details: findings.slice(0, bulkLimits.detailsMax) }
  return { kind: 'valid', operations, warnings: findWarnings(operations) }
}

function checkEnvelopeSchemas(schemas: unknown, findings: ErrorDetail[]): void {
  if (schemas === undefined) {
    findings.push(finding('SchemasMissing', '/schemas', `Send \`schemas\`: ["${bulkRequestSchema}"].`))
  } else if (!Array.isArray(schemas)) {
    findings.push(finding('SchemasNotArray', '/schemas', `\`schemas\` must be an array. ${arrayHint(schemas)}`))
  } else if (schemas.length !== 1 || schemas[0] !== bulkRequestSchema) {
    findings.push(
      finding('BulkRequestSchemaMissing', '/schemas', `\`schemas\` must hold exactly "${bulkRequestSchema}".`),
    )
  }
}

function parseOperation(value: unknown, index: number, findings: ErrorDetail[]): BulkOperation | undefined {
  const at = `/Operations/${index}`
  if (!isJsonObject(value)) {
    findings.push(finding('OperationNotObject', at, 'Each operation must be an object.'))
    return undefined
  }
  const before = findings.length
  const method = ownProperty(value, 'method')
  if (typeof method !== 'string' || method.toUpperCase() !== 'POST') {
    findings.push(
      finding(
        'MethodUnsupported',
        `${at}/method`,
        `Only "POST" is supported; the job decides whether it creates, updates or disables. Found ${shown(method)}.`,
      ),
    )
  }
  const path = ownProperty(value, 'path')
  if (typeof path !== 'string' || path.toLowerCase() !== '/users') {
    findings.push(finding('PathUnsupported', `${at}/path`, `Only "/Users" is supported. Found ${shown(path)}.`))
  }
  const bulkId = ownProperty(value, 'bulkId')
  if (typeof bulkId !== 'string' || bulkId === '') {
    findings.push(finding('BulkIdMissing', `${at}/bulkId`, 'Give each operation a `bulkId` of your choice (text).'))
  }
  const data = ownProperty(value, 'data')
  if (!isJsonObject(data)) {
    findings.push(finding('DataMissing', `${at}/data`, 'Send one SCIM user as `data`.'))
    return undefined
  }
  checkDataSchemas(ownProperty(data, 'schemas'), `${at}/data/schemas`, findings)
  if (!isWithinLimits(data, 1)) findExcesses(data, `${at}/data`, 1, findings)
  return findings.length === before && typeof bulkId === 'string' ? { bulkId, data } : undefined
}

function checkDataSchemas(schemas: unknown, at: string, findings: ErrorDetail[]): void {
  if (schemas === undefined) {
    findings.push(
      finding(
        'DataSchemasMissing',
        at,
        `Send \`schemas\` with "${coreUserSchema}" and the URN of each extension used.`,
      ),
    )
  } else if (!Array.isArray(schemas)) {
    findings.push(finding('SchemasNotArray', at, `\`schemas\` must be an array. ${arrayHint(schemas)}`))
  } else if (!schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === coreUserSchema.toLowerCase())) {
    findings.push(finding('DataSchemasMissing', at, `\`schemas\` must name "${coreUserSchema}".`))
  }
}

/** Nearly all data is, so no pointers are made on the way. */
function isWithinLimits(value: object, depth: number): boolean {
  if (depth > bulkLimits.dataDepthMax) return false
  if (Array.isArray(value)) {
    for (const member of value) if (!isMemberWithinLimits(member, depth)) return false
    return true
  }
  for (const key in value) if (!isMemberWithinLimits((value as JsonObject)[key], depth)) return false
  return true
}

function isMemberWithinLimits(member: unknown, depth: number): boolean {
  if (typeof member === 'string') return member.length <= bulkLimits.stringLengthMax
  if (typeof member === 'number') return Math.abs(member) <= Number.MAX_SAFE_INTEGER
  return typeof member !== 'object' || member === null || isWithinLimits(member, depth + 1)
}

/** The same walk, naming each place that is over a limit. */
function findExcesses(value: object, at: string, depth: number, findings: ErrorDetail[]): void {
  if (depth > bulkLimits.dataDepthMax) {
    findings.push(finding('DataTooDeep', at, `Nested deeper than ${bulkLimits.dataDepthMax} levels.`))
    return
  }
  for (const key in value) {
    // A body can hold millions of faults; the answer names a few.
    if (findings.length >= bulkLimits.detailsMax) return
    const member = (value as JsonObject)[key]
    if (typeof member === 'number') {
      if (Math.abs(member) > Number.MAX_SAFE_INTEGER) findings.push(numberTooLarge(`${at}/${escapePointer(key)}`))
    } else if (typeof member === 'string') {
      if (member.length > bulkLimits.stringLengthMax) {
        findings.push(
          finding(
            'ValueTooLong',
            `${at}/${escapePointer(key)}`,
            `Longer than ${bulkLimits.stringLengthMax} characters.`,
          ),
        )
      }
    } else if (typeof member === 'object' && member !== null) {
      findExcesses(member, `${at}/${escapePointer(key)}`, depth + 1, findings)
    }
  }
}

/** Such a number would come out rounded, and two persons could get one identifier. */
function numberTooLarge(at: string): ErrorDetail {
  return finding(
    'NumberTooLarge',
    at,
    `Numbers beyond ${Number.MAX_SAFE_INTEGER} lose digits. Send the value as a string.`,
  )
}

function findWarnings(operations: readonly BulkOperation[]): ErrorDetail[] {
  const warnings: ErrorDetail[] = []
  const seen = new Map<string, number>()
  operations.forEach((operation, index) => {
    const first = seen.get(operation.bulkId)
    if (first === undefined) seen.set(operation.bulkId, index)
    else
      warnings.push(finding('BulkIdDuplicate', `/Operations/${index}/bulkId`, `The same bulkId as operation ${first}.`))
    const anchor = ownProperty(operation.data, 'externalId')
    if (anchor === undefined || anchor === null || anchor === '') {
      warnings.push(
        finding(
          'ExternalIdMissing',
          `/Operations/${index}/data/externalId`,
          'Without externalId the record will fail in the provisioning log.',
        ),
      )
    }
  })
  return warnings
}

function finding(code: string, target: string, message: string): ErrorDetail {
  return { code, target, message }
}

function arrayHint(value: unknown): string {
  return typeof value === 'string'
    ? 'It is a string: PowerShell 5.1 flattens arrays of one element in ConvertTo-Json; write @(,"…") or raise -Depth.'
    : `Found ${shown(value)}.`
}

const shownLengthMax = 40

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  // Not written out: what was sent may be nested deeper than JSON.stringify can follow.
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, shownLengthMax + 1) : value)
  return text.length > shownLengthMax ? `${text.slice(0, shownLengthMax)}…` : text
}

/** RFC 6901 section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
