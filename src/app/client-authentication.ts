import { readFile } from 'node:fs/promises'
import { getCACertificates } from 'node:tls'
import { createIssuerKeys, type IssuerKeys } from '../auth/issuers/issuer-keys.ts'
import { parseTrustedIssuers, type TrustedIssuer } from '../auth/issuers/trusted-issuer.ts'
import type { ClientsConfig } from '../config/config.ts'
import type { Clock } from '../contracts/clock.ts'
import type { Store } from '../contracts/store.ts'
import { EntrainError } from '../model/error.ts'
import { type AssertionMemory, createAssertionMemory } from '../oauth/assertion-memory.ts'
import { createSignInLog, type SignInLog } from '../oauth/sign-in-log.ts'
import type { Events } from '../telemetry/events.ts'

const fileBytesMax = 1024 * 1024

/** How applications prove who they are, opened once for all doors. */
export interface ClientAuthentication {
  readonly issuers: readonly TrustedIssuer[]
  readonly issuerKeys: IssuerKeys
  readonly assertionMemory: AssertionMemory | null
  readonly signIns: SignInLog
}

export interface ClientAuthenticationParts {
  readonly config: ClientsConfig
  readonly store: Pick<Store, 'forTenant'>
  readonly clock: Clock
  readonly events: Pick<Events, 'signInsLost'>
}

/** Reads the files that the configuration names. Refuses with `invalidValue`, naming file and place. */
export async function openClientAuthentication(parts: ClientAuthenticationParts): Promise<ClientAuthentication> {
  const { config, store, clock, events } = parts
  const issuers = await readTrustedIssuers(config.trustedIssuersPath)
  // Who writes the file decides what it leads to; a credential is written by whoever owns an application.
  const hosts = issuers.flatMap(({ issuer, jwksUri }) => [issuer, ...(jwksUri === null ? [] : [jwksUri])])
  const privateHosts = new Set([...config.privateIssuers, ...hosts.map(toHost)])
  const authorities = await readAuthorities(config.issuerCaPath)
  return {
    issuers,
    issuerKeys: createIssuerKeys({ rules: { privateHosts, authorities }, clock }),
    assertionMemory: config.assertionReplay === 'refuse' ? createAssertionMemory() : null,
    signIns: createSignInLog({
      append: (tenantId, entries) =>
        store.forTenant(tenantId).provisioning.transaction(({ audits }) => audits.append(entries)),
      onLost: (count, error) => events.signInsLost({ count, error }),
    }),
  }
}

async function readTrustedIssuers(path: string | null): Promise<readonly TrustedIssuer[]> {
  if (path === null) return []
  const text = await readText(path, 'ENTRAIN_TRUSTED_ISSUERS')
  try {
    return parseTrustedIssuers(JSON.parse(text))
  } catch (error) {
    throw new EntrainError('invalidValue', `The trusted issuers in ${path} are wrong:\n- ${reasonOf(error)}`)
  }
}

/** Node.js takes either its own authorities or a list, so a list has both. */
async function readAuthorities(path: string | null): Promise<readonly string[] | undefined> {
  if (path === null) return undefined
  return [...getCACertificates('default'), await readText(path, 'ENTRAIN_ISSUER_CA')]
}

async function readText(path: string, variable: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new EntrainError('invalidValue', `The file of ${variable} cannot be read: ${reasonOf(error)}`)
  })
  if (bytes.length <= fileBytesMax) return bytes.toString()
  throw new EntrainError('invalidValue', `The file of ${variable} is larger than ${fileBytesMax} bytes.`)
}

function toHost(url: string): string {
  return new URL(url).hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
