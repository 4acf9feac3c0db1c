import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '../app/open-stores.ts'
import { firstClientPermissions, type SetUp, setUpTenant } from '../app/set-up.ts'
import { loadTls } from '../app/tls.ts'
import { createKeyRing } from '../auth/tokens/key-ring.ts'
import { type Config, originFor } from '../config/config.ts'
import { systemClock } from '../contracts/clock.ts'
import { EntrainError } from '../model/error.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { administrationProfileName, profileFileName } from './connection-settings.ts'
import {
  type Administrator,
  addAdministrator,
  createAdministrator,
  defaultDomain,
  refuseAdministratorName,
} from './init/administrator.ts'
import { addServerOptions, readServerConfig, type ServerFlags } from './server-options.ts'

interface InitFlags extends ServerFlags {
  readonly json?: true
  readonly tenantName: string
  readonly domain?: readonly string[]
  readonly force?: true
  readonly admin?: string
}

/** What `init` tells, once: the secret is shown here and in the profile, and nowhere else. */
export interface Initialized extends SetUp {
  readonly origin: string
  readonly caFile: string | null
  readonly dataDirectory: string
  readonly profileFile: string
  readonly defaultDomain: string
  readonly bulkUploadUrl: string
  readonly tokenUrl: string
  readonly permissions: readonly string[]
  /** The first administrator; the password is told once. */
  readonly administrator: Administrator | null
}

const domainPattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

const examples = `
Examples:
  entrain init
  entrain init --domain contoso.example --domain corp.contoso.example --tenant-name Contoso
  entrain init --admin ada@fabrikam.example
  entrain init --json --data ./data --port 9443`

export const registerInit: CommandRegistration = (program, context) => {
  const command = program
    .command('init')
    .summary('set up a tenant, its first client, a provisioning application and a started job')
    .description(
      'Creates everything that a first upload needs in the data folder and prints the client secret once. A server need not run; start one afterwards.',
    )
    .option('--json', 'print one JSON object for programs')
    .option('--tenant-name <name>', 'display name of the tenant', 'Fabrikam')
    .option(
      '--domain <name>',
      `verified domain, repeatable; the first is the default (default: ${defaultDomain})`,
      collect,
    )
    .option(
      '--admin <userPrincipalName>',
      'make a Global Administrator who can sign in, and print a password once; also later, for a tenant that is there',
    )
    .option('--force', 'add another tenant to a folder that is set up already')
  addServerOptions(command)
    .addHelpText('after', examples)
    .action((flags: InitFlags) => init(flags, context))
}

async function init(flags: InitFlags, context: CommandContext): Promise<void> {
  const config = readServerConfig(flags, context.env)
  const { terminal } = context
  const { admin, domain, force } = flags
  const isSetUp = existsSync(join(config.dataDirectory, profileFileName))
  if (isSetUp && admin !== undefined && domain === undefined && force !== true) {
    tellAdministrator(await addAdministrator(config, admin), flags, context)
    return
  }
  const done = await initialize(config, flags)
  if (flags.json === true) terminal.out.write(`${JSON.stringify(done)}\n`)
  else tell(done, context)
}

type Wish = Pick<InitFlags, 'tenantName' | 'domain' | 'force' | 'admin'>

/** Sets the data folder up and writes the profile that the other commands read. */
export async function initialize(
  config: Config,
  { tenantName, domain = [], force, admin }: Wish,
): Promise<Initialized> {
  const domains = domain.length === 0 ? [defaultDomain] : domain
  const wrong = domains.filter((name) => !domainPattern.test(name))
  if (wrong.length > 0) throw new CommandError('usage', `Not a domain name: ${wrong.join(', ')}.`)
  refuseAdministratorName(admin, domains)
  const profileFile = join(config.dataDirectory, profileFileName)
  if (existsSync(profileFile) && force !== true) {
    throw new CommandError(
      'usage',
      `${config.dataDirectory} is set up already.`,
      'Use another --data folder, --force to add a tenant, or --admin alone to add an administrator.',
    )
  }
  const store = await openStore(config.dataDirectory)
  try {
    const tls = await loadTls(config, systemClock, { certificateRenewed: () => {} })
    const made = await setUpTenant(store, { tenantName, domains }, systemClock)
    // Made now, so that the first token does not wait for it.
    await createKeyRing({ store: store.signingKeys, clock: systemClock }).current()
    const administrator = admin === undefined ? null : await createAdministrator(store, made.tenantId, admin)
    const origin = originFor(config, config.port)
    const done: Initialized = {
      origin,
      caFile: tls?.caFile ?? null,
      ...made,
      dataDirectory: config.dataDirectory,
      profileFile,
      defaultDomain: domains[0]?.toLowerCase() ?? defaultDomain,
      bulkUploadUrl: `${origin}/v1.0/servicePrincipals/${made.servicePrincipalId}/synchronization/jobs/${made.jobId}/bulkUpload`,
      tokenUrl: `${origin}/${made.tenantId}/oauth2/v2.0/token`,
      permissions: firstClientPermissions,
      administrator,
    }
    await keepEarlierProfile(profileFile)
    await writeProfile(done)
    await writeAdministrationProfile(done)
    return done
  } catch (error) {
    if (error instanceof EntrainError) throw new CommandError('usage', error.message)
    throw error
  } finally {
    await store.close()
  }
}

