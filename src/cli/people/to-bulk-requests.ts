import { isJsonObject, textAt } from '../json-value.ts'
import type { ColumnPlan } from './column-mapping.ts'
import { enterpriseSchema } from './scim-path.ts'
import type { ScimUser, SourcePerson } from './source-person.ts'
import { type EmptyCells, toScimUser } from './to-scim-user.ts'

/** One person on the way to the server. */
export interface Operation {
  readonly line: number
  readonly bulkId: string
  /** Empty when the record has none. */
  readonly externalId: string
  /** The manager's externalId; empty when there is none. */
  readonly managerId: string
  readonly data: ScimUser
}

/** What one call of bulkUpload carries. */
export interface BulkRequest {
  readonly operations: readonly Operation[]
  readonly body: string
}

const bulkRequestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
/** Below the 4 MiB that the server takes by default. */
const bodyLengthMax = 3_500_000

/** People as operations. A bulkId names the line, `line-12`, unless the file brought its own. */
export function toOperations(
  plan: ColumnPlan,
  people: readonly SourcePerson[],
  empty: EmptyCells,
): readonly Operation[] {
  const taken = new Set<string>()
  return people.map((person) => {
    const data = person.kind === 'scim' ? person.user : toScimUser(plan, person.cells, empty)
    const wanted = (person.kind === 'scim' ? person.bulkId : null) ?? `line-${person.line}`
    return { line: person.line, bulkId: takeFreeId(wanted, taken), ...identityOf(data), data }
  })
}

function takeFreeId(wanted: string, taken: Set<string>): string {
  let id = wanted
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`
  taken.add(id)
  return id
}

function identityOf(data: ScimUser): Pick<Operation, 'externalId' | 'managerId'> {
  const extension = data[enterpriseSchema]
  const manager = isJsonObject(extension) ? extension.manager : data[`${enterpriseSchema}:manager`]
  return {
    externalId: toId(data.externalId),
    managerId: toId(isJsonObject(manager) ? textAt(manager, 'value') : manager),
  }
}

function toId(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** Packs operations in their order, at most `operationsMax` and about 3.5 MB into one request. */
export function toBulkRequests(operations: readonly Operation[], operationsMax: number): readonly BulkRequest[] {
  const requests: BulkRequest[] = []
  let members: Operation[] = []
  let texts: string[] = []
  let length = 0
  const close = () => {
    if (members.length > 0) requests.push({ operations: members, body: toBody(texts) })
    members = []
    texts = []
    length = 0
  }
  for (const operation of operations) {
    const { bulkId, data } = operation
    const text = JSON.stringify({ method: 'POST', path: '/Users', bulkId, data })
    if (members.length >= operationsMax || length + text.length > bodyLengthMax) close()
    members.push(operation)
    texts.push(text)
    length += text.length
  }
  close()
  return requests
}

function toBody(operations: readonly string[]): string {
  return `{"schemas":["${bulkRequestSchema}"],"Operations":[${operations.join(',')}],"failOnErrors":null}`
}
