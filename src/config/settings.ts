import { isRoleName, type RoleName, roleTemplates } from '../auth/role-templates.ts'
import { systemClock } from '../contracts/clock.ts'
import { userConsentPolicies } from '../oauth/consent/user-consent.ts'
import { type LogLevel, logLevels } from '../telemetry/logger.ts'
import { parseClockStart } from './parse-clock-move.ts'
import { parseThrottle } from './parse-throttle.ts'

/** One environment variable. The reference of the settings is made from these rows. */
export interface Setting<T> {
  readonly variable: string
  /** Used when the variable is absent or blank; has to parse. */
  readonly defaultText: string
  readonly doc: string
  /** Throws an error whose message continues a sentence that begins with the variable's name. */
  readonly parse: (text: string) => T
}

const setting = <T>(variable: string, defaultText: string, doc: string, parse: (text: string) => T): Setting<T> => ({
  variable,
  defaultText,
  doc,
  parse,
})

const bodyBytesLimit = 256 * 1024 * 1024

/** Every setting by the name that overrides use. */
export const settings = {
  data: setting('ENTRAIN_DATA', '.entrain', 'Directory of databases, certificates and keys.', asText),
  host: setting('ENTRAIN_HOST', 'localhost', 'Name or address to listen on.', parseHost),
  port: setting('ENTRAIN_PORT', '8443', 'Port to listen on; 0 takes a free one.', (text) => whole(text, 0, 65_535)),
  origin: setting(
    'ENTRAIN_ORIGIN',
    '',
    'The one origin that clients use, e.g. https://id.fabrikam.example. Follows from host and port when absent.',
    asText,
  ),
  http: setting(
    'ENTRAIN_HTTP',
    'false',
    'Plain HTTP, on a loopback host only: for tests or behind a proxy.',
    parseBoolean,
  ),
  tlsCert: setting('ENTRAIN_TLS_CERT', '', 'Path of a PEM certificate chain to use instead of the local one.', asText),
  tlsKey: setting('ENTRAIN_TLS_KEY', '', 'Path of the PEM key that belongs to ENTRAIN_TLS_CERT.', asText),
  throttle: setting(
    'ENTRAIN_THROTTLE',
    'reference',
    'Limits: reference, service-2025, service-2025-governance, off, or numbers such as 40/1s,2000/day,reports:5/10s,units:3500/10s.',
    parseThrottle,
  ),
  contentType: setting(
    'ENTRAIN_CONTENT_TYPE',
    'strict',
    'strict takes application/scim+json only, lenient takes application/json too.',
    (text) => oneOf(text, ['strict', 'lenient'] as const),
  ),
  bulkUploadRoles: setting(
    'ENTRAIN_BULK_UPLOAD_ROLES',
    'Global Administrator',
    'Directory roles, joined by commas, of which a signed-in user needs one to upload people. Applications need none.',
    parseRoles,
  ),
  retentionDays: setting(
    'ENTRAIN_RETENTION_DAYS',
    '30',
    "Days that settled uploads and log entries are kept; 0 keeps them for ever. Everybody's latest record is kept in any case.",
    (text) => whole(text, 0, 36_500),
  ),
  logLevel: setting<LogLevel>('ENTRAIN_LOG_LEVEL', 'info', `One of ${logLevels.join(', ')}.`, (text) =>
    oneOf(text, logLevels),
  ),
  bodyBytesMax: setting('ENTRAIN_BODY_BYTES_MAX', '4194304', 'Largest request body in bytes, unpacked.', (text) =>
    whole(text, 1024, bodyBytesLimit),
  ),
  assertionAudiences: setting(
    'ENTRAIN_ASSERTION_AUDIENCES',
    '',
    'Further audiences that client assertions may have, with commas between: an origin such as https://login.microsoftonline.com, or a whole audience.',
    list,
  ),
  assertionReplay: setting(
    'ENTRAIN_ASSERTION_REPLAY',
    'allow',
    'refuse takes each client assertion (jti) once. allow takes it until it ends: several libraries send one for minutes.',
    (text) => oneOf(text, ['allow', 'refuse'] as const),
  ),
  privateIssuers: setting(
    'ENTRAIN_PRIVATE_ISSUERS',
    '',
    "Host names, with commas between, whose keys may be read from loopback and private addresses (federated identity credentials). Other issuers must be public. The trusted issuers' own hosts need not be named.",
    (text) => list(text).map(parseHost),
  ),
  issuerCa: setting(
    'ENTRAIN_ISSUER_CA',
    '',
    "Path of PEM certificates of authorities to trust, besides the system's, when the keys of other issuers are read.",
    asText,
  ),
  trustedIssuers: setting(
    'ENTRAIN_TRUSTED_ISSUERS',
    '',
    'Path of a JSON file of other issuers whose access tokens open the Graph API (docs/guides/sign-in-applications.md).',
    asText,
  ),
  managedIdentityPort: setting(
    'ENTRAIN_MANAGED_IDENTITY_PORT',
    '',
    'Loopback port that gives tokens to workloads of this machine without a secret of their own (managed identity); 0 takes a free one. Closed when absent.',
    (text) => (text === '' ? null : whole(text, 0, 65_535)),
  ),
  renewalDays: setting(
    'ENTRAIN_RENEWAL_DAYS',
    '365',
    'Days after a sign-in that applications can renew their tokens (refresh tokens); then the person has to sign in again, however often they were used.',
    (text) => whole(text, 1, 3_650),
  ),
  userConsent: setting(
    'ENTRAIN_USER_CONSENT',
    'all',
    'What people may consent to for themselves: all that is not for administrators only, low for what is classified so (delegatedPermissionClassifications) and for signing in, none.',
    (text) => oneOf(text, userConsentPolicies),
  ),
  clock: setting(
    'ENTRAIN_CLOCK',
    '',
    "For tests (ours): the service's time at the start, e.g. 2027-01-01T08:00:00Z or +90d, and it can be moved while the server runs. Never in the past. The system's time when absent.",
    (text) => parseClockStart(text, systemClock.now()),
  ),
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings

function parseRoles(text: string): readonly RoleName[] {
  return text.split(',').map((part) => {
    const wanted = part.trim().toLowerCase()
    const found = Object.entries(roleTemplates).find(([name, id]) => name.toLowerCase() === wanted || id === wanted)
    if (found !== undefined && isRoleName(found[0])) return found[0]
    throw new Error(`must name directory roles such as Global Administrator, and has '${part.trim()}'`)
  })
}

function asText(text: string): string {
  return text
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function parseHost(text: string): string {
  if (/^[A-Za-z0-9.:-]+$/.test(text)) return text.toLowerCase()
  throw new Error(`must be a host name or an address without port and brackets, and is '${text}'`)
}

function whole(text: string, least: number, most: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new Error(`must be a whole number from ${least} to ${most}, and is '${text}'`)
}

function parseBoolean(text: string): boolean {
  const lower = text.toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(lower)) return true
  if (['false', '0', 'no', 'off'].includes(lower)) return false
  throw new Error(`must be true or false, and is '${text}'`)
}

function oneOf<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text.toLowerCase())
  if (found !== undefined) return found
  throw new Error(`must be one of ${choices.join(', ')}, and is '${text}'`)
}
