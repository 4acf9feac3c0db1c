import { createGraphClient, type GraphClient } from './client.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type ConnectionFlags, readConnectionSettings } from './connection-settings.ts'
import { GraphError } from './graph-error.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, objectAt, textAt } from './json-value.ts'
import { toPrintable } from './text-width.ts'

interface WhyDeniedFlags extends ConnectionFlags {
  readonly json?: true
}

const examples = `
Examples:
  entrain why-denied 6f1d…      the request-id of the refused answer (a header, and in the error)`

export const registerWhyDenied: CommandRegistration = (program, context) => {
  const command = program
    .command('why-denied <requestId>')
    .summary('show why a request was answered with 401 or 403')
    .description(
      'Shows why a request was refused: what the caller showed, which permissions and roles would have done, and which it has. The server remembers the latest refusals of each tenant until it stops. Needs AuditLog.Read.All.',
    )
    .option('--json', 'print JSON for programs')
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action((requestId: string, flags: WhyDeniedFlags) => whyDenied(requestId, flags, context))
}

async function whyDenied(requestId: string, flags: WhyDeniedFlags, context: CommandContext): Promise<void> {
  const { terminal, env, signal } = context
  const client = createGraphClient(readConnectionSettings(flags, env))
  try {
    const refusal = await findRefusal(client, requestId, signal)
    if (flags.json === true) terminal.out.write(`${JSON.stringify(refusal)}\n`)
    else {
      terminal.out.write(
        toLines(refusal)
          .map((line) => `${toPrintable(line)}\n`)
          .join(''),
      )
      const remedy = remedyOf(refusal)
      if (remedy !== null) terminal.err.write(`${terminal.err.paint.cyan('→')} ${toPrintable(remedy)}\n`)
    }
  } finally {
    client.close()
  }
}

async function findRefusal(client: GraphClient, requestId: string, signal: AbortSignal): Promise<JsonObject> {
  try {
    return await client.getJson(`/auditLogs/refusals/${encodeURIComponent(requestId)}`, { signal })
  } catch (error) {
    if (!(error instanceof GraphError && error.status === 404)) throw error
    const hint =
      'Take the request-id of the refused answer (a header, and in its error). The server remembers the latest 500 refusals of a tenant for a day, until it stops.'
    throw new CommandError('server', `No refusal of this tenant has the request-id ${requestId}.`, hint)
  }
}

/** What was asked, what was answered and why, a line each. */
function toLines(refusal: JsonObject): readonly string[] {
  const text = (name: string) => textAt(refusal, name) ?? ''
  const findings = listAt(refusal, 'findings').filter(isJsonObject)
  return [
    `${text('method')} ${text('path')}`.trimEnd(),
    `  ${numberAt(refusal, 'status')} ${text('code')}: ${text('message')}`,
    ...findings.map((finding) => `  ${textAt(finding, 'message') ?? ''}`),
    ...tellCaller(objectAt(refusal, 'caller')),
    ...tellToken(objectAt(refusal, 'unverifiedToken')),
    ...tellRoute(objectAt(refusal, 'route')),
    `Refused    ${text('refusedDateTime')}`,
  ]
}

/** How the permission that is missing is granted; the first that opens a route is the one that allows least. */
function remedyOf(refusal: JsonObject): string | null {
  const caller = objectAt(refusal, 'caller')
  const route = objectAt(refusal, 'route')
  const [least] = listAt(route, 'opens').filter((item) => typeof item === 'string')
  if (caller === undefined || route === undefined || least === undefined || listAt(route, 'held').length > 0)
    return null
  const delegated = textAt(caller, 'tokenKind') === 'delegated' ? ' --delegated' : ''
  return `Grant it with "entrain app grant ${textAt(caller, 'appId')} ${least}${delegated}". It counts from the next token on.`
}

function tellCaller(caller: JsonObject | undefined): readonly string[] {
  if (caller === undefined) return ['Caller     unknown: the token was not accepted']
  const isUser = textAt(caller, 'tokenKind') === 'delegated'
  const who = `${isUser ? 'user' : 'service principal'} ${textAt(caller, 'objectId')}, application ${textAt(caller, 'appId')}`
  const held = `Token      ${isUser ? 'scopes' : 'application permissions'}: ${namesAt(caller, 'permissions')}`
  const roles = isUser ? [`Roles      ${namesAt(caller, 'directoryRoles')}`] : []
  const isScoped = listAt(caller, 'scopedRoles').length > 0
  const scoped = isScoped ? [`Scoped     ${namesAt(caller, 'scopedRoles')}`] : []
  return [`Caller     ${who}`, held, ...roles, ...scoped]
}

function tellToken(token: JsonObject | undefined): readonly string[] {
  if (token === undefined) return []
  const expires = numberAt(token, 'expires')
  const until = expires === undefined ? '' : `, until ${new Date(expires * 1000).toISOString()}`
  const audience = textAt(token, 'audience') ?? 'nothing'
  return [`Token says for ${audience}, from ${textAt(token, 'issuer') ?? 'nobody'}${until} (not verified)`]
}

function tellRoute(route: JsonObject | undefined): readonly string[] {
  if (route === undefined) return []
  const opens = textAt(route, 'opens') === 'any' ? 'every valid token' : namesAt(route, 'opens')
  const held = listAt(route, 'held').length === 0 ? [] : [`Has        ${namesAt(route, 'held')}${ownedOnly(route)}`]
  const needed = listAt(route, 'rolesNeeded')
  const circles = listAt(route, 'openWithoutRoleTo')
  return [
    `Route      ${textAt(route, 'route')}`,
    `Opened by  ${opens}`,
    ...held,
    ...(needed.length === 0 ? [] : [`Role       one of ${namesAt(route, 'rolesNeeded')}`]),
    ...(circles.length === 0 ? [] : [`No role    ${namesAt(route, 'openWithoutRoleTo')}`]),
  ]
}

function ownedOnly(route: JsonObject): string {
  return route.heldCoversOwnedOnly === true ? ' (only for what the application owns)' : ''
}

function namesAt(value: JsonObject, name: string): string {
  const names = listAt(value, name).filter((item) => typeof item === 'string')
  return names.length === 0 ? 'none' : names.join(', ')
}
