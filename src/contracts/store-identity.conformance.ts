import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleUser } from './sample-data.conformance.ts'
import type { Artifact, IdentityStore } from './store-identity.ts'

const now = Date.parse('2026-01-05T08:00:00Z')
const hourMs = 3_600_000

function sampleArtifact(changes: Partial<Artifact> = {}): Omit<Artifact, 'usedAt'> {
  return {
    kind: 'refreshToken',
    key: randomUUID(),
    family: randomUUID(),
    userId: null,
    createdAt: now,
    expiresAt: now + hourMs,
    data: { scope: ['User.Read'] },
    ...changes,
  }
}

/** What every store promises about the keeping of credentials and of what signing in hands out. */
export function identityConformance(open: OpenStore): void {
  const withIdentity = (work: (identity: IdentityStore) => Promise<void>) => async () => {
    const store = await open()
    try {
      await work((await createSampleTenant(store)).identity)
    } finally {
      await store.close()
    }
  }
  describe('IdentityStore', () => {
    credentialsConformance(withIdentity)
    artifactsConformance(withIdentity)
    purgeConformance(open)
  })
}

type WithIdentity = (work: (identity: IdentityStore) => Promise<void>) => () => Promise<void>

function credentialsConformance(withIdentity: WithIdentity): void {
  test(
    'keeps one password per user and hardens it only while it is still the same',
    withIdentity(async ({ passwords }) => {
      const userId = randomUUID()
      assert.equal(await passwords.find(userId), undefined)
      await passwords.put({ userId, hash: 'first', isHardened: false })
      await passwords.put({ userId: userId.toUpperCase(), hash: 'second', isHardened: false })
      assert.equal(await passwords.harden({ userId, hash: 'slow', isHardened: true }, 'first'), false)
      assert.deepEqual(await passwords.listQuick(10), [{ userId, hash: 'second', isHardened: false }])
      assert.equal(await passwords.harden({ userId, hash: 'slow', isHardened: true }, 'second'), true)
      assert.deepEqual(await passwords.listQuick(10), [])
      assert.deepEqual(await passwords.find(userId), { userId, hash: 'slow', isHardened: true })
    }),
  )
  test(
    'takes a time step of a second factor once, and none before it',
    withIdentity(async ({ totp }) => {
      const userId = randomUUID()
      assert.equal(await totp.takeStep(userId, 7), false)
      await totp.put(userId, { secret: 'GEZDGNBV', lastStep: 6 })
      const taken = await Promise.all([totp.takeStep(userId, 7), totp.takeStep(userId, 7)])
      assert.deepEqual(taken.toSorted(), [false, true])
      assert.equal(await totp.takeStep(userId, 6), false)
      assert.deepEqual(await totp.find(userId), { secret: 'GEZDGNBV', lastStep: 7 })
      await totp.remove(userId)
      assert.equal(await totp.find(userId), undefined)
    }),
  )
  test(
    'counts failures by account name, letter case ignored',
    withIdentity(async ({ failures }) => {
      const kept = { count: 3, lastAt: now, lockedUntil: 0 }
      await failures.update('Ann@fabrikam.example', () => kept)
      assert.deepEqual(await failures.find('ann@FABRIKAM.example'), kept)
      await failures.remove('ANN@fabrikam.example')
      assert.equal(await failures.find('ann@fabrikam.example'), undefined)
    }),
  )
  test(
    'counts all failures that happen at the same time',
    withIdentity(async ({ failures }) => {
      const more = () =>
        failures.update('Ann', (former) => ({ count: (former?.count ?? 0) + 1, lastAt: now, lockedUntil: 0 }))
      await Promise.all(Array.from({ length: 20 }, more))
      assert.equal((await failures.find('ann'))?.count, 20)
    }),
  )
}

