import type { Command } from 'commander'
import { type Config, loadConfig, type Overrides } from '../config/config.ts'
import { CommandError } from './command-error.ts'

/** Options of the commands that run or set up a server. They win over the ENTRAIN_… variables. */
export interface ServerFlags {
  readonly data?: string
  readonly port?: string
  readonly host?: string
  readonly origin?: string
  readonly http?: true
  readonly throttle?: string
  readonly contentType?: string
  readonly bulkUploadRoles?: string
  readonly logLevel?: string
  readonly trustedIssuers?: string
  readonly managedIdentityPort?: string
  /** `start` only. */
  readonly clock?: string
}

/** For commands that need nothing but the data. */
export const dataOption = ['--data <folder>', 'folder of the installation (ENTRAIN_DATA, default: .entrain)'] as const

export function addServerOptions(command: Command): Command {
  return command
    .optionsGroup('Server (flags win over ENTRAIN_… variables):')
    .option('--data <folder>', 'folder of databases, certificates and keys (ENTRAIN_DATA, default: .entrain)')
    .option('--port <n>', 'port to listen on, 0 takes a free one (ENTRAIN_PORT, default: 8443)')
    .option('--host <name>', 'name or address to listen on (ENTRAIN_HOST, default: localhost)')
    .option('--origin <url>', 'the one origin that clients use (ENTRAIN_ORIGIN)')
    .option('--http', 'plain HTTP, on a loopback host only (ENTRAIN_HTTP)')
    .option('--throttle <limits>', 'reference, service-2025, off, or numbers such as 40/1s (ENTRAIN_THROTTLE)')
    .option('--content-type <mode>', 'strict, or lenient to take application/json too (ENTRAIN_CONTENT_TYPE)')
    .option('--bulk-upload-roles <names>', 'directory roles of users who may upload (ENTRAIN_BULK_UPLOAD_ROLES)')
    .option(
      '--trusted-issuers <file>',
      'JSON file of other issuers whose tokens open the API (ENTRAIN_TRUSTED_ISSUERS)',
    )
    .option(
      '--managed-identity-port <port>',
      'loopback port that gives tokens to workloads of this machine (ENTRAIN_MANAGED_IDENTITY_PORT)',
    )
    .option('--log-level <level>', 'fatal, error, warn, info, debug, trace or silent (ENTRAIN_LOG_LEVEL)')
}

/** The configuration that flags and environment come to; everything that is wrong is said at once. */
export function readServerConfig(flags: ServerFlags, env: Readonly<Record<string, string | undefined>>): Config {
  const { http, data, port, host, origin, throttle, contentType, bulkUploadRoles, logLevel, clock } = flags
  const { trustedIssuers, managedIdentityPort } = flags
  const given = {
    data,
    port,
    host,
    origin,
    throttle,
    contentType,
    bulkUploadRoles,
    logLevel,
    clock,
    trustedIssuers,
    managedIdentityPort,
    ...(http === true ? { http: 'true' } : {}),
  }
  const overrides = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Overrides
  try {
    return loadConfig(env, overrides)
  } catch (error) {
    throw new CommandError('usage', error instanceof Error ? error.message : String(error))
  }
}