/** The secret in it is kept nowhere else, so another tenant's profile does not overwrite it. */
async function keepEarlierProfile(profileFile: string): Promise<void> {
  if (!existsSync(profileFile)) return
  const beside = profileFile.replace(/\.json$/, '')
  for (let number = 1; ; number++) {
    const kept = `${beside}-${number}.json`
    if (existsSync(kept)) continue
    return rename(profileFile, kept)
  }
}

/** Readable for its owner only: it holds the client secret. */
export async function writeProfile(done: Initialized): Promise<void> {
  const { origin, caFile, tenantId, clientId, clientSecret, servicePrincipalId, jobId } = done
  const profile = { origin, caFile, tenantId, clientId, clientSecret, servicePrincipalId, jobId }
  await writeFile(done.profileFile, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 })
}

/** Kept apart from the connector's: who uploads people must not be able to grant permissions. */
async function writeAdministrationProfile(done: Initialized): Promise<void> {
  const file = join(done.dataDirectory, administrationProfileName)
  await keepEarlierProfile(file)
  const { origin, caFile, tenantId, administration, servicePrincipalId, jobId } = done
  const profile = { origin, caFile, tenantId, ...administration, servicePrincipalId, jobId }
  await writeFile(file, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 })
}

function tellAdministrator(administrator: Administrator, { json }: InitFlags, { terminal }: CommandContext): void {
  const { out, err } = terminal
  if (json === true) {
    out.write(`${JSON.stringify({ administrator })}\n`)
    return
  }
  const rows = administratorRows(administrator, (text) => out.paint.yellow(text))
  for (const [label, value] of rows) out.write(`${out.paint.bold(label.padEnd('administrator'.length))}  ${value}\n`)
  err.write('The password is shown this once.\n')
}

function tell(done: Initialized, { terminal: { out } }: CommandContext): void {
  const { paint } = out
  const rows: readonly (readonly [label: string, value: string])[] = [
    ['tenant', `${done.tenantId} (${done.defaultDomain})`],
    ['client id', done.clientId],
    ['client secret', paint.yellow(done.clientSecret)],
    ['service principal', done.servicePrincipalId],
    ['job', done.jobId],
    ...administratorRows(done.administrator, (text) => paint.yellow(text)),
    ['token URL', done.tokenUrl],
    ['upload URL', done.bulkUploadUrl],
    ['trust', done.caFile ?? '(not needed)'],
    ['profile', done.profileFile],
    ['administration', join(done.dataDirectory, administrationProfileName)],
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  const password = done.administrator === null ? '' : ' The password is shown this once.'
  out.write(`${paint.green('Set up.')} The secret is shown here and kept in the profile, nowhere else.${password}\n\n`)
  for (const [label, value] of rows) out.write(`  ${paint.bold(label.padEnd(width))}  ${value}\n`)
  out.write(
    `\nNext: entrain start${isDefaultData(done) ? '' : ` --data ${done.dataDirectory}`}, then entrain upload people.csv\n`,
  )
}

function administratorRows(
  administrator: Initialized['administrator'],
  highlight: (text: string) => string,
): readonly (readonly [string, string])[] {
  if (administrator === null) return []
  const { userPrincipalName, password } = administrator
  return [
    ['administrator', userPrincipalName],
    ['password', highlight(password)],
  ]
}

function isDefaultData({ dataDirectory }: Initialized): boolean {
  return dataDirectory.endsWith('/.entrain')
}

function collect(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, value]
}
