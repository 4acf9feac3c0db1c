import assert from 'node:assert/strict'
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { SignJWT } from 'jose'
import { generateSigningKey } from '../src/auth/tokens/signing-key.ts'
import { callerOf, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Json, openWorld } from './world.ts'

type Identified = Json & { readonly id: string; readonly appId: string }

function registered(graph: GraphCall, rest: Json = {}) {
  return graph.expect<Identified>(201, 'POST', '/applications', { displayName: 'Payroll', ...rest })
}

async function proof(privateKey: Parameters<SignJWT['sign']>[0], issuer: string, now: number, seconds = 600) {
  const from = Math.floor(now / 1000)
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(issuer)
    .setAudience('00000002-0000-0000-c000-000000000000')
    .setNotBefore(from)
    .setExpirationTime(from + seconds)
    .sign(privateKey)
}

describe('passwords of applications', () => {
  test('are shown once, hold for two years, and let the program sign in until they are removed', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id, appId } = await registered(graph)
    await graph.expect(201, 'POST', '/servicePrincipals', { appId })
    const made = await graph.expect<Json & { secretText: string; keyId: string; hint: string }>(
      200,
      'POST',
      `/applications/${id}/addPassword`,
      { passwordCredential: { displayName: 'laptop' } },
    )
    assert.match(String(made['@odata.context']), /#microsoft\.graph\.passwordCredential$/)
    assert.equal(made.hint, made.secretText.slice(0, 3))
    assert.equal(Date.parse(String(made.endDateTime)) > world.now() + 729 * 86_400_000, true)
    const read = await graph.expect<{ passwordCredentials: readonly Json[] }>(200, 'GET', `/applications/${id}`)
    const [shown] = read.passwordCredentials
    assert.deepEqual([shown?.keyId, shown?.displayName, shown?.secretText], [made.keyId, 'laptop', null])
    assert.ok(shown !== undefined && !('secretHash' in shown))

    const client = { clientId: appId, clientSecret: made.secretText }
    assert.ok(await world.token(client))
    await graph.expect(204, 'POST', `/applications/${id}/removePassword`, { keyId: made.keyId })
    world.forgetTokens()
    await assert.rejects(world.token(client), /no token/)
    const again = await graph('POST', `/applications/${id}/removePassword`, { keyId: made.keyId })
    assert.equal(refusalOf(again).code, '400 Request_BadRequest')
  })

  test('can come with a new application, and belong to a service principal, too', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const made = await graph.expect<Identified & { passwordCredentials: readonly [{ secretText: string }] }>(
      201,
      'POST',
      '/applications',
      { displayName: 'Payroll', passwordCredentials: [{ displayName: 'first' }] },
    )
    const { id } = await graph.expect<Identified>(201, 'POST', '/servicePrincipals', { appId: made.appId })
    const [{ secretText }] = made.passwordCredentials
    assert.ok(await world.token({ clientId: made.appId, clientSecret: secretText }))
    const own = await graph.expect<{ secretText: string }>(200, 'POST', `/servicePrincipals/${id}/addPassword`)
    world.forgetTokens()
    assert.ok(await world.token({ clientId: made.appId, clientSecret: own.secretText }))
    const past = { passwordCredential: { endDateTime: '2020-01-01T00:00:00Z' } }
    assert.equal((await graph('POST', `/servicePrincipals/${id}/addPassword`, past)).status, 400)
    const activities = (await world.audits()).map(({ activityDisplayName }) => activityDisplayName)
    assert.ok(activities.includes('Add service principal credentials'))
    assert.ok(!JSON.stringify(await world.audits()).includes(secretText))
  })
})

