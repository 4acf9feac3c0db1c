import { CommandError } from './command-error.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import type { HttpAnswer, HttpTransport } from './http-transport.ts'
import { listAt, numberAt, parseJson, textAt } from './json-value.ts'

/** Access tokens of the application itself (OAuth 2.0 client credentials, RFC 6749 section 4.4), kept until they grow old. */
export interface TokenSource {
  /** Callers at the same time share one request. */
  token(): Promise<string>
  /** Forgets this token, because a server refused it; another one is kept. */
  discard(token: string): void
}

/** A token is renewed this long before its end, so that it does not end on the way. */
const renewalMarginMs = 60_000

type TokenSettings = Pick<ConnectionSettings, 'graphUrl' | 'authority' | 'tenantId' | 'clientId' | 'clientSecret'>

export function createTokenSource(
  settings: TokenSettings,
  { send, now }: { readonly send: HttpTransport['send']; readonly now: () => number },
): TokenSource {
  let kept: { readonly token: string; readonly renewAt: number } | null = null
  let pending: Promise<string> | null = null

  async function renew(): Promise<string> {
    const { token, lifetimeMs } = parseTokenAnswer(await send(tokenRequest(settings)), settings)
    kept = { token, renewAt: now() + lifetimeMs - renewalMarginMs }
    return token
  }

  return {
    token() {
      if (kept !== null && now() < kept.renewAt) return Promise.resolve(kept.token)
      pending ??= renew().finally(() => {
        pending = null
      })
      return pending
    },
    discard(token) {
      if (kept?.token === token) kept = null
    },
  }
}

function tokenRequest({ graphUrl, authority, tenantId, clientId, clientSecret }: TokenSettings) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${graphUrl}/.default`,
  })
  return {
    method: 'POST',
    url: `${authority}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  } as const
}

function parseTokenAnswer(answer: HttpAnswer, settings: TokenSettings): { token: string; lifetimeMs: number } {
  const value = parseJson(answer.body)
  const token = textAt(value, 'access_token')
  if (answer.status === 200 && token !== undefined) {
    return { token, lifetimeMs: (numberAt(value, 'expires_in') ?? 0) * 1000 }
  }
  const description = textAt(value, 'error_description')?.split(/\r?\n/)[0]
  const problem = description ?? textAt(value, 'error') ?? `status ${answer.status}`
  const number = listAt(value, 'error_codes').find((code) => typeof code === 'number')
  throw new CommandError(
    'server',
    `${settings.authority} gave no token: ${problem}`,
    tokenHints[String(number)] ?? null,
  )
}

/** By AADSTS number (identity-platform error reference). */
const tokenHints: Readonly<Record<string, string>> = {
  '7000215': 'The client secret is wrong: use its value, not its id.',
  '7000222': 'The client secret has expired: add a new one to the application.',
  '700016': 'The client id is not known in this tenant: compare client id and tenant.',
  '90002': 'The tenant is not known: check --tenant (ENTRAIN_TENANT_ID).',
}
