import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { SignJWT } from 'jose'
import type { SigningKey, SigningKeysStore } from '../contracts/store-tenants.ts'
import type { ServicePrincipal } from '../model/application.ts'
import { EntrainError } from '../model/error.ts'
import { createAuthenticate, identityRecheckMs } from './authenticate.ts'
import type { Standing, UserState } from './standing.ts'
import { accessTokenLifetimeSeconds, issueAppOnlyToken } from './tokens/issue.ts'
import { createKeyRing, type RingKey, retiredKeyOverlapMs } from './tokens/key-ring.ts'
import { generateSigningKey } from './tokens/signing-key.ts'

const origin = 'https://localhost:8443'
const tenantId = '11111111-1111-4111-8111-111111111111'
const start = Date.UTC(2026, 5, 1)

class MemoryKeys implements SigningKeysStore {
  rows: SigningKey[] = []
  reads = 0
  async rotate(key: SigningKey): Promise<void> {
    this.rows = [key, ...this.rows.map((row) => ({ ...row, retiredAt: row.retiredAt ?? key.createdAt }))]
  }
  async list(): Promise<readonly SigningKey[]> {
    this.reads += 1
    return [...this.rows]
  }
  async remove(keyId: string): Promise<void> {
    this.rows = this.rows.filter((row) => row.keyId !== keyId)
  }
}

let firstKey: SigningKey
before(async () => {
  firstKey = await generateSigningKey(start)
})

function world() {
  const clock = { at: start, now: () => clock.at }
  const store = new MemoryKeys()
  store.rows = [firstKey]
  const keys = createKeyRing({ store, clock })
  let caller: ServicePrincipal | undefined = {
    id: '22222222-2222-4222-8222-222222222222',
    appId: '33333333-3333-4333-8333-333333333333',
    displayName: 'Connector',
    accountEnabled: true,
    tags: [],
    ownerIds: [],
  }
  const servicePrincipal = caller
  let lookups = 0
  const applicationsOf = (asked: string) => ({
    findServicePrincipalByAppId: async (appId: string) => {
      lookups += 1
      return asked === tenantId && appId === caller?.appId ? caller : undefined
    },
    findApplicationByAppId: async () => undefined,
  })
  let standing: Standing = {
    directoryRoles: [],
    scopedRoles: [],
    user: { isEnabled: true, isGuest: false, sessionsValidFrom: 0 },
  }
  const findStanding = async () => standing
  const authenticate = createAuthenticate({ keys, clock, origin, applicationsOf, findStanding })
  return {
    clock,
    store,
    keys,
    lookups: () => lookups,
    setUser: (user: Partial<UserState> | null, directoryRoles: readonly string[] = []) => {
      const known = { isEnabled: true, isGuest: false, sessionsValidFrom: 0 }
      standing = { directoryRoles, scopedRoles: [], user: user && { ...known, ...user } }
    },
    setCaller: (changed: Partial<ServicePrincipal> | undefined) => {
      caller = changed && { ...servicePrincipal, ...changed }
    },
    issue: async (audience = 'https://graph.microsoft.com') => {
      const wanted = {
        tenantId,
        servicePrincipal,
        audience,
        roles: ['User.Read.All'],
        origin,
        issuedAt: clock.at,
      } as const
      return (await issueAppOnlyToken(wanted, (await keys.current()).signing)).token
    },
    /** A token with our signature but other claims. */
    forge: async (claims: Record<string, unknown>, key?: RingKey) => {
      const { keyId, privateKey } = key ?? (await keys.current()).signing
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: keyId }).sign(privateKey)
    },
    ask: async (authorization: string | undefined) => authenticate({ header: () => authorization }),
  }
}

const refusal = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer
    return 'accepted'
  } catch (error) {
    if (!(error instanceof EntrainError)) throw error
    return `${error.code}: ${error.message}`
  }
}

const empty = 'invalidToken: Access token is empty.'
const expired = 'invalidToken: Access token has expired or is not yet valid.'
const garbled = 'invalidToken: CompactToken parsing failed with error code: 80049217'
const failed = (reason: string) => `invalidToken: Access token validation failure. ${reason}`

