import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { ConnectionFlags } from '../connection-settings.ts'
import { quoted } from '../declaration/read-tenant.ts'
import { withTenant } from '../declaration/session.ts'
import type { TenantClient } from '../declaration/tenant-client.ts'
import { type JsonObject, textAt } from '../json-value.ts'
import type { Terminal } from '../terminal.ts'

export interface AppFlags extends ConnectionFlags {
  readonly json?: true
  readonly uniqueName?: string
  readonly redirectUri?: readonly string[]
  readonly public?: true
  readonly delegated?: true
  readonly revoke?: true
  readonly remove?: string | true
  readonly name?: string
  readonly days?: string
}

export interface AppSession {
  readonly tenant: TenantClient
  readonly terminal: Terminal
  readonly isJson: boolean
}

export interface FoundApp {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly application: JsonObject
  readonly servicePrincipalId: string | null
}

export function withApps(
  flags: AppFlags,
  context: CommandContext,
  work: (session: AppSession) => Promise<void>,
): Promise<void> {
  const { terminal } = context
  return withTenant(flags, context, (tenant) => work({ tenant, terminal, isJson: flags.json === true }))
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By uniqueName, display name, appId or object id. Refuses with `server` when none or several are called so. */
export async function findApp({ tenant }: AppSession, name: string): Promise<FoundApp> {
  const found = guid.test(name) ? await findById(tenant, name) : await findByName(tenant, name)
  if (found === undefined) {
    throw new CommandError('server', `There is no application '${name}'.`, '"entrain app list" shows them all.')
  }
  const appId = textAt(found, 'appId') ?? ''
  return {
    id: textAt(found, 'id') ?? '',
    appId,
    displayName: textAt(found, 'displayName') ?? appId,
    application: found,
    servicePrincipalId: textAt(await tenant.find(`/servicePrincipals(appId='${quoted(appId)}')`), 'id') ?? null,
  }
}

async function findById(tenant: TenantClient, id: string): Promise<JsonObject | undefined> {
  return (await tenant.find(`/applications(appId='${id}')`)) ?? tenant.find(`/applications/${id}`)
}

async function findByName(tenant: TenantClient, name: string): Promise<JsonObject | undefined> {
  const unique = await tenant.find(`/applications(uniqueName='${quoted(name)}')`)
  if (unique !== undefined) return unique
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`)
  const found = await tenant.list(`/applications?$filter=${filter}`)
  if (found.length < 2) return found[0]
  const ids = found.map((application) => textAt(application, 'appId')).join(', ')
  throw new CommandError('server', `Several applications are called '${name}'.`, `Name it by its client id: ${ids}.`)
}

/** The service principal that grants go to. */
export function requirePrincipal({ servicePrincipalId, displayName }: FoundApp): string {
  if (servicePrincipalId !== null) return servicePrincipalId
  throw new CommandError('server', `'${displayName}' has no service principal in this tenant.`)
}
