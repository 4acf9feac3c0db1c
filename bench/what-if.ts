import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createSharedClock } from '../src/app/shared-clock.ts'
import { createSimulator } from '../src/app/simulator.ts'
import { createScreen } from '../src/cli/terminal.ts'
import { parseSynchronizationSchema } from '../src/graph/schema/parse-schema.ts'
import { toDisplayText } from '../src/model/attribute-value.ts'
import type { SimulationReport } from '../src/model/simulation.ts'
import type { SynchronizationSchema } from '../src/model/synchronization-schema.ts'
import { makePeople, toBodies } from './people.ts'
import { fetchToken, inFreshPlace, jobOf, type Place, withServer } from './round.ts'
import { awaitReadable, type Job, uploadAll } from './upload.ts'

/**
 * Uploads people, asks what a changed mapping and scope would do to all of them, makes the change, and compares what was
 * foreseen with the provisioning log, record by record: `npm run bench:what-if -- --users 100000`.
 */
const { values } = parseArgs({ options: { users: { type: 'string' }, folder: { type: 'string' } } })
const users = Number(values.users ?? '5000')
const out = createScreen(process.stdout, process.env)
const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'

await inFreshPlace({ parentFolder: values.folder ?? tmpdir(), connections: 8 }, (place) =>
  withServer(place, async () => {
    place.client.setToken(await fetchToken(place))
    await compare(place)
  }),
)

async function compare(place: Place): Promise<void> {
  const { folder, setUp } = place
  const { tenantId, jobId } = setUp
  const job = jobOf(place)
  const bodies = toBodies(makePeople(users))
  const { accepted } = await uploadAll(job, bodies, { inFlight: 8, onAccepted: () => undefined })
  await Promise.all(accepted.slice(-8).map((upload) => awaitReadable(job, upload)))
  const uploaded = await idle(job, null)
  const schema = changeSchema(parseSynchronizationSchema(await job.client.getJson(`${job.url}/schema`)))
  const simulator = createSimulator({ dataDirectory: folder, clock: createSharedClock().memory })
  const began = performance.now()
  const report = await simulator.simulate({
    tenantId,
    jobId,
    source: { kind: 'retained' },
    schema,
    detailMax: users * 2,
  })
  const foreseenSeconds = (performance.now() - began) / 1_000
  await simulator.close()

  const since = new Date().toISOString()
  const changedAt = performance.now()
  const { status, body } = await job.client.send({
    method: 'PUT',
    url: `${job.url}/schema`,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(schema)),
  })
  assert.equal(status, 204, body.toString())
  await idle(job, uploaded)
  const happenedSeconds = (performance.now() - changedAt) / 1_000
  const happened = await readLog(job, jobId, since)
  const foreseen = toLines(report)
  assert.equal(happened.length, foreseen.length, 'as many log entries as foreseen')
  for (const [index, line] of foreseen.entries()) assert.equal(happened[index], line)
  out.write(
    [
      `${users} people, ${foreseen.length} outcomes, each as foreseen.`,
      `What if: ${foreseenSeconds.toFixed(1)} s. The real change: ${happenedSeconds.toFixed(1)} s.`,
      `Counts: ${JSON.stringify(report.counts)}`,
      `Threshold: ${JSON.stringify(report.threshold)}`,
      '',
    ].join('\n'),
  )
}

/** Nearly everybody changes, and more people than the threshold allows fall out of scope. */
function changeSchema(schema: SynchronizationSchema): SynchronizationSchema {
  const clause = { sourceOperandName: department, operatorName: 'NOT EQUALS', targetOperand: { values: ['Sales'] } }
  return {
    ...schema,
    synchronizationRules: schema.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({
        ...mapping,
        scope: { groups: [{ name: 'not Sales', clauses: [clause] }], inputFilterGroups: [], categoryFilterGroups: [] },
        attributeMappings: mapping.attributeMappings.map((attribute) =>
          attribute.targetAttributeName === 'jobTitle'
            ? {
                ...attribute,
                source: {
                  type: 'Function',
                  name: 'Append',
                  expression: 'Append([title], " (m)")',
                  parameters: [],
                } as const,
              }
            : attribute,
        ),
      })),
    })),
  }
}

interface JobStatus {
  readonly status: {
    readonly progress: readonly unknown[]
    readonly lastExecution: { readonly activityIdentifier: string } | null
  }
}

/** Waits until nobody has to be looked at any more and another cycle than the given one has ended; answers with its id. */
async function idle(job: Job, before: string | null): Promise<string> {
  for (;;) {
    await sleep(250)
    const { status } = await job.client.getJson<JobStatus>(job.url)
    const cycle = status.lastExecution?.activityIdentifier ?? null
    if (status.progress.length === 0 && cycle !== null && cycle !== before) return cycle
  }
}

interface LogEntry {
  readonly sourceIdentity: { readonly id: string }
  readonly provisioningAction: string
  readonly provisioningStatusInfo: {
    readonly status: string
    readonly errorInformation: { readonly errorCode: string } | null
  }
  readonly modifiedProperties: readonly {
    readonly displayName: string
    readonly oldValue: string | null
    readonly newValue: string | null
  }[]
}

interface LogPage {
  readonly value: readonly LogEntry[]
  readonly '@odata.nextLink'?: string
}

async function readLog({ client, root }: Job, jobId: string, since: string): Promise<string[]> {
  const filter = encodeURIComponent(`jobId eq '${jobId}' and activityDateTime ge ${since}`)
  const lines: string[] = []
  let next: string | undefined = `${root}/auditLogs/provisioning?$filter=${filter}&$top=1000`
  while (next !== undefined) {
    const page: LogPage = await client.getJson<LogPage>(next)
    for (const entry of page.value) {
      const { status, errorInformation } = entry.provisioningStatusInfo
      const changes = entry.modifiedProperties.map(({ displayName, oldValue, newValue }) => [
        displayName,
        oldValue,
        newValue,
      ])
      lines.push(
        toLine(entry.sourceIdentity.id, entry.provisioningAction, status, errorInformation?.errorCode ?? null, changes),
      )
    }
    next = page['@odata.nextLink']
  }
  return lines.sort()
}

function toLines({ details }: SimulationReport): string[] {
  return Object.values(details)
    .flatMap((records) => records ?? [])
    .map(({ externalId, action, result, error, changes }) => {
      const shown = changes.map(({ attribute, oldValue, newValue }) => [
        attribute,
        toDisplayText(oldValue),
        toDisplayText(newValue),
      ])
      return toLine(externalId, action, result, error?.code ?? null, shown)
    })
    .sort()
}

function toLine(...parts: readonly unknown[]): string {
  return JSON.stringify(parts)
}
