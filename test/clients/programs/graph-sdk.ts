import { ClientSecretCredential } from '@azure/identity'
import { Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'

/** A connector as one writes it with @azure/identity and @microsoft/microsoft-graph-client. Prints JSON. */
const { ORIGIN = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', SERVICE_PRINCIPAL_ID, JOB_ID } = process.env
const { hostname, host } = new URL(ORIGIN)
const jobPath = `/servicePrincipals/${SERVICE_PRINCIPAL_ID}/synchronization/jobs/${JOB_ID}`

/** Statuses of what went to Graph: the SDK repeats requests without a word. */
const statuses: number[] = []
const send = globalThis.fetch
globalThis.fetch = async (...request) => {
  const response = await send(...request)
  statuses.push(response.status)
  return response
}

function connect(customHost = hostname): Client {
  const credential = new ClientSecretCredential(TENANT_ID, CLIENT_ID, CLIENT_SECRET, {
    authorityHost: ORIGIN,
    disableInstanceDiscovery: true,
  })
  const authProvider = new TokenCredentialAuthenticationProvider(credential, {
    scopes: ['https://graph.microsoft.com/.default'],
  })
  return Client.initWithMiddleware({ authProvider, baseUrl: ORIGIN, customHosts: new Set([customHost]) })
}

function bulkRequest(externalId: string) {
  const schemas = [
    'urn:ietf:params:scim:schemas:core:2.0:User',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  ]
  const data = {
    schemas,
    externalId,
    userName: `${externalId}@fabrikam.example`,
    displayName: externalId,
    active: true,
  }
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [{ method: 'POST', path: '/Users', bulkId: externalId, data }],
    failOnErrors: null,
  }
}

function upload(client: Client, externalId: string, contentType?: string): Promise<unknown> {
  const request = client.api(`${jobPath}/bulkUpload`)
  if (contentType !== undefined) request.header('Content-Type', contentType)
  return request.post(bulkRequest(externalId))
}

const scim = 'application/scim+json'

const actions: Readonly<Record<string, () => Promise<unknown>>> = {
  upload: async () => ({ answer: (await upload(connect(), 'sdk-1', scim)) ?? null }),
  uploadWithoutHeader: () => upload(connect(), 'sdk-1'),
  uploadTwice: async () => {
    const client = connect()
    await upload(client, 'sdk-1', scim)
    await upload(client, 'sdk-2', scim)
    return {}
  },
  uploadFromHostWithPort: () => upload(connect(host), 'sdk-1', scim),
  async readLog() {
    const filter = `jobId eq '${JOB_ID}' and provisioningStatusInfo/status eq 'success'`
    const page = await connect().api('/auditLogs/provisioning').filter(filter).top(10).get()
    return { ids: page.value.map((entry: { sourceIdentity: { id: string } }) => entry.sourceIdentity.id) }
  },
  async followLocation() {
    const client = connect()
    const raw = await client
      .api(`${jobPath}/bulkUpload`)
      .header('Content-Type', scim)
      .responseType('raw' as never)
      .post(bulkRequest('sdk-1'))
    await client.api(raw.headers.get('operation-location')).header('Prefer', 'wait=30').get()
    const page = await client.api(raw.headers.get('location')).get()
    return { ids: page.value.map((entry: { sourceIdentity: { id: string } }) => entry.sourceIdentity.id) }
  },
  async listUsers() {
    const client = connect()
    const ids: unknown[] = []
    const first = await client.api('/users').select(['id', 'employeeId']).top(2).get()
    const iterator = new PageIterator(client, first, (user) => {
      ids.push(user.employeeId)
      return true
    })
    await iterator.iterate()
    return { ids: ids.sort() }
  },
}

try {
  const result = await actions[process.argv[2] ?? '']?.()
  console.log(JSON.stringify({ ...Object(result), statuses }))
} catch (error) {
  const { statusCode, code, requestId, body } = error instanceof GraphError ? error : {}
  const message = error instanceof Error ? error.message : String(error)
  console.log(JSON.stringify({ failed: { statusCode, code, requestId, body, message }, statuses }))
}
