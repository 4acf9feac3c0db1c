import type { RegisteredRedirect } from './client-registration.ts'
import { OAuthError } from './error.ts'
import type { ResponseMode } from './sign-in/flow.ts'

/**
 * How an answer can reach each kind of program: a page of scripts receives no form, the listener of a program on
 * somebody's machine no fragment (identity-platform section 4.1; ASVS 10.4.12).
 */
const modesOf: Readonly<Record<RegisteredRedirect['kind'], readonly ResponseMode[]>> = {
  web: ['query', 'fragment', 'form_post'],
  spa: ['query', 'fragment'],
  public: ['query', 'form_post'],
}

/** Reads `response_mode`. A token must not get into logs of servers, which write down queries. Refuses with 70007. */
export function readResponseMode(
  asked: string,
  { kind, wantsIdToken }: { readonly kind: RegisteredRedirect['kind']; readonly wantsIdToken: boolean },
): ResponseMode {
  const allowed = modesOf[kind].filter((known) => known !== 'query' || !wantsIdToken)
  // The first is the usual one: the query, or the fragment where a token must not get into it.
  const found = asked === '' ? allowed[0] : allowed.find((known) => known === asked)
  if (found !== undefined) return found
  const message = `The response mode '${asked}' is not for redirect URIs of the type '${kind}' and this response type. Use ${allowed.join(' or ')}.`
  throw new OAuthError(70007, message)
}
