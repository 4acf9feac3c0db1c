import { CommandError } from '../command-error.ts'
import { grantRole, setScopes } from '../declaration/apply.ts'
import type { ActualApplication } from '../declaration/declaration.ts'
import { findOwner, setOwner } from '../declaration/owners.ts'
import { refuseUnknownScopes } from '../declaration/permission-names.ts'
import { readApplication, readApplications } from '../declaration/read-tenant.ts'
import { roleNames } from '../declaration/tenant-client.ts'
import { isJsonObject, type JsonObject, listAt, textAt } from '../json-value.ts'
import { renderTable } from '../table.ts'
import { toLocalTime } from '../time-text.ts'
import { type AppFlags, type AppSession, findApp, requirePrincipal } from './session.ts'

const dayMs = 86_400_000
const dateCells = 10

export async function createApp(session: AppSession, displayName: string, flags: AppFlags): Promise<void> {
  const { send } = session.tenant
  const application = await send('POST', '/applications', {
    displayName,
    ...(flags.uniqueName !== undefined && { uniqueName: flags.uniqueName }),
    ...(flags.redirectUri !== undefined && { web: { redirectUris: flags.redirectUri } }),
    ...(flags.public === true && {
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost'] },
    }),
  })
  const appId = textAt(application, 'appId') ?? ''
  const servicePrincipal = await send('POST', '/servicePrincipals', { appId })
  const made = { displayName, appId, id: textAt(application, 'id'), servicePrincipalId: textAt(servicePrincipal, 'id') }
  tell(session, made, [
    ['name', displayName],
    ['client id', appId],
    ['object id', made.id ?? ''],
    ['service principal', made.servicePrincipalId ?? ''],
  ])
  if (!session.isJson) {
    session.terminal.err.write(
      'Next: "entrain app grant" permissions, and "entrain app secret" or "entrain app cert".\n',
    )
  }
}

const listColumns = [
  { title: 'Name', shrinks: true },
  { title: 'Client id' },
  { title: 'Permissions', shrinks: true },
  { title: 'Expires' },
] as const

export async function listApps({ tenant, terminal: { out }, isJson }: AppSession): Promise<void> {
  const all = await readApplications(tenant)
  if (isJson) {
    out.write(`${JSON.stringify(all.map(({ application }) => application))}\n`)
    return
  }
  const nameOf = ({ application }: ActualApplication) => textAt(application, 'displayName') ?? ''
  const rows = all.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))).flatMap(rowsOf)
  out.write(renderTable(listColumns, rows, { width: out.columns, paint: out.paint }))
}

/** A line for each permission and each credential: side by side they fit no terminal. */
function rowsOf({ application, appId, applicationGrants, delegatedGrant }: ActualApplication) {
  const delegated = (delegatedGrant?.scopes ?? []).map((scope) => `${scope} (delegated)`)
  const permissions = [...[...applicationGrants.keys()].toSorted(), ...delegated.toSorted()]
  const ends = endsOf(application)
  const lines = Math.max(permissions.length, ends.length, 1)
  return Array.from({ length: lines }, (_, line) => [
    line === 0 ? (textAt(application, 'displayName') ?? '') : '',
    line === 0 ? appId : '',
    permissions[line] ?? (line === 0 ? '–' : ''),
    ends[line] ?? (line === 0 ? '–' : ''),
  ])
}

function endsOf(application: JsonObject): readonly string[] {
  const credentials = [...listAt(application, 'passwordCredentials'), ...listAt(application, 'keyCredentials')]
  return credentials.map((credential) => toLocalTime(textAt(credential, 'endDateTime')).slice(0, dateCells))
}

export async function showApp(session: AppSession, name: string): Promise<void> {
  const { appId } = await findApp(session, name)
  const found = await readApplication(session.tenant, { uniqueName: null, appId })
  if (found === undefined) throw new CommandError('server', `There is no application '${name}'.`)
  const { application, servicePrincipalId, applicationGrants, delegatedGrant, owners } = found
  const secrets = listAt(application, 'passwordCredentials').filter(isJsonObject)
  const certificates = listAt(application, 'keyCredentials').filter(isJsonObject)
  tell(session, application, [
    ['name', textAt(application, 'displayName') ?? ''],
    ['client id', appId],
    ['object id', found.id],
    ['service principal', servicePrincipalId ?? '–'],
    ['permissions', [...applicationGrants.keys()].toSorted().join(', ') || '–'],
    ['delegated', delegatedGrant?.scopes.join(', ') || '–'],
    ['owners', [...owners.keys()].join(', ') || '–'],
    ...secrets.map((secret) => ['secret', describe(secret)] as const),
    ...certificates.map((certificate) => ['certificate', describe(certificate)] as const),
  ])
}