function artifactsConformance(withIdentity: WithIdentity): void {
  test(
    'lets one of two users of the same artifact be the first',
    withIdentity(async ({ artifacts }) => {
      const artifact = sampleArtifact()
      await artifacts.add([artifact])
      await assert.rejects(artifacts.add([artifact]), { code: 'conflict' })
      const answers = await Promise.all([
        artifacts.use('refreshToken', artifact.key, now),
        artifacts.use('refreshToken', artifact.key, now + 1),
      ])
      assert.equal(answers.filter((answer) => answer?.usedAt === null).length, 1)
      const again = await artifacts.use('refreshToken', artifact.key, now + 2)
      assert.ok(again?.usedAt === now || again?.usedAt === now + 1)
    }),
  )
  test(
    'tells kinds apart and forgets what has expired',
    withIdentity(async ({ artifacts }) => {
      const artifact = sampleArtifact()
      await artifacts.add([artifact])
      assert.equal(await artifacts.find('code', artifact.key, now), undefined)
      assert.deepEqual(await artifacts.find('refreshToken', artifact.key, now), { ...artifact, usedAt: null })
      assert.equal(await artifacts.find('refreshToken', artifact.key, now + hourMs), undefined)
      assert.equal(await artifacts.use('refreshToken', artifact.key, now + hourMs), undefined)
    }),
  )
  test(
    'changes who an artifact belongs to, and says when it is gone',
    withIdentity(async ({ artifacts }) => {
      const artifact = sampleArtifact({ kind: 'deviceCode' })
      await artifacts.add([artifact])
      const userId = randomUUID()
      const change = (state: string) =>
        artifacts.change(artifact, (before) =>
          before.data.state === 'approved' ? undefined : { userId, expiresAt: now + 5, data: { state } },
        )
      const changed = await Promise.all([change('approved'), change('declined')])
      assert.deepEqual(changed, [true, false], 'the second one sees what the first one did')
      const found = await artifacts.find('deviceCode', artifact.key, now)
      assert.deepEqual([found?.userId, found?.data], [userId, { state: 'approved' }])
      await artifacts.remove('deviceCode', artifact.key)
      assert.equal(await change('approved'), false)
    }),
  )
  test(
    'lets nothing come of an artifact that was revoked',
    withIdentity(async ({ artifacts }) => {
      const [source, next, tooLate] = [sampleArtifact(), sampleArtifact(), sampleArtifact()]
      await artifacts.add([source])
      assert.equal(await artifacts.addFrom(source, next), true)
      await artifacts.revokeFamily(source.family)
      assert.equal(await artifacts.addFrom(source, tooLate), false)
      assert.equal(await artifacts.find('refreshToken', tooLate.key, now), undefined)
    }),
  )
  test(
    'revokes a family, or all of a user but one family, and nothing else',
    withIdentity(async ({ artifacts }) => {
      const userId = randomUUID()
      const [first, second, third] = [
        sampleArtifact({ userId }),
        sampleArtifact({ userId }),
        sampleArtifact({ userId }),
      ]
      const other = sampleArtifact({ userId: randomUUID() })
      const session = sampleArtifact({ kind: 'session', userId, family: first.family })
      await artifacts.add([first, second, third, other, session])
      await artifacts.revokeFamily(second.family)
      assert.equal(await artifacts.count('refreshToken'), 3)
      assert.deepEqual(await artifacts.listFamily('session', first.family, now), [{ ...session, usedAt: null }])
      assert.deepEqual(await artifacts.listFamily('session', second.family, now), [])
      await artifacts.revokeUser(userId.toUpperCase(), first.family)
      assert.equal(await artifacts.find('refreshToken', third.key, now), undefined)
      assert.notEqual(await artifacts.find('session', session.key, now), undefined)
      await artifacts.revokeUser(userId)
      assert.equal(await artifacts.find('session', session.key, now), undefined)
      assert.notEqual(await artifacts.find('refreshToken', other.key, now), undefined)
    }),
  )
  test(
    'keeps the newest of a user',
    withIdentity(async ({ artifacts }) => {
      const userId = randomUUID()
      const made = [3, 1, 2].map((age) => sampleArtifact({ userId, createdAt: now - age }))
      await artifacts.add(made)
      await artifacts.keepNewest('refreshToken', userId, 2)
      const left = await Promise.all(made.map(({ key }) => artifacts.find('refreshToken', key, now)))
      assert.deepEqual(
        left.map((artifact) => artifact !== undefined),
        [false, true, true],
      )
    }),
  )
  test(
    'lists those of a user that have not expired, newest first',
    withIdentity(async ({ artifacts }) => {
      const userId = randomUUID()
      const made = [3, 1, 2].map((age) => sampleArtifact({ userId, createdAt: now - age }))
      const [oldest, newest, middle] = made
      const over = sampleArtifact({ userId, expiresAt: now })
      await artifacts.add([...made, over, sampleArtifact({ userId: randomUUID() })])
      const listed = await artifacts.listUser('refreshToken', userId.toUpperCase(), { now, limit: 10 })
      assert.deepEqual(
        listed,
        [newest, middle, oldest].map((artifact) => ({ ...artifact, usedAt: null })),
      )
      assert.equal((await artifacts.listUser('refreshToken', userId, { now, limit: 2 })).length, 2)
      assert.deepEqual(await artifacts.listUser('session', userId, { now, limit: 10 }), [])
    }),
  )
}

function purgeConformance(open: OpenStore): void {
  test('removes what has expired and the credentials of those who are gone for good', async () => {
    const store = await open()
    const tenant = await createSampleTenant(store)
    const { identity } = tenant
    const user = sampleUser()
    await tenant.provisioning.transaction(async ({ users, passwords }) => {
      await users.insert([user])
      await passwords.put([{ userId: user.id, hash: 'kept', isHardened: true }])
    })
    await identity.passwords.put({ userId: randomUUID(), hash: 'orphaned', isHardened: true })
    await identity.totp.put(randomUUID(), { secret: 'GEZDGNBV', lastStep: 0 })
    await identity.failures.update('ann', () => ({ count: 1, lastAt: now - 25 * hourMs, lockedUntil: 0 }))
    await identity.failures.update('bea', () => ({ count: 1, lastAt: now, lockedUntil: 0 }))
    await identity.artifacts.add([sampleArtifact({ expiresAt: now }), sampleArtifact()])
    assert.equal(await identity.purge(now), 4)
    assert.equal((await identity.passwords.find(user.id))?.hash, 'kept')
    assert.equal(await identity.artifacts.count('refreshToken'), 1)
    assert.equal(await identity.failures.find('ann'), undefined)
    assert.notEqual(await identity.failures.find('bea'), undefined)
    await store.close()
  })
}
