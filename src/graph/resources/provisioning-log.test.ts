import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import { readLogId, toLogId } from '../log-id.ts'
import {
  applicationWith,
  emptyWorld,
  feed,
  forTenantOf,
  jobOf,
  origin,
  other,
  refused,
  sender,
  tenantId,
} from '../world.test.ts'
import { provisioningLogRoutes } from './provisioning-log.ts'

const job = jobOf(feed)

function entry(sequence: number, changes: Partial<StoredLogEntry> = {}): StoredLogEntry {
  return {
    sequence,
    jobId: job.id,
    cycleId: 'cycle-1',
    at: Date.UTC(2026, 0, sequence),
    durationMs: sequence * 10,
    action: 'create',
    result: 'success',
    cause: 'upload',
    initiator: null,
    origin: {
      uploadSequence: 1,
      uploadId: 'upload-1',
      requestId: 'request-1',
      operationIndex: sequence,
      bulkId: `b${sequence}`,
    },
    sourceAnchor: `E-${sequence}`,
    sourceDisplayName: `Person ${sequence}`,
    sourceUserName: null,
    sourceActive: null,
    targetId: `target-${sequence}`,
    targetDisplayName: null,
    schemaVersion: 1,
    scoping: { inScope: true, clauses: {} },
    matching: { kind: 'none' },
    modified: [],
    unresolved: [],
    error: null,
    ...changes,
  }
}

const error = { code: 'EntryConflict', reason: 'taken', additionalDetails: null, recommendedAction: null }
const entries = [
  entry(1),
  entry(2, { action: 'update', cycleId: 'cycle-2' }),
  entry(3, { result: 'failure', error, cycleId: 'cycle-2' }),
  entry(4, {
    jobId: jobOf(other).id,
    origin: null,
    cause: 'onDemand',
    initiator: { kind: 'user', id: 'user-1', displayName: 'Ana Lima' },
  }),
]
const world = emptyWorld({ entries })
const send = sender(
  provisioningLogRoutes({ forTenant: forTenantOf(world), uploads: { read: async () => [] } }),
  applicationWith('ProvisioningLog.Read.All'),
)

async function found(query: string): Promise<(number | undefined)[]> {
  const { body } = await send('GET', `auditLogs/provisioning?${query}`)
  return body.value.map(({ id }: { id: string }) => readLogId('entry', tenantId, id))
}

const filter = (text: string) => found(`$filter=${text}`)

