import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../src/app/open-stores.ts'
import { type SetUp, setUpTenant } from '../src/app/set-up.ts'
import { systemClock } from '../src/contracts/clock.ts'
import type { SynchronizationJob } from '../src/model/synchronization-job.ts'
import type { AttributeMapping, ObjectMapping, SynchronizationSchema } from '../src/model/synchronization-schema.ts'
import { type Answer, bulkRequest, type Json, type UploadStatus, type World } from './world.ts'

/** Steps that journeys share. Each goes through the server's door. */

export interface UploadWish {
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string | null
  /** Path of the job, without version; default: the world's first job. */
  readonly jobPath?: string
}

/** One bulkUpload with the right content type; whatever the answer is. */
export function upload(
  world: World,
  body: string | Uint8Array,
  { headers = {}, token, jobPath = world.jobPath }: UploadWish = {},
): Promise<Answer> {
  return world.send('POST', `/v1.0${jobPath}/bulkUpload`, {
    headers: { 'content-type': 'application/scim+json', ...headers },
    body,
    ...(token === undefined ? {} : { token }),
  })
}

/** The upload that a 202 speaks of; with `seconds`, once it is settled or the time is over. */
export async function readUpload(world: World, accepted: Answer, seconds = 30): Promise<UploadStatus> {
  if (accepted.status !== 202) throw new Error(`bulkUpload: ${accepted.status} ${accepted.text}`)
  const headers = seconds === 0 ? {} : { prefer: `wait=${seconds}` }
  return (await world.send('GET', String(accepted.headers['operation-location']), { headers })).json()
}

/** Uploads people to another job than the world's first and waits until each is settled. */
export async function provisionTo(world: World, jobPath: string, ...people: readonly Json[]): Promise<UploadStatus> {
  return readUpload(world, await upload(world, bulkRequest(...people), { jobPath }))
}

/** States of the operations, in order. */
export function statesOf({ operations }: UploadStatus): readonly string[] {
  return operations.map(({ state }) => state)
}

