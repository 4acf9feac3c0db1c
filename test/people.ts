import type { RoleName } from '../src/auth/role-templates.ts'
import { Browser, makePkce } from './browser.ts'
import type { Json, World } from './world.ts'

const graphCommandLine = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

export interface NewPerson {
  readonly userPrincipalName: string
  readonly roles?: readonly RoleName[]
  readonly properties?: Json
}

export interface Person {
  readonly id: string
  readonly userPrincipalName: string
  readonly password: string
}

export interface SignInOptions {
  /** Default: Microsoft Graph Command Line Tools, which every tenant knows. */
  readonly clientId?: string
  readonly redirectUri?: string
  /** Default: `User.Read`; OpenID's scopes are added. */
  readonly scope?: string
}

export interface UserTokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly id_token: string
  readonly scope: string
}

/** Signs a user in on the pages, agrees to what is asked, and redeems the code. */
export async function signInByCode(
  world: Pick<World, 'origin' | 'send' | 'setUp'>,
  person: Person,
  options: SignInOptions,
): Promise<UserTokens> {
  const { clientId = graphCommandLine, redirectUri = 'http://localhost', scope = 'User.Read' } = options
  const { verifier, challenge } = makePkce()
  const { tenantId } = world.setUp
  const browser = new Browser(world)
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `${scope} openid profile offline_access`,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  let shown = await browser.open(`/${tenantId}/oauth2/v2.0/authorize?${query}`)
  shown = await browser.submit(shown, { username: person.userPrincipalName, password: person.password })
  if (shown.location === '') shown = await browser.submit(shown, { answer: 'yes' })
  const code = new URL(shown.location || 'about:blank').searchParams.get('code')
  if (code === null) throw new Error(`no code: ${shown.status} ${shown.location} ${shown.text}`)
  const fields = { grant_type: 'authorization_code', client_id: clientId, code, redirect_uri: redirectUri }
  const answer = await world.send('POST', `/${tenantId}/oauth2/v2.0/token`, {
    token: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, code_verifier: verifier }).toString(),
  })
  if (answer.status !== 200) throw new Error(`no token: ${answer.text}`)
  return answer.json<UserTokens>()
}
