import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CommandError } from './command-error.ts'
import { isJsonObject, parseJson, textAt } from './json-value.ts'

/** Everything that a client command needs in order to speak to a server. */
export interface ConnectionSettings {
  /** Origin of the Graph API, without a trailing slash. */
  readonly graphUrl: string
  /** Origin of the token service, without a trailing slash. */
  readonly authority: string
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  /** PEM of an additional trusted authority. */
  readonly ca: string | null
  readonly servicePrincipalId: string | null
  readonly jobId: string | null
}

/** The file that `init` writes beside the data: how to reach this installation as its first client. */
export interface ClientProfile {
  readonly origin: string
  readonly caFile: string | null
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly servicePrincipalId: string | null
  readonly jobId: string | null
}

/** Flags as the command line has them; see connection-options.ts. */
export interface ConnectionFlags {
  readonly data?: string
  readonly port?: string
  readonly profile?: string
  readonly graphUrl?: string
  readonly authority?: string
  readonly tenant?: string
  readonly clientId?: string
  readonly clientSecretFile?: string
  readonly caFile?: string
  readonly servicePrincipal?: string
  readonly job?: string
}

type Environment = Readonly<Record<string, string | undefined>>

export const profileFileName = 'client.json'
/** The profile of the client that may change applications, grants and owners. */
export const administrationProfileName = 'admin.json'

/** On whose behalf a command acts: the connector's, or the administration's. */
export type ProfileKind = 'connector' | 'administration'
export const defaultDataFolder = '.entrain'

const microsoftGraph =
  /^graph\.microsoft\.(com|us|de)$|^(dod-)?graph\.microsoft\.us$|^microsoftgraph\.chinacloudapi\.cn$/
const microsoftAuthority = 'https://login.microsoftonline.com'

/** Flags win over the environment, the environment over the profile. Says all that is missing at once. */
export function readConnectionSettings(
  flags: ConnectionFlags,
  env: Environment,
  kind: ProfileKind = 'connector',
): ConnectionSettings {
  const given = readGivenSettings(flags, env)
  const profileFile = findProfileFile(flags, env, kind)
  const profile = applicableProfile(onPort(readProfile(profileFile, flags.profile !== undefined), flags.port), given)
  const graphUrl = given.graphUrl ?? profile?.origin
  const settings = {
    graphUrl,
    authority: given.authority ?? profile?.origin ?? defaultAuthority(graphUrl),
    tenantId: given.tenantId ?? profile?.tenantId,
    clientId: given.clientId ?? profile?.clientId,
    clientSecret: given.clientSecret ?? profile?.clientSecret,
  }
  const missing = missingSettings(settings)
  if (missing.length > 0) throw missingError(missing, profileFile)
  const caFile = given.caFile ?? profile?.caFile ?? null
  return {
    graphUrl: parseOrigin(settings.graphUrl ?? '', '--graph-url'),
    authority: parseOrigin(settings.authority ?? '', '--authority'),
    tenantId: settings.tenantId ?? '',
    clientId: settings.clientId ?? '',
    clientSecret: settings.clientSecret ?? '',
    ca: caFile === null ? null : readText(caFile, 'the certificate'),
    servicePrincipalId: given.servicePrincipalId ?? profile?.servicePrincipalId ?? null,
    jobId: given.jobId ?? profile?.jobId ?? null,
  }
}

interface GivenSettings {
  readonly graphUrl: string | undefined
  readonly authority: string | undefined
  readonly tenantId: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly caFile: string | undefined
  readonly servicePrincipalId: string | undefined
  readonly jobId: string | undefined
}

function readGivenSettings(flags: ConnectionFlags, env: Environment): GivenSettings {
  const fromEnv = (name: string) => (env[name] === '' ? undefined : env[name])
  const secretFile = flags.clientSecretFile
  return {
    graphUrl: flags.graphUrl ?? fromEnv('ENTRAIN_GRAPH_URL'),
    authority: flags.authority ?? fromEnv('ENTRAIN_AUTHORITY'),
    tenantId: flags.tenant ?? fromEnv('ENTRAIN_TENANT_ID'),
    clientId: flags.clientId ?? fromEnv('ENTRAIN_CLIENT_ID'),
    clientSecret:
      secretFile === undefined ? fromEnv('ENTRAIN_CLIENT_SECRET') : readText(secretFile, 'the client secret').trim(),
    caFile: flags.caFile ?? fromEnv('ENTRAIN_CA_FILE'),
    servicePrincipalId: flags.servicePrincipal ?? fromEnv('ENTRAIN_SERVICE_PRINCIPAL_ID'),
    jobId: flags.job ?? fromEnv('ENTRAIN_JOB_ID'),
  }
}