function describe(credential: JsonObject): string {
  const name = textAt(credential, 'displayName') ?? textAt(credential, 'hint') ?? ''
  return `${textAt(credential, 'keyId')}  ${name}  until ${toLocalTime(textAt(credential, 'endDateTime'))}`
}

/** Grants or revokes; the first name is the application's. */
export async function grant(session: AppSession, [name = '', ...names]: readonly string[], flags: AppFlags) {
  const { tenant } = session
  const app = await findApp(session, name)
  const principalId = requirePrincipal(app)
  const revokes = flags.revoke === true
  if (flags.delegated === true) {
    if (!revokes) refuseUnknownScopes(names)
    await setScopes(tenant, principalId, (before) =>
      revokes ? before.filter((scope) => !names.includes(scope)) : [...new Set([...before, ...names])],
    )
  } else {
    const path = `/servicePrincipals/${principalId}/appRoleAssignments`
    const held = new Map(
      (await tenant.list(path)).map((assignment) => [
        roleNames.get(textAt(assignment, 'appRoleId') ?? ''),
        textAt(assignment, 'id') ?? '',
      ]),
    )
    for (const permission of names) {
      const id = held.get(permission)
      if (!revokes && id === undefined) await grantRole(tenant, principalId, permission)
      if (revokes && id !== undefined) await tenant.send('DELETE', `${path}/${encodeURIComponent(id)}`)
    }
  }
  const done = revokes ? 'no longer has' : 'has'
  session.terminal.err.write(`${app.displayName} ${done} ${names.join(', ')}. It takes effect with its next token.\n`)
}

export async function owner(
  session: AppSession,
  who: { readonly name: string; readonly who: string },
  flags: AppFlags,
) {
  const { tenant } = session
  const app = await findApp(session, who.name)
  const ownerId = who.who.includes('@')
    ? await findOwner(tenant, who.who)
    : requirePrincipal(await findApp(session, who.who))
  const owns = flags.remove !== true
  await setOwner(tenant, { id: app.id, servicePrincipalId: requirePrincipal(app) }, { ownerId, owns })
  session.terminal.err.write(`${who.who} ${owns ? 'owns' : 'no longer owns'} ${app.displayName}.\n`)
}

export async function addSecret(session: AppSession, name: string, flags: AppFlags): Promise<void> {
  const app = await findApp(session, name)
  const path = `/applications/${app.id}`
  if (typeof flags.remove === 'string') {
    await session.tenant.send('POST', `${path}/removePassword`, { keyId: flags.remove })
    session.terminal.err.write(`The secret ${flags.remove} is removed.\n`)
    return
  }
  const days = flags.days === undefined ? undefined : Number(flags.days)
  if (days !== undefined && !(Number.isInteger(days) && days > 0)) {
    throw new CommandError('usage', `--days must be a whole number, not "${flags.days}".`)
  }
  const passwordCredential = {
    displayName: flags.name ?? 'made by entrain app secret',
    ...(days !== undefined && { endDateTime: new Date(Date.now() + days * dayMs).toISOString() }),
  }
  const made = (await session.tenant.send('POST', `${path}/addPassword`, { passwordCredential })) ?? {}
  tell(session, { appId: app.appId, ...made }, [
    ['client id', app.appId],
    ['client secret', session.terminal.out.paint.yellow(textAt(made, 'secretText') ?? '')],
    ['key id', textAt(made, 'keyId') ?? ''],
    ['valid until', toLocalTime(textAt(made, 'endDateTime'))],
  ])
  if (!session.isJson) session.terminal.err.write('The secret is shown this once.\n')
}

export function tell(
  { terminal: { out }, isJson }: AppSession,
  json: JsonObject,
  rows: readonly (readonly [label: string, value: string])[],
): void {
  if (isJson) {
    out.write(`${JSON.stringify(json)}\n`)
    return
  }
  const width = Math.max(...rows.map(([label]) => label.length))
  for (const [label, value] of rows) out.write(`${out.paint.bold(label.padEnd(width))}  ${value}\n`)
}
