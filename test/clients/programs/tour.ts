import { azureIdentity, env, msalNode, scopesOf, tell } from './credentials.ts'
import { awaitLog, bulkUploadUrl, graph, type Page, provisioningApplication, type Tour, usersFilter } from './stops.ts'

/** The same tour as `tour.py`, as one writes it with the library of the first argument and a credential of the second. */
async function fetchTour(token: string): Promise<Tour> {
  const headers = { authorization: `Bearer ${token}` }
  const get = async <T>(url: string): Promise<T> => (await fetch(url, { headers })).json() as Promise<T>
  const scim = { ...headers, 'content-type': 'application/scim+json' }
  const uploaded = await fetch(bulkUploadUrl, { method: 'POST', headers: scim, body: env('BODY') })
  const logged = await awaitLog(() => get(uploaded.headers.get('location') ?? ''))
  const named = encodeURIComponent(`displayName eq '${provisioningApplication}'`)
  const principals = await get<Page>(`${graph}/servicePrincipals?$filter=${named}&$select=id`)
  const people: string[] = []
  let pages = 0
  let next: string | undefined = `${graph}/users?$filter=${usersFilter}&$select=employeeId&$top=1`
  while (next !== undefined) {
    const page: Page = await get<Page>(next)
    people.push(...page.value.map(({ employeeId }) => employeeId))
    next = page['@odata.nextLink']
    pages += 1
  }
  const servicePrincipals = principals.value.map(({ id }) => id)
  return { uploadStatus: uploaded.status, logged, servicePrincipals, people: people.sort(), pages }
}

/** Only the library that is asked for is loaded: some take seconds. */
async function run(library: string, kind: string): Promise<Tour> {
  const scopes = scopesOf(kind)
  switch (library) {
    case 'msgraph-sdk':
      return (await import('./tour-kiota.ts')).kiotaTour(azureIdentity(kind), scopes)
    case 'microsoft-graph-client':
      return (await import('./tour-graph-client.ts')).graphClientTour(azureIdentity(kind), scopes)
    case 'msal-node':
      return fetchTour(await msalNode(kind))
    default:
      return fetchTour((await azureIdentity(kind).getToken(scopes))?.token ?? '')
  }
}

const [library = '', kind = ''] = process.argv.slice(2)
tell({ result: await run(library, kind) })
