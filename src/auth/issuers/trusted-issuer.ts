import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { isPermission, type Permission } from '../permissions.ts'
import { type IssuerAlgorithm, issuerAlgorithms } from './issuer-keys.ts'

/** Another issuer whose access tokens open the Graph API (ours; identity-platform knows own tokens only). */
export interface TrustedIssuer {
  /** `iss` of its tokens, to the letter. */
  readonly issuer: string
  /** One of these has to be in `aud`. */
  readonly audiences: readonly string[]
  /** GUID of the tenant here that its applications belong to. */
  readonly tenantId: string
  /** Claim that names the application: `azp`, `appid`, `client_id`. */
  readonly applicationClaim: string
  readonly applications: readonly TrustedApplication[]
  /** What a token itself may grant; null: only what is granted here counts. */
  readonly roles: TrustedRoles | null
  readonly algorithms: readonly IssuerAlgorithm[]
  /** Where the keys lie; null: as its discovery document says. */
  readonly jwksUri: string | null
}

export interface TrustedApplication {
  /** Value of the application claim. */
  readonly id: string
  /** `sub` that tokens of the application itself have; null: the token has to show that it is no user's. */
  readonly subject: string | null
  /** Client id of the service principal here that it acts as. */
  readonly appId: string
}

export interface TrustedRoles {
  /** Claim with a list of texts, or one text with spaces between; members with dots (`realm_access.roles`). */
  readonly claim: string
  /** Permission of ours by value of the claim. */
  readonly permissions: ReadonlyMap<string, Permission>
}

const issuersMax = 100
const listedMax = 1_000
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads `{ "issuers": [ … ] }`. Throws one error that names every place that is wrong. */
export function parseTrustedIssuers(value: unknown): readonly TrustedIssuer[] {
  const problems: string[] = []
  const listed = isJsonObject(value) && Array.isArray(value.issuers) ? value.issuers : undefined
  if (listed === undefined || listed.length > issuersMax) {
    throw new Error(`must be an object with a list "issuers" of at most ${issuersMax}`)
  }
  const issuers = listed.map((item: unknown, index) => {
    const place = new Place(isJsonObject(item) ? item : {}, `issuers[${index}]`, problems)
    return toTrustedIssuer(place)
  })
  const names = issuers.map(({ issuer }) => issuer)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) problems.push(`issuers: '${twice}' is there twice`)
  if (problems.length > 0) throw new Error(problems.join('\n- '))
  return issuers
}

function toTrustedIssuer(place: Place): TrustedIssuer {
  place.onlyKnows([
    'issuer',
    'audiences',
    'tenantId',
    'applicationClaim',
    'applications',
    'roles',
    'algorithms',
    'jwksUri',
  ])
  const algorithms = place.texts('algorithms', ['RS256', 'PS256', 'ES256'])
  return {
    issuer: place.text('issuer', isHttps, 'an https URL'),
    audiences: place.texts('audiences'),
    tenantId: place.text('tenantId', (text) => guid.test(text), 'the GUID of a tenant').toLowerCase(),
    applicationClaim: place.optionalText('applicationClaim') ?? 'azp',
    applications: place.objects('applications').map(toApplication),
    roles: place.optionalObject('roles', toRoles),
    algorithms: algorithms.flatMap((name) => {
      const known = issuerAlgorithms.find((algorithm) => algorithm === name)
      if (known === undefined) place.problem('algorithms', `may name ${issuerAlgorithms.join(', ')}, not '${name}'`)
      return known ?? []
    }),
    jwksUri: place.optionalText('jwksUri', isHttps, 'an https URL') ?? null,
  }
}

function toApplication(place: Place): TrustedApplication {
  place.onlyKnows(['id', 'subject', 'appId'])
  return {
    id: place.text('id'),
    subject: place.optionalText('subject') ?? null,
    appId: place.text('appId', (text) => guid.test(text), 'the client id (GUID) of a service principal here'),
  }
}

function toRoles(place: Place): TrustedRoles {
  place.onlyKnows(['claim', 'permissions'])
  const listed = isJsonObject(place.value.permissions) ? Object.entries(place.value.permissions) : []
  if (listed.length === 0) place.problem('permissions', 'must be an object: value of the claim → permission')
  const permissions = listed.flatMap(([name, permission]) => {
    if (typeof permission === 'string' && isPermission(permission)) return [[name, permission] as const]
    place.problem('permissions', `gives '${name}' the unknown permission '${String(permission)}'`)
    return []
  })
  return { claim: place.optionalText('claim') ?? 'roles', permissions: new Map(permissions) }
}

function isHttps(text: string): boolean {
  return URL.parse(text)?.protocol === 'https:'
}

/** One object of the file and where it stands; what is wrong is collected. */
class Place {
  readonly value: JsonObject
  readonly #path: string
  readonly #problems: string[]

  constructor(value: JsonObject, path: string, problems: string[]) {
    this.value = value
    this.#path = path
    this.#problems = problems
  }

  problem(name: string, message: string): void {
    this.#problems.push(`${this.#path}.${name} ${message}`)
  }

  onlyKnows(names: readonly string[]): void {
    for (const name of Object.keys(this.value)) {
      if (!names.includes(name)) this.problem(name, `is not known; there are ${names.join(', ')}`)
    }
  }

  text(name: string, isRight: (text: string) => boolean = (text) => text !== '', what = 'a text'): string {
    const found = this.optionalText(name, isRight, what)
    if (found === undefined && this.value[name] === undefined) this.problem(name, `is missing; it must be ${what}`)
    return found ?? ''
  }

  optionalText(
    name: string,
    isRight: (text: string) => boolean = (text) => text !== '',
    what = 'a text',
  ): string | undefined {
    const found = this.value[name]
    if (found === undefined) return undefined
    if (typeof found === 'string' && isRight(found)) return found
    this.problem(name, `must be ${what}`)
    return undefined
  }

  texts(name: string, byDefault: readonly string[] = []): readonly string[] {
    const found: unknown = this.value[name] ?? byDefault
    const listed: readonly unknown[] = Array.isArray(found) ? found : []
    const texts = listed.filter((item) => typeof item === 'string').filter((item) => item !== '')
    if (texts.length === 0 || texts.length !== listed.length || texts.length > listedMax) {
      this.problem(name, `must be a list of 1 to ${listedMax} texts`)
    }
    return texts
  }

  objects(name: string): readonly Place[] {
    const found = this.value[name]
    const listed: readonly unknown[] = Array.isArray(found) ? found : []
    if (listed.length === 0 || listed.length > listedMax)
      this.problem(name, `must be a list of 1 to ${listedMax} objects`)
    return listed.map((item, index) => {
      return new Place(isJsonObject(item) ? item : {}, `${this.#path}.${name}[${index}]`, this.#problems)
    })
  }

  optionalObject<T>(name: string, read: (place: Place) => T): T | null {
    const found = this.value[name]
    if (found === undefined) return null
    if (!isJsonObject(found)) this.problem(name, 'must be an object')
    return read(new Place(isJsonObject(found) ? found : {}, `${this.#path}.${name}`, this.#problems))
  }
}
