import type { TokenCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { env, origin } from './credentials.ts'
import { awaitLog, bulkUploadPath, type Page, provisioningApplication, type Tour, usersFilter } from './stops.ts'

/** The tour with @microsoft/microsoft-graph-client. */
export async function graphClientTour(credential: TokenCredential, scopes: string[]): Promise<Tour> {
  const client = Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes }),
    baseUrl: origin,
    customHosts: new Set([new URL(origin).hostname]),
  })
  const uploaded: Response = await client
    .api(bulkUploadPath)
    .header('Content-Type', 'application/scim+json')
    .responseType('raw' as never)
    .post(JSON.parse(env('BODY')))
  const logged = await awaitLog(() => client.api(uploaded.headers.get('location') ?? '').get())
  const named = `displayName eq '${provisioningApplication}'`
  const principals: Page = await client.api('/servicePrincipals').filter(named).select('id').get()
  const people: string[] = []
  let pages = 1
  let page: Page = await client.api('/users').filter(usersFilter).select('employeeId').top(1).get()
  people.push(...page.value.map(({ employeeId }) => employeeId))
  while (page['@odata.nextLink'] !== undefined) {
    page = await client.api(page['@odata.nextLink']).get()
    people.push(...page.value.map(({ employeeId }) => employeeId))
    pages += 1
  }
  const servicePrincipals = principals.value.map(({ id }) => id)
  return { uploadStatus: uploaded.status, logged, servicePrincipals, people: people.sort(), pages }
}