describe('authenticate', () => {
  test('reads the principal out of a token of this installation', async () => {
    const { ask, issue } = world()
    assert.deepEqual(await ask(`Bearer ${await issue()}`), {
      kind: 'application',
      tenantId,
      appId: '33333333-3333-4333-8333-333333333333',
      servicePrincipalId: '22222222-2222-4222-8222-222222222222',
      roles: ['User.Read.All'],
    })
    assert.equal(await refusal(ask(`bearer  ${await issue('https://localhost')}`)), 'accepted')
  })

  test('no header, another scheme and an empty bearer are an empty token', async () => {
    const { ask } = world()
    for (const header of [undefined, '', 'Bearer', 'Bearer  ', 'Basic YTpi']) {
      assert.equal(await refusal(ask(header)), empty)
    }
  })

  test('the refusal of a request without the header tells SDK users about allowed hosts', async () => {
    await assert.rejects(world().ask(undefined), (error: unknown) => {
      assert.ok(error instanceof EntrainError)
      assert.match(error.details[0]?.message ?? '', /allowedHosts/)
      return true
    })
  })

  test('a token lives until the second of its end, also when it was accepted before', async () => {
    const { ask, issue, clock } = world()
    const header = `Bearer ${await issue()}`
    clock.at += accessTokenLifetimeSeconds * 1000 - 1
    assert.equal(await refusal(ask(header)), 'accepted')
    clock.at += 1
    assert.equal(await refusal(ask(header)), expired)
  })

  test('a token from the future is refused beyond five minutes', async () => {
    const { ask, issue, clock } = world()
    const header = `Bearer ${await issue()}`
    clock.at -= 300_000
    assert.equal(await refusal(ask(header)), 'accepted')
    clock.at -= 1
    const { ask: askFresh, clock: freshClock } = world()
    freshClock.at = clock.at
    assert.equal(await refusal(askFresh(header)), expired)
  })

  test('what is no token is told apart from a token with a bad signature', async () => {
    const { ask, issue } = world()
    const token = await issue()
    const [header = '', payload = '', signature = ''] = token.split('.')
    for (const text of ['x', 'a.b.c', '..', `${token} more`, `e30.${payload}.${signature}`]) {
      assert.match(await refusal(ask(`Bearer ${text}`)), /CompactToken parsing failed|Invalid signature/)
    }
    assert.equal(await refusal(ask('Bearer not-a-token')), garbled)
    const changed = Buffer.from('{"roles":["Directory.ReadWrite.All"]}').toString('base64url')
    assert.equal(await refusal(ask(`Bearer ${header}.${changed}.${signature}`)), failed('Invalid signature.'))
  })

  test('a token that says it needs no signature is refused', async () => {
    const { ask, issue } = world()
    const [, payload = ''] = (await issue()).split('.')
    for (const alg of ['none', 'HS256']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: firstKey.keyId })).toString('base64url')
      assert.equal(await refusal(ask(`Bearer ${header}.${payload}.`)), failed('Invalid signature.'))
    }
  })

  test('another audience and another issuer are refused by name', async () => {
    const { ask, issue, forge } = world()
    assert.equal(await refusal(ask(`Bearer ${await issue('https://contoso.example')}`)), failed('Invalid audience.'))
    const seconds = start / 1000
    const claims = { exp: seconds + 60, nbf: seconds, iss: 'https://other.example/x/v2.0', tid: tenantId }
    assert.equal(await refusal(ask(`Bearer ${await forge(claims)}`)), failed('Invalid issuer.'))
    assert.equal(await refusal(ask(`Bearer ${await forge({})}`)), garbled)
  })

  test('a token of a key that this installation never had is refused', async () => {
    const { ask, forge } = world()
    const stranger = world()
    stranger.store.rows = [await generateSigningKey(start)]
    const key = (await stranger.keys.current()).signing
    assert.equal(await refusal(ask(`Bearer ${await forge({}, key)}`)), failed('Invalid signature.'))
  })

  const userClaims = {
    iat: start / 1000,
    exp: start / 1000 + 60,
    nbf: start / 1000,
    iss: `${origin}/${tenantId}/v2.0`,
    aud: '00000003-0000-0000-c000-000000000000',
    tid: tenantId,
    appid: '33333333-3333-4333-8333-333333333333',
    oid: 'u',
    idtyp: 'user',
    scp: 'User.Read openid',
    wids: ['w'],
  }

  test('takes nothing else that the service signed for an access token', async () => {
    const { ask, forge } = world()
    const { idtyp: _, ...idToken } = userClaims
    assert.equal(await refusal(ask(`Bearer ${await forge(idToken)}`)), failed('It is no access token.'))
  })

  test('reads a user with scopes out of a delegated token; its roles are those that it holds, whatever the token says', async () => {
    const { ask, forge, setUser } = world()
    const header = `Bearer ${await forge(userClaims)}`
    const first = await ask(header)
    assert.deepEqual(first.kind === 'user' && [first.scopes, first.directoryRoles], [['User.Read', 'openid'], []])
    setUser({ isGuest: true }, ['held'])
    const second = await ask(header)
    assert.deepEqual(second.kind === 'user' && [second.isGuest, second.directoryRoles], [true, ['held']])
  })

  test('a user that is gone or disabled is refused at once, and so is a token from before its sessions were revoked', async () => {
    const { ask, forge, setUser } = world()
    const header = `Bearer ${await forge(userClaims)}`
    assert.equal(await refusal(ask(header)), 'accepted')
    setUser(null)
    assert.match(await refusal(ask(header)), /^identityNotFound: .*was not found/)
    setUser({ isEnabled: false })
    assert.match(await refusal(ask(header)), /^invalidToken: .*disabled/)
    setUser({ sessionsValidFrom: start + 1 })
    assert.match(await refusal(ask(header)), /^invalidToken: .*revoked/)
    setUser({ sessionsValidFrom: start })
    assert.equal(await refusal(ask(header)), 'accepted')
  })

  test('an application has the directory roles of its service principal, as fresh as its identity', async () => {
    const { ask, issue, setUser, clock } = world()
    const header = `Bearer ${await issue()}`
    setUser(null, ['held'])
    assert.deepEqual((await ask(header)).directoryRoles, ['held'])
    setUser(null)
    clock.at += identityRecheckMs
    assert.equal((await ask(header)).directoryRoles, undefined)
  })

  test('a verified token is not looked up again, but its application is within half a minute', async () => {
    const { ask, issue, lookups, setCaller, clock } = world()
    const header = `Bearer ${await issue()}`
    await ask(header)
    await ask(header)
    assert.equal(lookups(), 1)
    setCaller({ accountEnabled: false })
    clock.at += identityRecheckMs
    assert.match(await refusal(ask(header)), /^identityNotFound: .*is disabled/)
    setCaller(undefined)
    assert.match(await refusal(ask(header)), /^identityNotFound: .*was not found/)
  })
})

