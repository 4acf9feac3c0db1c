import { type Permission, permissions } from '../../auth/permissions.ts'
import type { Grant } from '../../http/route.ts'
import type { Grants, RouteRow } from '../route-table/route-row.ts'

type Requirement = Readonly<Record<string, readonly string[]>>

/** Who may call a route, as OpenAPI says it: any one of the requirements is enough. */
export function toSecurity({ application, delegated, isPublic }: RouteRow): readonly Requirement[] {
  if (isPublic) return []
  return [...toRequirements('application', application), ...toRequirements('delegated', delegated)]
}

function toRequirements(scheme: string, grants: Grants | 'any' | 'none'): readonly Requirement[] {
  if (grants === 'none') return []
  if (grants === 'any') return [{ [scheme]: [] }]
  return [...grants.least, ...(grants.higher ?? [])].flatMap(toCombinations).map((names) => ({ [scheme]: names }))
}

/** A permission that counts only with one of others stands once with each of them. */
function toCombinations(grant: Grant<Permission>): readonly (readonly string[])[] {
  if (typeof grant === 'string') return [[grant]]
  const [first, ...companions] = grant
  return companions.map((companion) => [first, companion])
}

/** The two ways to a token (OpenAPI "Security Scheme Object"). */
export function toSecuritySchemes(origin: string) {
  const endpoints = `${origin}/organizations/oauth2/v2.0`
  const tokenUrl = `${endpoints}/token`
  return {
    application: {
      type: 'oauth2',
      description:
        'An application of its own right. Ask for the scope `{origin}/.default`; the permissions are app roles.',
      flows: { clientCredentials: { tokenUrl, scopes: toScopes('application') } },
    },
    delegated: {
      type: 'oauth2',
      description: 'An application on behalf of a signed-in user.',
      flows: {
        authorizationCode: { authorizationUrl: `${endpoints}/authorize`, tokenUrl, scopes: toScopes('delegated') },
      },
    },
  }
}

function toScopes(form: 'application' | 'delegated'): Readonly<Record<string, string>> {
  const held = Object.entries(permissions).filter(([, ids]) => ids[form] !== null)
  return Object.fromEntries(held.map(([name]) => [name, `The ${form} permission ${name}.`]))
}