/** `start`, `pause`, `restart` and the like of a job. */
export async function tell(world: World, action: string, body?: Json, jobPath = world.jobPath): Promise<void> {
  const answer = await world.send('POST', `/v1.0${jobPath}/${action}`, {
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (answer.status !== 204) throw new Error(`${action}: ${answer.status} ${answer.text}`)
}

/** Another job of the same service principal, started. Gives its path without version. */
export async function addJob(world: World): Promise<string> {
  const jobs = `/servicePrincipals/${world.setUp.servicePrincipalId}/synchronization/jobs`
  const answer = await world.send('POST', `/v1.0${jobs}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ templateId: 'API2AAD' }),
  })
  const jobPath = `${jobs}/${answer.json<{ id: string }>().id}`
  await tell(world, 'start', undefined, jobPath)
  return jobPath
}

/** Reads the job's schema, lets it be changed and writes it back, as the sample clients do. */
export async function editSchema(
  world: World,
  edit: (schema: EditableSchema) => void,
  jobPath = world.jobPath,
): Promise<void> {
  const schema = await readSchema(world, jobPath)
  edit(schema)
  const answer = await world.send('PUT', `/v1.0${jobPath}/schema`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(schema.json),
  })
  if (answer.status !== 204) throw new Error(`PUT schema: ${answer.status} ${answer.text}`)
  await evaluated(world, jobPath)
}

/** The job's schema, to be changed. */
export async function readSchema(world: World, jobPath = world.jobPath): Promise<EditableSchema> {
  return new EditableSchema(await world.get(`${jobPath}/schema`))
}

/** Waits until everybody was looked at again, as far as a running job does. */
export async function evaluated(world: World, jobPath = world.jobPath): Promise<void> {
  await eventually(
    () => world.get<{ schedule: Json; status: { code: string; progress: readonly Json[] } }>(jobPath),
    ({ schedule, status }) =>
      schedule.state !== 'Active' || status.code === 'Quarantine' || status.progress.length === 0,
  )
}

/** The world's first job once more, running, with what no route writes; gives its path. */
export async function addJobLike(
  world: World,
  change: (job: SynchronizationJob) => Partial<SynchronizationJob>,
): Promise<string> {
  const { tenantId, jobId, servicePrincipalId } = world.setUp
  const store = await openStore(world.config.dataDirectory)
  try {
    const { jobs } = store.forTenant(tenantId)
    const job = found(await jobs.find(jobId), 'the first job')
    const id = `API2AAD.${tenantId.replaceAll('-', '')}.${randomUUID()}`
    await jobs.create({ ...job, ...change(job), id })
    await jobs.setScheduleState(id, 'Active')
    return `/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${id}`
  } finally {
    await store.close()
  }
}

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T

/** A schema as JSON, with the handles that tests turn. */
export class EditableSchema {
  readonly json: Writable<SynchronizationSchema>

  constructor(json: Writable<SynchronizationSchema>) {
    this.json = json
  }

  get objectMapping(): Writable<ObjectMapping> {
    return found(this.json.synchronizationRules[0]?.objectMappings[0], 'an object mapping')
  }

  mapping(target: string): Writable<AttributeMapping> {
    return found(
      this.objectMapping.attributeMappings.find(({ targetAttributeName }) => targetAttributeName === target),
      `a mapping of ${target}`,
    )
  }

  /** Sets the mapping of a target attribute to an expression, keeping what it has besides. */
  map(target: string, expression: string, extras: Partial<AttributeMapping> = {}): void {
    const { attributeMappings } = this.objectMapping
    const source = { type: 'Function', name: '', expression, parameters: [] } as const
    const plain = {
      defaultValue: null,
      flowBehavior: 'FlowWhenChanged',
      flowType: 'Always',
      matchingPriority: 0,
    } as const
    const kept = attributeMappings.find(({ targetAttributeName }) => targetAttributeName === target)
    const next = {
      ...(kept ?? { targetAttributeName: target, ...plain, exportMissingReferences: false, flowNullValues: false }),
      source,
      ...extras,
    } as Writable<AttributeMapping>
    this.objectMapping.attributeMappings = [...attributeMappings.filter((each) => each !== kept), next]
  }

  /** Declares a plain text attribute of the source, as for a custom namespace. */
  declare(name: string): void {
    const attributes = found(this.json.directories[0]?.objects[0]?.attributes, 'source attributes')
    attributes.push({ name, type: 'String' } as (typeof attributes)[number])
  }

  /** Declares a plain text attribute of the target unless the template has it. */
  declareTarget(name: string): void {
    const attributes = found(this.json.directories[1]?.objects[0]?.attributes, 'target attributes')
    if (attributes.some((attribute) => attribute.name === name)) return
    attributes.push({ name, type: 'String' } as (typeof attributes)[number])
  }

  sourceAttribute(name: string) {
    const attributes = this.json.directories[0]?.objects[0]?.attributes
    return found(
      attributes?.find((attribute) => attribute.name === name),
      `source attribute ${name}`,
    )
  }

  targetAttribute(name: string) {
    const attributes = this.json.directories[1]?.objects[0]?.attributes
    return found(
      attributes?.find((attribute) => attribute.name === name),
      `target attribute ${name}`,
    )
  }

  /** One group whose clauses must all hold. */
  scope(...clauses: readonly (readonly [attribute: string, operator: string, ...operands: string[]])[]): void {
    const group = {
      name: 'Wanted',
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        targetOperand: { values },
      })),
    }
    const groups = [...(this.objectMapping.scope?.groups ?? []), group]
    this.objectMapping.scope = { groups, inputFilterGroups: [], categoryFilterGroups: [] }
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the schema has no ${what}`)
  return value
}

/** The user with this employeeId, with the properties named; undefined when there is none. */
export async function accountOf(
  world: World,
  employeeId: string,
  ...select: readonly string[]
): Promise<Json | undefined> {
  const query = `$filter=employeeId eq '${employeeId}'&$select=${['id', ...select].join(',')}`
  const { value } = await world.get<{ value: Json[] }>(`/users?${query}`)
  if (value.length > 1) throw new Error(`${value.length} users have the employeeId ${employeeId}`)
  return value[0]
}

/** All users of the tenant with all properties, by id. */
export async function allAccounts(world: World): Promise<readonly Json[]> {
  const { value } = await world.get<{ value: Json[] }>(
    `/users?$top=999&$select=${'id,accountEnabled,businessPhones,city,companyName,country,department,displayName,employeeHireDate,employeeId,employeeOrgData,employeeType,faxNumber,givenName,jobTitle,mail,mailNickname,mobilePhone,officeLocation,onPremisesExtensionAttributes,postalCode,preferredLanguage,state,streetAddress,surname,usageLocation,userPrincipalName,userType'}`,
  )
  return value
}

/** Employee id of a user's manager; null when there is none. */
export async function managerOf(world: World, userId: unknown): Promise<unknown> {
  const answer = await world.send('GET', `/v1.0/users/${String(userId)}/manager?$select=employeeId`)
  return answer.status === 404 ? null : answer.json().employeeId
}

/** What an entry says that it did, as `attribute: old → new`, sorted. */
export function changesOf(entry: Json | undefined): readonly string[] {
  const list = (entry?.modifiedProperties ?? []) as readonly {
    displayName: string
    oldValue: unknown
    newValue: unknown
  }[]
  return list.map(({ displayName, oldValue, newValue }) => `${displayName}: ${oldValue} → ${newValue}`).sort()
}

/** Action, status and error code of an entry. */
export function gistOf(entry: Json | undefined): string {
  const { status, errorInformation } = (entry?.provisioningStatusInfo ?? {}) as {
    status?: string
    errorInformation?: { errorCode: string } | null
  }
  return [entry?.provisioningAction, status, errorInformation?.errorCode].filter(Boolean).join(' ')
}

/** A second tenant on the same server, with a client and a job of its own. */
export async function addTenant(world: World, domain: string): Promise<SetUp> {
  const store = await openStore(world.config.dataDirectory)
  try {
    return await setUpTenant(store, { tenantName: 'Contoso', domains: [domain] }, systemClock)
  } finally {
    await store.close()
  }
}

/** The job once its open cycle has ended. */
export async function afterCycle(world: World, jobPath = world.jobPath): Promise<Json> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const job = await world.get<{ status: Json & { lastExecution: Json | null } }>(jobPath)
    if (job.status.lastExecution !== null) return job.status.lastExecution
    if (Date.now() > deadline) throw new Error('the cycle does not end')
    await sleep(100)
  }
}

/** Asks again and again until the answer is as wanted; fails with the last answer when it never is. */
export async function eventually<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean, seconds = 20): Promise<T> {
  const patience = Date.now() + seconds * 1_000
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > patience) throw new Error(`it never came to be; last: ${JSON.stringify(answer).slice(0, 2_000)}`)
    await sleep(50)
  }
}