describe('GET /auditLogs/provisioning', () => {
  test('sends the newest entries first', async () => {
    const { body } = await send('GET', 'auditLogs/provisioning/')
    assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#auditLogs/provisioning`)
    assert.equal(body.value.length, 4)
    assert.equal(body.value[0].servicePrincipal.displayName, 'Other application')
    assert.ok(!('statusInfo' in body.value[0]))
    assert.deepEqual(await found('$orderby=activityDateTime desc'), [4, 3, 2, 1])
    assert.deepEqual(await found('$orderby=activityDateTime asc'), [1, 2, 3, 4])
    await refused(found('$orderby=jobId'), 'unsupportedQuery')
  })

  test('answers the filter that every 202 advertises, however it is spelled', async () => {
    const location = `/v1.0/auditLogs/provisioning/?$filter=jobid%20eq%20'${job.id}'`
    assert.equal((await send('GET', location)).body.value.length, 3)
    assert.deepEqual(await found(`%24filter=jobId eq %27${job.id}%27`), [3, 2, 1])
    assert.deepEqual(await filter(`JOBID eq '${job.id.toLowerCase()}'`), [])
  })

  const filters: readonly (readonly [string, readonly number[]])[] = [
    [`jobId eq '${job.id}' and cycleId ne 'cycle-1'&$top=1`, [3]],
    ["cycleId eq 'cycle-1'", [4, 1]],
    ["sourceIdentity/id eq 'E-2'", [2]],
    ["provisioningStatusInfo/status eq 'failure'", [3]],
    ["statusInfo/status eq 'failure'", [3]],
    ["provisioningStatusInfo/status eq 'Failure'", []],
    [
      `activityDateTime ge 2026-01-02T00:00:00Z and servicePrincipal/id eq '${feed.id}'&$top=100&$orderby=activityDateTime desc`,
      [3, 2],
    ],
    ["contains(targetSystem/displayName,'Entra')", [4, 3, 2, 1]],
    ["contains(targetSystem/displayName,'Active Directory')", []],
    ["targetSystem/displayName eq 'Microsoft Entra ID'", [4, 3, 2, 1]],
    ["not (servicePrincipal/displayName eq 'HR feed')", [4]],
    ["servicePrincipal/displayName eq 'HR feed' or sourceIdentity/id eq 'E-4'", [4, 3, 2, 1]],
    ["startswith(sourceIdentity/displayName,'Person') and targetIdentity/id eq 'target-1'", [1]],
    ["provisioningAction eq 'update' or provisioningStatusInfo/errorInformation/errorCode eq 'EntryConflict'", [3, 2]],
    ["action eq 'update'", [2]],
    ["cause eq 'onDemand'", [4]],
    ["cause ne 'onDemand'", [3, 2, 1]],
    ["initiatedBy/initiatorType eq 'user' and initiatedBy/displayName eq 'Ana Lima'", [4]],
    ["upload/requestId eq 'request-1' and upload/bulkId eq 'b3'", [3]],
    ['upload/operationIndex lt 2', [1]],
    ['durationInMilliseconds gt 20', [4, 3]],
    ['activityDateTime lt 2026-01-02T00:00:00Z', [1]],
    ["initiatedBy/initiatorType eq 'system' and sourceSystem/displayName ne 'API'", []],
    [`tenantId eq '${tenantId}' and sourceIdentity/id eq 'E-1'`, [1]],
    [`id eq '${toLogId('entry', tenantId, 2)}'`, [2]],
    [`id eq '${toLogId('change', tenantId, 2)}'`, []],
    [`changeId in ('${toLogId('change', tenantId, 2)}','x','${toLogId('change', tenantId, 3)}')`, [3, 2]],
    [`changeId ne '${toLogId('change', tenantId, 2)}'`, [4, 3, 1]],
    [`id ne 'x' and not (id in ('x','y'))`, [4, 3, 2, 1]],
  ]
  for (const [text, expected] of filters) {
    test(`finds ${expected.length} entries by ${text}`, async () => {
      assert.deepEqual(await filter(text), expected)
    })
  }

  test('refuses unknown properties and bad syntax', async () => {
    await refused(filter("nope eq 'x'"), 'badRequest', /'nope' on type 'microsoft.graph.provisioningObjectSummary'/)
    await refused(filter('jobId eq'), 'badRequest')
    await refused(filter("provisioningSteps/any(s:s/name eq 'x')"), 'badRequest')
    await refused(found('$top=1001'), 'unsupportedQuery')
  })

  test('pages without gaps or repeats while new entries arrive', async () => {
    const growing = emptyWorld({ entries: [1, 2, 3, 4, 5].map((sequence) => entry(sequence)) })
    const read = sender(
      provisioningLogRoutes({ forTenant: forTenantOf(growing), uploads: { read: async () => [] } }),
      applicationWith(),
    )
    const seen: string[] = []
    let link: string | undefined = `${origin}/v1.0/auditLogs/provisioning?$top=2&$filter=jobid eq '${job.id}'`
    while (link !== undefined) {
      const { body } = await read('GET', link)
      seen.push(...body.value.map((item: { sourceIdentity: { id: string } }) => item.sourceIdentity.id))
      growing.entries.push(entry(growing.entries.length + 1))
      link = body['@odata.nextLink']
      assert.ok(
        link === undefined || link.startsWith(`${origin}/v1.0/auditLogs/provisioning?$top=2&$filter=jobid%20eq`),
      )
    }
    assert.deepEqual(seen, ['E-5', 'E-4', 'E-3', 'E-2', 'E-1'])
  })

  test('selects and counts on request', async () => {
    const { body } = await send(
      'GET',
      "auditLogs/provisioning?$select=jobId,upload&$filter=sourceIdentity/id eq 'E-1'&$count=true",
    )
    assert.deepEqual(body, {
      '@odata.context': `${origin}/v1.0/$metadata#auditLogs/provisioning(jobId,upload)`,
      '@odata.count': 1,
      value: [
        {
          jobId: job.id,
          upload: { uploadId: 'upload-1', requestId: 'request-1', bulkId: 'b1', operationIndex: 1 },
        },
      ],
    })
    assert.equal((await send('GET', 'auditLogs/provisioning?$count=true&$top=1')).body['@odata.count'], 4)
    assert.equal((await send('GET', "auditLogs/provisioning?$count=true&$filter=id eq 'x'")).body['@odata.count'], 0)
  })

  test('sends the older names in beta', async () => {
    const { body } = await send('GET', `${origin}/beta/auditLogs/provisioning?$filter=action eq 'update'`)
    assert.equal(body.value[0].action, 'update')
    assert.equal(body.value[0].statusInfo.status, 'success')
  })
})

describe('GET /auditLogs/provisioning/{id}', () => {
  test('sends one entry', async () => {
    const { body } = await send('GET', `auditLogs/provisioning/${toLogId('entry', tenantId, 3)}`)
    assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#auditLogs/provisioning/$entity`)
    assert.equal(body.provisioningStatusInfo.errorInformation.errorCode, 'EntryConflict')
  })

  test('does not find ids that are not its own', async () => {
    const foreign = toLogId('entry', feed.id, 3)
    for (const id of ['x', foreign, toLogId('change', tenantId, 3), toLogId('entry', tenantId, 99)]) {
      await refused(send('GET', `auditLogs/provisioning/${id}`), 'notFound')
    }
  })
})
