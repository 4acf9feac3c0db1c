import { ClientCertificateCredential, ClientSecretCredential, type TokenCredential } from '@azure/identity'
import { ConfidentialClientApplication } from '@azure/msal-node'
import { HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions'
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure'
import { createGraphServiceClient, GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import '@microsoft/msgraph-sdk-users'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The same tour as `tour.py`, as one writes it with the libraries of the first argument. Prints JSON. */
const env = (name: string): string => process.env[name] ?? ''
const [origin, tenantId, clientId, clientSecret] = ['ORIGIN', 'TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET'].map(env)
const graph = `${origin}/v1.0`
const jobUrl = `${graph}/servicePrincipals/${env('SERVICE_PRINCIPAL_ID')}/synchronization/jobs/${env('JOB_ID')}`
const scope = 'https://graph.microsoft.com/.default'
const options = { authorityHost: origin ?? '', disableInstanceDiscovery: true }

function identity(kind: string): TokenCredential {
  return kind === 'secret'
    ? new ClientSecretCredential(tenantId ?? '', clientId ?? '', clientSecret ?? '', options)
    : new ClientCertificateCredential(tenantId ?? '', clientId ?? '', env('CERTIFICATE_FILE'), options)
}

async function msal(kind: string): Promise<string> {
  const credential =
    kind === 'secret'
      ? { clientSecret: clientSecret ?? '' }
      : {
          clientCertificate: {
            thumbprintSha256: env('CERTIFICATE_THUMBPRINT_SHA256'),
            privateKey: readFileSync(env('CERTIFICATE_FILE'), 'utf8'),
          },
        }
  const authority = `${origin}/${tenantId}`
  const knownAuthorities = [new URL(origin ?? '').host]
  const app = new ConfidentialClientApplication({
    auth: { clientId: clientId ?? '', authority, knownAuthorities, ...credential },
  })
  return (await app.acquireTokenByClientCredential({ scopes: [scope] }))?.accessToken ?? ''
}

interface Page {
  readonly value: readonly { readonly id: string; readonly employeeId: string }[]
  readonly '@odata.nextLink'?: string
}

async function fetchTour(token: string) {
  const headers = { authorization: `Bearer ${token}` }
  const get = async <T>(url: string): Promise<T> => (await fetch(url, { headers })).json() as Promise<T>
  const scim = { ...headers, 'content-type': 'application/scim+json' }
  const uploaded = await fetch(`${jobUrl}/bulkUpload`, { method: 'POST', headers: scim, body: env('BODY') })
  const logged = await awaitLog(() => get(uploaded.headers.get('location') ?? ''))
  const named = encodeURIComponent("displayName eq 'API-driven provisioning to Microsoft Entra ID'")
  const principals = await get<Page>(`${graph}/servicePrincipals?$filter=${named}&$select=id`)
  const people: string[] = []
  let pages = 0
  let next: string | undefined = `${graph}/users?$filter=startsWith(displayName,'Person')&$select=employeeId&$top=1`
  while (next !== undefined) {
    const page: Page = await get<Page>(next)
    people.push(...page.value.map(({ employeeId }) => employeeId))
    next = page['@odata.nextLink']
    pages += 1
  }
  const servicePrincipals = principals.value.map(({ id }) => id)
  return { uploadStatus: uploaded.status, logged, servicePrincipals, people: people.sort(), pages }
}

interface Log {
  readonly value: readonly { readonly sourceIdentity: { readonly id: string } }[]
}

async function awaitLog(read: () => Promise<Log>): Promise<readonly string[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { value } = await read()
    if (value.length > 0) return [...new Set(value.map(({ sourceIdentity }) => sourceIdentity.id))].sort()
    await sleep(100)
  }
  return []
}

/** What has request builders goes through them, the rest as request information (client-compatibility section 7). */
async function kiotaTour(kind: string) {
  const allowed = new Set([new URL(origin ?? '').hostname])
  const authentication = new AzureIdentityAuthenticationProvider(identity(kind), [scope], undefined, allowed)
  const adapter = new GraphRequestAdapter(authentication)
  adapter.baseUrl = graph
  const client = createGraphServiceClient(adapter)
  const send = async (method: HttpMethod, url: string, body?: string): Promise<string> => {
    const request = new RequestInformation(method)
    request.URL = url
    if (body !== undefined) request.setStreamContent(new TextEncoder().encode(body).buffer, 'application/scim+json')
    const answer = await adapter.sendPrimitive<ArrayBuffer>(request, 'ArrayBuffer', undefined)
    return new TextDecoder().decode(answer)
  }
  await send(HttpMethod.POST, `${jobUrl}/bulkUpload`, env('BODY'))
  const logFilter = encodeURIComponent(`jobId eq '${env('JOB_ID')}'`)
  const logUrl = `${graph}/auditLogs/provisioning?$filter=${logFilter}`
  const logged = await awaitLog(async () => JSON.parse(await send(HttpMethod.GET, logUrl)) as Log)
  const people: (string | null | undefined)[] = []
  const queryParameters = { filter: "startsWith(displayName,'Person')", select: ['employeeId'], top: 1 }
  let page = await client.users.get({ queryParameters })
  let pages = 1
  people.push(...(page?.value ?? []).map(({ employeeId }) => employeeId))
  while (page?.odataNextLink) {
    page = await client.users.withUrl(page.odataNextLink).get()
    people.push(...(page?.value ?? []).map(({ employeeId }) => employeeId))
    pages += 1
  }
  const named = encodeURIComponent("displayName eq 'API-driven provisioning to Microsoft Entra ID'")
  const principals = JSON.parse(await send(HttpMethod.GET, `${graph}/servicePrincipals?$filter=${named}`)) as Page
  const servicePrincipals = principals.value.map(({ id }) => id)
  return { uploadStatus: 202, logged, servicePrincipals, people: people.sort(), pages }
}

async function run(library = '', kind = ''): Promise<unknown> {
  if (library === 'msgraph-sdk') return kiotaTour(kind)
  if (library === 'msal-node') return fetchTour(await msal(kind))
  return fetchTour((await identity(kind).getToken(scope))?.token ?? '')
}

console.log(JSON.stringify(await run(process.argv[2], process.argv[3])))