describe('certificates of applications', () => {
  test('are set by an update, which finds thumbprint and dates in them and keeps the bytes for whoever selects them', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await registered(graph)
    const { certificate } = await generateSigningKey(world.now())
    const path = `/applications/${id}`
    await graph.expect(204, 'PATCH', path, { keyCredentials: [{ type: 'AsymmetricX509Cert', key: certificate }] })
    const { keyCredentials } = await graph.expect<{ keyCredentials: readonly [Json] }>(200, 'GET', path)
    const [shown] = keyCredentials
    const thumbprint = createHash('sha1').update(Buffer.from(certificate, 'base64')).digest('base64')
    assert.deepEqual([shown.customKeyIdentifier, shown.usage, shown.key], [thumbprint, 'Verify', null])
    assert.equal(shown.displayName, 'CN=Entrain token signing')
    assert.ok(Date.parse(String(shown.endDateTime)) > world.now())
    const selected = await graph.expect<typeof keyCredentials & Json>(200, 'GET', `${path}?$select=keyCredentials`)
    assert.equal((selected.keyCredentials as readonly [Json])[0].key, certificate)

    await graph.expect(204, 'PATCH', path, { keyCredentials: [{ keyId: shown.keyId, displayName: 'renamed' }] })
    const kept = await graph.expect<{ keyCredentials: readonly [Json] }>(200, 'GET', `${path}?$select=keyCredentials`)
    assert.deepEqual([kept.keyCredentials[0].key, kept.keyCredentials[0].displayName], [certificate, 'renamed'])
    const refuse = async (key: Json) => refusalOf(await graph('PATCH', path, { keyCredentials: [key] })).message
    assert.match(await refuse({ type: 'AsymmetricX509Cert', key: 'bm90IGEgY2VydA==' }), /not an X\.509 certificate/)
    assert.match(await refuse({ type: 'Other', key: certificate }), /type of a key/)
    const late = { type: 'AsymmetricX509Cert', key: certificate, endDateTime: '2099-01-01T00:00:00Z' }
    assert.match(await refuse(late), /end date is invalid/)
  })

  test('are rolled by whoever proves to hold one', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await registered(graph)
    const first = await generateSigningKey(world.now())
    const second = await generateSigningKey(world.now())
    const privateKey = createPrivateKey(first.privateKeyPem)
    const keyCredential = { type: 'AsymmetricX509Cert', usage: 'Verify', key: second.certificate }
    const add = async (token: string) =>
      graph('POST', `/applications/${id}/addKey`, { keyCredential, passwordCredential: null, proof: token })
    assert.match(refusalOf(await add(await proof(privateKey, id, world.now()))).message, /no valid certificate yet/)
    await graph.expect(204, 'PATCH', `/applications/${id}`, {
      keyCredentials: [{ type: 'AsymmetricX509Cert', key: first.certificate }],
    })
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    for (const wrong of [
      'nonsense',
      await proof(stranger, id, world.now()),
      await proof(privateKey, 'somebody', world.now()),
      await proof(privateKey, id, world.now(), 3_600),
      await proof(privateKey, id, world.now() - 3_600_000),
    ]) {
      assert.match(refusalOf(await add(wrong)).message, /proof/)
    }
    const added = await add(await proof(privateKey, id, world.now()))
    assert.equal(added.status, 200, added.text)
    assert.match(String(added.json()['@odata.context']), /#microsoft\.graph\.keyCredential$/)
    const { keyId } = added.json()
    const token = await proof(createPrivateKey(second.privateKeyPem), id, world.now())
    await graph.expect(204, 'POST', `/applications/${id}/removeKey`, { keyId, proof: token })
    const { keyCredentials } = await graph.expect<{ keyCredentials: readonly Json[] }>(
      200,
      'GET',
      `/applications/${id}`,
    )
    assert.equal(keyCredentials.length, 1)
  })

  test('for signing tokens are made by the service', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const path = `/servicePrincipals/${world.setUp.servicePrincipalId}`
    const made = await graph.expect<Json & { key: string; thumbprint: string }>(
      200,
      'POST',
      `${path}/addTokenSigningCertificate`,
      { displayName: 'CN=Payroll' },
    )
    assert.equal(
      made.thumbprint,
      createHash('sha1').update(Buffer.from(made.key, 'base64')).digest('hex').toUpperCase(),
    )
    const { keyCredentials } = await graph.expect<{ keyCredentials: readonly Json[] }>(200, 'GET', path)
    assert.deepEqual(
      keyCredentials.map(({ usage }) => usage),
      ['Sign', 'Verify'],
    )
    assert.equal((await graph('POST', `${path}/addTokenSigningCertificate`, { displayName: 'x' })).status, 400)
  })
})

test('a secret of another program does not let one in', async () => {
  await using world = await openWorld()
  const graph = await graphCall(world, 'Application.ReadWrite.All')
  const one = await registered(graph, { passwordCredentials: [{}] })
  const other = await registered(graph)
  await graph.expect(201, 'POST', '/servicePrincipals', { appId: other.appId })
  const [{ secretText }] = one.passwordCredentials as readonly [{ secretText: string }]
  await assert.rejects(callerOf(world, { clientId: other.appId, clientSecret: secretText })('GET', '/applications'))
})