/** Where the profile is looked for: `--profile`, then `client.json` in the data folder. */
export function findProfileFile(flags: ConnectionFlags, env: Environment, kind: ProfileKind): string {
  if (flags.profile !== undefined) return resolve(flags.profile)
  const name = kind === 'connector' ? profileFileName : administrationProfileName
  return resolve(join(flags.data ?? env.ENTRAIN_DATA ?? defaultDataFolder, name))
}

/** Undefined when there is none and none was asked for. */
function readProfile(file: string, mustExist: boolean): ClientProfile | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isAbsent && !mustExist) return undefined
    throw new CommandError('usage', `Cannot read the profile ${file}.`)
  }
  return parseProfile(text, file)
}

/** Refuses what is not a profile; a relative `caFile` is meant from the profile's folder. */
export function parseProfile(text: string, file: string): ClientProfile {
  const value = parseJson(text)
  const names = ['origin', 'tenantId', 'clientId', 'clientSecret'] as const
  const wrong = names.filter((name) => textAt(value, name) === undefined)
  if (!isJsonObject(value) || wrong.length > 0) {
    throw new CommandError('usage', `${file} is not a profile: it lacks ${wrong.join(', ')}.`)
  }
  const caFile = textAt(value, 'caFile')
  return {
    origin: parseOrigin(textAt(value, 'origin') ?? '', `origin in ${file}`),
    caFile: caFile === undefined ? null : resolve(file, '..', caFile),
    tenantId: textAt(value, 'tenantId') ?? '',
    clientId: textAt(value, 'clientId') ?? '',
    clientSecret: textAt(value, 'clientSecret') ?? '',
    servicePrincipalId: textAt(value, 'servicePrincipalId') ?? null,
    jobId: textAt(value, 'jobId') ?? null,
  }
}

/** The same machine, another port: the secret stays where it was meant to go. */
function onPort(profile: ClientProfile | undefined, port: string | undefined): ClientProfile | undefined {
  if (profile === undefined || port === undefined) return profile
  if (!/^\d{1,5}$/.test(port)) throw new CommandError('usage', `--port must be a number, not "${port}".`)
  const url = new URL(profile.origin)
  url.port = port
  return { ...profile, origin: url.origin }
}

/** A profile belongs to one server: its secret must never travel to another one that a flag names. */
function applicableProfile(profile: ClientProfile | undefined, given: GivenSettings): ClientProfile | undefined {
  const elsewhere = [given.graphUrl, given.authority].some(
    (url) => url !== undefined && profile !== undefined && parseOrigin(url, 'the address') !== profile.origin,
  )
  return elsewhere ? undefined : profile
}

function defaultAuthority(graphUrl: string | undefined): string | undefined {
  if (graphUrl === undefined) return undefined
  return microsoftGraph.test(new URL(parseOrigin(graphUrl, '--graph-url')).hostname) ? microsoftAuthority : graphUrl
}

const settingNames = {
  graphUrl: '--graph-url or ENTRAIN_GRAPH_URL',
  authority: '--authority or ENTRAIN_AUTHORITY',
  tenantId: '--tenant or ENTRAIN_TENANT_ID',
  clientId: '--client-id or ENTRAIN_CLIENT_ID',
  clientSecret: '--client-secret-file or ENTRAIN_CLIENT_SECRET',
} as const

function missingSettings(settings: Readonly<Record<keyof typeof settingNames, string | undefined>>): string[] {
  return Object.entries(settingNames).flatMap(([name, where]) =>
    settings[name as keyof typeof settingNames] === undefined && !(name === 'authority') ? [where] : [],
  )
}

function missingError(missing: readonly string[], profileFile: string): CommandError {
  const message = `It is not known how to reach the server. Missing: ${missing.join('; ')}.`
  return new CommandError('usage', message, `"entrain init" writes all of it to ${profileFile}.`)
}

/** The origin of an address; plain http only on this machine, because secrets and tokens travel there. */
function parseOrigin(text: string, name: string): string {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new CommandError('usage', `${name} must be an address such as https://localhost:8443, not "${text}".`)
  }
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'http:' && !isLocal) {
    throw new CommandError('usage', `${name} must begin with https:// because tokens travel there.`)
  }
  return url.origin
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new CommandError('usage', `Cannot read ${what} from ${file}.`)
  }
}
