import { resolve } from 'node:path'
import type { RoleName } from '../auth/role-templates.ts'
import type { PeopleRules } from '../oauth/people-door.ts'
import type { LogLevel } from '../telemetry/logger.ts'
import { isLoopback, isWildcard, originOf, parseOrigin } from './origin.ts'
import type { NamedThrottle } from './parse-throttle.ts'
import { type Setting, type SettingName, settings } from './settings.ts'

/** Everything that an installation can set, checked. */
export interface Config {
  /** Absolute path. */
  readonly dataDirectory: string
  /** Name or address to listen on. */
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** The origin that was set, without a trailing slash; null when it follows from host and port (`originFor`). */
  readonly origin: string | null
  /** Plain HTTP instead of TLS; only on a loopback host. */
  readonly http: boolean
  /** A certificate and key that are not ours, as absolute paths; null = the local ones (certificates.ts). */
  readonly tls: { readonly certPath: string; readonly keyPath: string } | null
  readonly throttle: NamedThrottle
  /** `lenient` takes `application/json` on bulkUpload beside `application/scim+json`. */
  readonly contentType: 'strict' | 'lenient'
  /** Directory roles of which a signed-in user needs one to upload people. */
  readonly bulkUploadRoles: readonly RoleName[]
  /** Days that settled uploads and log entries are kept; 0 = for ever. */
  readonly retentionDays: number
  readonly logLevel: LogLevel
  readonly bodyBytesMax: number
  readonly clients: ClientsConfig
  readonly people: PeopleRules
  /** Milliseconds that the service's clock is ahead of the system's at the start; null = it cannot be moved either. */
  readonly clockAheadMs: number | null
}

/** How applications prove who they are. Paths are absolute. */
export interface ClientsConfig {
  readonly assertionAudiences: readonly string[]
  readonly assertionReplay: 'allow' | 'refuse'
  readonly privateIssuers: readonly string[]
  readonly issuerCaPath: string | null
  readonly trustedIssuersPath: string | null
  /** null = nothing is listened on. */
  readonly managedIdentityPort: number | null
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Options of the command line: they win over the environment, and are checked like it. */
export type Overrides = Readonly<Partial<Record<SettingName, string>>>

/** Reads the configuration. Throws one error that names everything that is wrong with it. */
export function loadConfig(environment: Environment, overrides: Overrides = {}): Config {
  const problems: string[] = []
  const read = <T>(name: SettingName, { variable, defaultText, parse }: Setting<T>): T => {
    const text = (overrides[name] ?? environment[variable] ?? '').trim()
    if (text === '') return parse(defaultText)
    try {
      return parse(text)
    } catch (error) {
      problems.push(`${variable} ${error instanceof Error ? error.message : String(error)}`)
      return parse(defaultText)
    }
  }

  const origin = read('origin', settings.origin)
  const certPath = read('tlsCert', settings.tlsCert)
  const keyPath = read('tlsKey', settings.tlsKey)
  const host = read('host', settings.host)
  const http = read('http', settings.http)
  const config: Config = {
    dataDirectory: resolve(read('data', settings.data)),
    host,
    port: read('port', settings.port),
    origin: origin === '' ? null : (parseOrigin(origin)?.origin ?? null),
    http,
    tls: certPath !== '' && keyPath !== '' ? { certPath: resolve(certPath), keyPath: resolve(keyPath) } : null,
    throttle: read('throttle', settings.throttle),
    contentType: read('contentType', settings.contentType),
    bulkUploadRoles: read('bulkUploadRoles', settings.bulkUploadRoles),
    retentionDays: read('retentionDays', settings.retentionDays),
    logLevel: read('logLevel', settings.logLevel),
    bodyBytesMax: read('bodyBytesMax', settings.bodyBytesMax),
    clients: {
      assertionAudiences: read('assertionAudiences', settings.assertionAudiences),
      assertionReplay: read('assertionReplay', settings.assertionReplay),
      privateIssuers: read('privateIssuers', settings.privateIssuers),
      issuerCaPath: pathOrNull(read('issuerCa', settings.issuerCa)),
      trustedIssuersPath: pathOrNull(read('trustedIssuers', settings.trustedIssuers)),
      managedIdentityPort: read('managedIdentityPort', settings.managedIdentityPort),
    },
    people: {
      renewalMsMax: read('renewalDays', settings.renewalDays) * 86_400_000,
      userConsent: read('userConsent', settings.userConsent),
    },
    clockAheadMs: read('clock', settings.clock),
  }
  problems.push(...contradictions({ host, http, origin, certPath, keyPath }))
  if (problems.length > 0) throw new Error(`Entrain cannot start:\n- ${problems.join('\n- ')}`)
  return config
}

function pathOrNull(path: string): string | null {
  return path === '' ? null : resolve(path)
}

/** The origin that clients use, once the port is known. */
export function originFor(config: Pick<Config, 'origin' | 'host' | 'http'>, port: number): string {
  return config.origin ?? originOf(config.host, port, config.http)
}

/** Names and addresses that the server's certificate has to carry. */
export function certificateHosts(config: Pick<Config, 'origin' | 'host'>): readonly string[] {
  const named = config.origin === null ? [] : [new URL(config.origin).hostname.replace(/^\[|\]$/g, '')]
  return [...new Set([...(isWildcard(config.host) ? [] : [config.host]), ...named])]
}

interface Raw {
  readonly host: string
  readonly http: boolean
  readonly origin: string
  readonly certPath: string
  readonly keyPath: string
}

/** What is wrong only together. */
function contradictions({ host, http, origin, certPath, keyPath }: Raw): readonly string[] {
  const url = parseOrigin(origin)
  const plainOrigin = url?.protocol === 'http:'
  const checks: readonly (readonly [wrong: boolean, message: string])[] = [
    [origin !== '' && url === undefined, `ENTRAIN_ORIGIN must be scheme, host and port only, and is '${origin}'`],
    [plainOrigin && !http, 'ENTRAIN_ORIGIN must begin with https:// (clients send tokens to https only)'],
    [plainOrigin && http && !isLoopback(url.hostname), 'ENTRAIN_ORIGIN may begin with http:// on a loopback host only'],
    [http && !isLoopback(host), 'ENTRAIN_HTTP is allowed on a loopback ENTRAIN_HOST only (localhost, 127.0.0.1, ::1)'],
    [isWildcard(host) && origin === '', `ENTRAIN_ORIGIN must be set when ENTRAIN_HOST is ${host}`],
    [(certPath === '') !== (keyPath === ''), 'ENTRAIN_TLS_CERT and ENTRAIN_TLS_KEY must be set together'],
    [http && certPath !== '', 'ENTRAIN_TLS_CERT has no use with ENTRAIN_HTTP'],
  ]
  return checks.flatMap(([wrong, message]) => (wrong ? [message] : []))
}
