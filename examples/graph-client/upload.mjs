// Uploads one person with Microsoft's own libraries, and says what became of it. Nothing in here is Entrain's: leave
// AZURE_AUTHORITY_HOST and GRAPH_BASE_URL unset, and the same file speaks to Microsoft Graph.
import { ClientSecretCredential } from '@azure/identity'
import { Client, ResponseType } from '@microsoft/microsoft-graph-client'

const env = process.env
const authorityHost = env.AZURE_AUTHORITY_HOST
const baseUrl = env.GRAPH_BASE_URL

const credential = new ClientSecretCredential(
  required('AZURE_TENANT_ID'),
  required('AZURE_CLIENT_ID'),
  required('AZURE_CLIENT_SECRET'),
  authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: true },
)
const graph = Client.init({
  authProvider: async (done) => {
    try {
      done(null, (await credential.getToken('https://graph.microsoft.com/.default')).token)
    } catch (error) {
      done(error, null)
    }
  },
  // The token is sent to hosts that are named here only: a bare host name, without the port.
  ...(baseUrl === undefined ? {} : { baseUrl, customHosts: new Set([new URL(baseUrl).hostname]) }),
})

const job = `/servicePrincipals/${required('SERVICE_PRINCIPAL_ID')}/synchronization/jobs/${required('JOB_ID')}`
const bulkRequest = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations: [
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'first',
      data: {
        schemas: [
          'urn:ietf:params:scim:schemas:core:2.0:User',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
        ],
        externalId: 'F2001',
        userName: 'noor.haddad@fabrikam.example',
        displayName: 'Noor Haddad',
        active: true,
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Engineering' },
      },
    },
  ],
}

const accepted = await graph
  .api(`${job}/bulkUpload`)
  .header('Content-Type', 'application/scim+json')
  .responseType(ResponseType.RAW)
  .post(JSON.stringify(bulkRequest))
if (accepted.status !== 202) throw new Error(`bulkUpload answered ${accepted.status}: ${await accepted.text()}`)
console.log('bulkUpload answered 202')

// Entrain also says where this one upload can be watched. Microsoft Graph has the log only.
const upload = accepted.headers.get('operation-location')
if (upload !== null) {
  const { operations } = await graph.api(upload).header('Prefer', 'wait=30').get()
  for (const { externalId, state, targetId } of operations) console.log(`${externalId} ${state} ${targetId}`)
}
const { value } = await graph.api('/auditLogs/provisioning').filter(`jobId eq '${env.JOB_ID}'`).top(1).get()
for (const entry of value) {
  console.log(`log: ${entry.provisioningAction} ${entry.sourceIdentity.id} ${entry.provisioningStatusInfo.status}`)
}

/** @param {string} name */
function required(name) {
  const value = env[name]
  if (value === undefined || value === '') throw new Error(`Set the environment variable ${name}.`)
  return value
}
