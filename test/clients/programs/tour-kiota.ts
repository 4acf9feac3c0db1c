import type { TokenCredential } from '@azure/identity'
import { HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions'
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure'
import { createGraphServiceClient, GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import { env, origin } from './credentials.ts'
import '@microsoft/msgraph-sdk-users'
import {
  awaitLog,
  bulkUploadUrl,
  graph,
  type Log,
  type Page,
  provisioningApplication,
  type Tour,
  usersFilter,
} from './stops.ts'

/** What has request builders goes through them, the rest as request information. */
export async function kiotaTour(credential: TokenCredential, scopes: string[]): Promise<Tour> {
  const allowed = new Set([new URL(origin).hostname])
  const adapter = new GraphRequestAdapter(
    new AzureIdentityAuthenticationProvider(credential, scopes, undefined, allowed),
  )
  adapter.baseUrl = graph
  const send = async (method: HttpMethod, url: string, body?: string): Promise<string> => {
    const request = new RequestInformation(method)
    request.URL = url
    if (body !== undefined) request.setStreamContent(new TextEncoder().encode(body).buffer, 'application/scim+json')
    const answer = await adapter.sendPrimitive<ArrayBuffer>(request, 'ArrayBuffer', undefined)
    return new TextDecoder().decode(answer)
  }
  await send(HttpMethod.POST, bulkUploadUrl, env('BODY'))
  const logUrl = `${graph}/auditLogs/provisioning?$filter=${encodeURIComponent(`jobId eq '${env('JOB_ID')}'`)}`
  const logged = await awaitLog(async () => JSON.parse(await send(HttpMethod.GET, logUrl)) as Log)
  const { people, pages } = await listUsers(adapter)
  const named = encodeURIComponent(`displayName eq '${provisioningApplication}'`)
  const principals = JSON.parse(await send(HttpMethod.GET, `${graph}/servicePrincipals?$filter=${named}`)) as Page
  const servicePrincipals = principals.value.map(({ id }) => id)
  // Kiota throws for anything but a success, and tells no status.
  return { uploadStatus: 202, logged, servicePrincipals, people: people.sort(), pages }
}

async function listUsers(adapter: GraphRequestAdapter) {
  const client = createGraphServiceClient(adapter)
  const people: (string | null | undefined)[] = []
  const queryParameters = { filter: usersFilter, select: ['employeeId'], top: 1 }
  let page = await client.users.get({ queryParameters })
  let pages = 1
  people.push(...(page?.value ?? []).map(({ employeeId }) => employeeId))
  while (page?.odataNextLink) {
    page = await client.users.withUrl(page.odataNextLink).get()
    people.push(...(page?.value ?? []).map(({ employeeId }) => employeeId))
    pages += 1
  }
  return { people, pages }
}