describe('key ring', () => {
  test('makes the first key once, however many ask for it', async () => {
    const clock = { now: () => start }
    const store = new MemoryKeys()
    const keys = createKeyRing({ store, clock })
    const [one, other] = await Promise.all([keys.current(), keys.current()])
    assert.equal(one, other)
    assert.equal(store.rows.length, 1)
  })

  test('after a rotation the former key still verifies, until its overlap ends', async () => {
    const { keys, ask, issue, clock, store } = world()
    const former = await issue()
    await keys.rotate()
    const latter = await issue()
    assert.notEqual(former.split('.')[0], latter.split('.')[0])
    assert.equal(await refusal(ask(`Bearer ${former}`)), 'accepted')
    assert.equal(await refusal(ask(`Bearer ${latter}`)), 'accepted')
    assert.equal((await keys.current()).verifying.length, 2)

    clock.at += retiredKeyOverlapMs
    assert.deepEqual((await keys.current()).verifying.length, 1)
    assert.equal(store.rows.length, 1)
  })

  test('a key that was taken out of the store stops verifying remembered tokens', async () => {
    const { keys, ask, issue, clock, store } = world()
    const header = `Bearer ${await issue()}`
    assert.equal(await refusal(ask(header)), 'accepted')
    await keys.rotate()
    await store.remove(firstKey.keyId)
    clock.at += 60_000
    assert.equal(await refusal(ask(header)), failed('Invalid signature.'))
  })

  test('a key that another process made is found, and unknown keys do not wear the store out', async () => {
    const { ask, store, forge, keys, clock } = world()
    await keys.current()
    const other = createKeyRing({ store, clock })
    await other.rotate()
    clock.at += 5_000
    assert.equal(await refusal(ask(`Bearer ${await forge({}, (await other.current()).signing)}`)), garbled)
    const reads = store.reads
    const key = { ...(await keys.current()).signing, keyId: 'unknown' }
    for (let round = 0; round < 5; round += 1) await refusal(ask(`Bearer ${await forge({ round }, key)}`))
    assert.equal(store.reads, reads)
  })
})
