/** A request to the authorization endpoint, checked (OpenID Connect Core section 3.1.2.1). */
export interface AuthorizeRequest {
  readonly clientId: string
  readonly redirectUri: string
  /** The request named the address itself, so that the code is redeemed with it as well. */
  readonly isRedirectNamed: boolean
  readonly redirectKind: 'web' | 'spa' | 'public'
  readonly wantsCode: boolean
  readonly wantsIdToken: boolean
  readonly responseMode: ResponseMode
  readonly scope: string
  readonly state: string
  readonly nonce: string
  /** SHA-256 of the verifier, base64url (RFC 7636); empty when none was sent. */
  readonly codeChallenge: string
  readonly prompts: readonly string[]
  readonly loginHint: string
  readonly wantsClientInfo: boolean
  /** Seconds; null when any sign-in will do. */
  readonly maxAge: number | null
}

export type ResponseMode = 'query' | 'fragment' | 'form_post'

/** What somebody signs in for. */
export type Goal =
  | { readonly kind: 'authorize'; readonly request: AuthorizeRequest }
  | { readonly kind: 'device'; readonly deviceKey: string; readonly clientId: string; readonly scope: string }
  | AdminConsentGoal
  | { readonly kind: 'secondFactor' }
  | LogoutGoal
  | AccountGoal

/** People look after their own account. */
export interface AccountGoal {
  readonly kind: 'account'
  /** What was just done, as the page says it; empty at first. */
  readonly notice: string
}

export interface LogoutGoal {
  readonly kind: 'logout'
  /** Whose sign-in ends; null: of everybody in the browser. */
  readonly userId: string | null
  /** A registered address, or empty. */
  readonly leadsTo: string
}

export interface AdminConsentGoal {
  readonly kind: 'adminConsent'
  readonly version: 'v1' | 'v2'
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly scope: string
}

/** A sign-in under way, as it travels between pages (flow-seal.ts). */
export interface Flow {
  readonly tenantId: string
  /** Hash of the browser's cookie: a page of another browser is refused. */
  readonly browser: string
  readonly goal: Goal
  readonly correlationId: string
  readonly user: FlowUser | null
  /** A secret that is being enrolled. */
  readonly totpSecret?: string
}

export interface FlowUser {
  readonly userId: string
  /** Milliseconds since 1970. */
  readonly authTime: number
  /** What was shown so far (RFC 8176). */
  readonly authMethods: readonly string[]
  readonly sessionId: string
  /** The browser does not remember this sign-in yet. */
  readonly isFresh: boolean
  /** In this flow, not in an earlier one that the browser remembers. */
  readonly showedPassword: boolean
}

export function promptsOf(goal: Goal): readonly string[] {
  return goal.kind === 'authorize' ? goal.request.prompts : []
}

/** What concerns the account itself wants the password anew. */
const ownAccountMaxAgeMs = 15 * 60_000

/** Whether a sign-in is new enough for what it is wanted for. */
export function isYoungEnough(goal: Goal, { authTime }: Pick<FlowUser, 'authTime'>, now: number): boolean {
  if (goal.kind === 'account' || goal.kind === 'secondFactor') return now - authTime <= ownAccountMaxAgeMs
  const maxAge = goal.kind === 'authorize' ? goal.request.maxAge : null
  return maxAge === null || now - authTime <= maxAge * 1000
}

export function loginHintOf(goal: Goal): string {
  return goal.kind === 'authorize' ? goal.request.loginHint : ''
}

/** The client that is signed in to; what people do about their own account is no client's business. */
export function clientIdOf(goal: Goal): string | undefined {
  if (goal.kind === 'authorize') return goal.request.clientId
  return 'clientId' in goal ? goal.clientId : undefined
}
