import { randomBytes } from 'node:crypto'
import { createManagedIdentity } from '../app/create-managed-identity.ts'
import { openStore } from '../app/open-stores.ts'
import { isPermission, type Permission } from '../auth/permissions.ts'
import type { Config } from '../config/config.ts'
import { readManagedIdentities, writeManagedIdentities } from '../config/managed-identities.ts'
import { systemClock } from '../contracts/clock.ts'
import type { Store } from '../contracts/store.ts'
import { EntrainError } from '../model/error.ts'
import { hashIdentityHeader, managedIdentityPath } from '../oauth/managed-identity.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { dataOption, readServerConfig, type ServerFlags } from './server-options.ts'
import { renderTable } from './table.ts'

interface Flags extends Pick<ServerFlags, 'data' | 'managedIdentityPort'> {
  readonly json?: true
  readonly tenant?: string
  readonly servicePrincipal?: string
  readonly grant?: readonly string[]
}

const secretBytes = 32
const examples = `
Examples:
  entrain managed-identity add hr-upload --grant SynchronizationData-User.Upload
  entrain managed-identity add hr-upload --service-principal 5f0c6a5e-8a1c-4a0e-9d5e-3b1f0b6f6d11
  entrain managed-identity list
  entrain managed-identity remove hr-upload
  entrain start --managed-identity-port 8444`

export const registerManagedIdentity: CommandRegistration = (program, context) => {
  const command = program
    .command('managed-identity')
    .summary('let workloads of this machine get tokens without a secret in their settings')
    .description(
      'Binds workloads of this machine to managed identities. A server that was started with --managed-identity-port gives them tokens; a change takes effect at once.',
    )
    .addHelpText('after', examples)
  command
    .command('add')
    .argument('<name>', 'name of the workload')
    .description('Makes a managed identity, or takes one that is there, and prints the environment of the workload.')
    .option(...dataOption)
    .option('--tenant <tenant>', 'id or domain of the tenant, when there are several')
    .option('--service-principal <id>', 'object id of a service principal that is a managed identity')
    .option('--grant <permission>', 'permission of the new managed identity (repeatable)', collect)
    .option('--managed-identity-port <port>', 'port that the server listens on for it (ENTRAIN_MANAGED_IDENTITY_PORT)')
    .option('--json', 'print JSON for programs')
    .action((name: string, flags: Flags) => explained(() => add(name, flags, context)))
  command
    .command('list')
    .description('Lists the workloads and their service principals.')
    .option(...dataOption)
    .option('--json', 'print JSON for programs')
    .action((flags: Flags) => explained(() => list(flags, context)))
  command
    .command('remove')
    .argument('<name>', 'name of the workload')
    .description('Takes the binding away. The service principal stays; tokens that were given end by themselves.')
    .option(...dataOption)
    .action((name: string, flags: Flags) => explained(() => remove(name, flags, context)))
}

async function explained(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw error instanceof EntrainError ? new CommandError('usage', error.message) : error
  }
}

async function add(name: string, flags: Flags, { env, terminal: { out } }: CommandContext): Promise<void> {
  const config = readServerConfig(flags, env)
  const { dataDirectory } = config
  const known = await readManagedIdentities(dataDirectory)
  if (known.some((identity) => identity.name === name)) {
    throw new CommandError('usage', `There is a managed identity '${name}'.`, 'Remove it, or choose another name.')
  }
  const bound = await bind(name, flags, dataDirectory)
  const secret = randomBytes(secretBytes).toString('base64url')
  await writeManagedIdentities(dataDirectory, [...known, { name, secretHash: hashIdentityHeader(secret), ...bound }])
  const environment = { IDENTITY_ENDPOINT: endpointOf(config), IDENTITY_HEADER: secret }
  if (flags.json === true) {
    out.write(`${JSON.stringify({ name, ...bound, environment })}\n`)
    return
  }
  out.write(`${out.paint.green('Added')} ${name}: service principal ${bound.servicePrincipalId}.\n`)
  out.write('Give the workload this environment; the secret is shown here and kept nowhere else:\n\n')
  for (const [variable, value] of Object.entries(environment)) out.write(`  ${variable}=${value}\n`)
}

interface Bound {
  readonly tenantId: string
  readonly servicePrincipalId: string
}

async function bind(name: string, flags: Flags, dataDirectory: string): Promise<Bound> {
  const granted = (flags.grant ?? []).map(toPermission)
  const store = await openStore(dataDirectory)
  try {
    const tenantId = await findTenant(store, flags.tenant)
    const tenant = store.forTenant(tenantId)
    const wanted = flags.servicePrincipal
    if (wanted === undefined) {
      return { tenantId, servicePrincipalId: await createManagedIdentity(tenant, { name, granted }, systemClock) }
    }
    if (granted.length > 0) throw new CommandError('usage', '--grant is for a new managed identity.')
    const found = await tenant.objects.find(wanted)
    if (found?.type === 'servicePrincipal' && found.properties.servicePrincipalType === 'ManagedIdentity') {
      return { tenantId, servicePrincipalId: found.id }
    }
    throw new CommandError('usage', `'${wanted}' is no service principal of the type ManagedIdentity.`)
  } finally {
    await store.close()
  }
}

async function findTenant(store: Store, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    const found = await store.tenants.find(wanted)
    if (found === undefined) throw new CommandError('usage', `There is no tenant '${wanted}'.`)
    return found.id
  }
  const [first, ...others] = await store.tenants.list()
  if (first === undefined) throw new CommandError('usage', 'There is no tenant yet.', '"entrain init" makes one.')
  if (others.length > 0) throw new CommandError('usage', 'There are several tenants.', 'Name one with --tenant.')
  return first.id
}

function toPermission(name: string): Permission {
  if (isPermission(name)) return name
  throw new CommandError('usage', `There is no permission '${name}'.`)
}

function endpointOf({ clients: { managedIdentityPort: port } }: Config): string {
  return `http://127.0.0.1:${port === null || port === 0 ? '<port>' : port}${managedIdentityPath}`
}

async function list(flags: Flags, { env, terminal: { out } }: CommandContext): Promise<void> {
  const identities = await readManagedIdentities(readServerConfig(flags, env).dataDirectory)
  const shown = identities.map(({ name, tenantId, servicePrincipalId }) => ({ name, tenantId, servicePrincipalId }))
  if (flags.json === true) {
    out.write(`${JSON.stringify(shown)}\n`)
    return
  }
  const columns = [{ title: 'Name', shrinks: true }, { title: 'Service principal' }, { title: 'Tenant' }]
  const rows = shown.map(({ name, servicePrincipalId, tenantId }) => [name, servicePrincipalId, tenantId])
  out.write(renderTable(columns, rows, { width: out.columns, paint: out.paint }))
}

async function remove(name: string, flags: Flags, { env, terminal: { out } }: CommandContext): Promise<void> {
  const { dataDirectory } = readServerConfig(flags, env)
  const known = await readManagedIdentities(dataDirectory)
  const kept = known.filter((identity) => identity.name !== name)
  if (kept.length === known.length) throw new CommandError('usage', `There is no managed identity '${name}'.`)
  await writeManagedIdentities(dataDirectory, kept)
  out.write(`${out.paint.green('Removed')} ${name}. It gets no more tokens.\n`)
}

function collect(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, value]
}
