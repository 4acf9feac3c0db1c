import { roleTemplates } from '../../src/auth/role-templates.ts'
import { collectHandlers, type GraphParts, graphRoutes } from '../../src/graph/routes.ts'
import type { Route } from '../../src/http/route.ts'
import { endpoints } from '../../src/oauth/handler.ts'
import { code, type Page } from './page.ts'

const jobPath = '/servicePrincipals/{id}/synchronization/jobs/{jobId}'

export function routesPage(): Page {
  // The table is only read; no handler that would need the parts is called.
  const served = collectHandlers({} as GraphParts)
  const rows = graphRoutes({} as GraphParts).filter(({ method, path }) => served.has(`${method} ${path}`))
  const routes = [...rows].sort((left, right) => (toOrder(left) < toOrder(right) ? -1 : 1))
  const sameCallers = Map.groupBy(routes, ({ permissions }) => JSON.stringify(permissions))
  const sections = [...sameCallers.values()].map(toSection)
  const tokens = [...endpoints.keys()].map((path) => `- ${code(`/{tenant}/${path}`)}\n`)
  const text = `# Routes and permissions

## Graph API

Below \`/v1.0\` and \`/beta\`, with a bearer token. Routes that the same callers may use stand together; **one** of the named
permissions is enough, and where roles are named, a signed-in user needs one of them besides the permission.

\`{job}\` stands for ${code(jobPath)}. The service principal may also be addressed as
\`servicePrincipals(appId='…')\`, and \`microsoft.graph.\` in front of an action's name is understood.

${sections.join('\n')}
## Token service

\`{tenant}\` is the tenant's id or one of its domains. The authorize and device code endpoints answer with a refusal: only
client credentials are served so far.

${tokens.join('')}
## Health

| Path | Answer |
| --- | --- |
| \`/health\` | 200 while the process answers |
| \`/ready\` | 200 while it takes uploads, else 503 |
`
  return { name: 'routes', source: 'src/graph/resources and src/oauth/handler.ts', text }
}

/** Methods of one path stay together. */
function toOrder({ path, method }: Route): string {
  return `${path} ${method}`
}

function toSection(routes: readonly Route[]): string {
  const [first] = routes
  if (first === undefined) return ''
  const { application, delegated, delegatedRoles } = first.permissions
  const callers: readonly (readonly [who: string, names: readonly string[]])[] = [
    ['Application', nameGrants(application)],
    ['Delegated', nameGrants(delegated)],
    ['Role', delegatedRoles.map(nameRole)],
  ]
  const lines = callers.filter(([, names]) => names.length > 0).map(([who, names]) => `- ${who}: ${names.join(', ')}\n`)
  return `${routes.map(toLine).join('\\\n')}\n\n${lines.join('')}`
}

function nameGrants(grants: Route['permissions']['application']): readonly string[] {
  if (grants === 'any') return ['every valid token']
  return grants.map((grant) => {
    if (typeof grant === 'string') return code(grant)
    const [first, ...companions] = grant
    return `${code(first)} together with ${companions.map(code).join(' or ')}`
  })
}

function toLine({ method, path, throttle }: Route): string {
  const limit = throttle === 'none' ? '' : ` (limit: ${throttle})`
  return `**${code(`${method} ${path.replace(jobPath, '{job}')}`)}**${limit}`
}

function nameRole(id: string): string {
  return Object.entries(roleTemplates).find(([, known]) => known === id)?.[0] ?? id
}
