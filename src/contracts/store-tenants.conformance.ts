import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type OpenStore, sampleSigningKey, sampleTenant } from './sample-data.conformance.ts'

export function tenantsConformance(open: OpenStore): void {
  describe('TenantsStore', () => {
    test('finds a tenant by id and by domain name, letter case ignored', async () => {
      const store = await open()
      const domains = [
        { name: 'fabrikam.example', isDefault: true },
        { name: 'staff.fabrikam.example', isDefault: false },
      ]
      const tenant = sampleTenant({ domains })
      await store.tenants.create(tenant)
      for (const name of [tenant.id, tenant.id.toUpperCase(), 'fabrikam.example', 'Staff.Fabrikam.EXAMPLE']) {
        assert.deepEqual(await store.tenants.find(name), tenant, name)
      }
      assert.equal(await store.tenants.find('contoso.example'), undefined)
      await store.close()
    })

    test('stores domain names in lower case', async () => {
      const store = await open()
      const tenant = sampleTenant({ domains: [{ name: 'Fabrikam.Example', isDefault: true }] })
      await store.tenants.create(tenant)
      const found = await store.tenants.find(tenant.id)
      assert.deepEqual(found?.domains, [{ name: 'fabrikam.example', isDefault: true }])
      await store.close()
    })

    test('refuses an id or a domain that is taken, and keeps nothing of the refused tenant', async () => {
      const store = await open()
      const first = sampleTenant({ domains: [{ name: 'fabrikam.example', isDefault: true }] })
      await store.tenants.create(first)
      const sameId = sampleTenant({ id: first.id.toUpperCase() })
      const domains = [
        { name: 'contoso.example', isDefault: true },
        { name: 'FABRIKAM.example', isDefault: false },
      ]
      const sameDomain = sampleTenant({ domains })
      await assert.rejects(store.tenants.create(sameId), { code: 'conflict' })
      await assert.rejects(store.tenants.create(sameDomain), { code: 'conflict' })
      assert.deepEqual(await store.tenants.list(), [first])
      assert.equal(await store.tenants.find('contoso.example'), undefined)
      await store.close()
    })

    test('lists tenants in order of creation', async () => {
      const store = await open()
      assert.deepEqual(await store.tenants.list(), [])
      const tenants = [sampleTenant({ displayName: 'b' }), sampleTenant({ displayName: 'c' }), sampleTenant()]
      for (const tenant of tenants) await store.tenants.create(tenant)
      assert.deepEqual(await store.tenants.list(), tenants)
      await store.close()
    })

    test('takes many tenants at once', async () => {
      const store = await open()
      const tenants = Array.from({ length: 8 }, () => sampleTenant())
      await Promise.all(tenants.map((tenant) => store.tenants.create(tenant)))
      assert.deepEqual(new Set((await store.tenants.list()).map(({ id }) => id)), new Set(tenants.map(({ id }) => id)))
      await store.close()
    })
  })
}

export function signingKeysConformance(open: OpenStore): void {
  describe('SigningKeysStore', () => {
    test('retires every older key when a new one comes, and lists the newest first', async () => {
      const store = await open()
      const [january, february, march] = [
        '2026-01-01T00:00:00Z',
        '2026-02-01T00:00:00Z',
        '2026-03-01T00:00:00Z',
      ] as const
      await store.signingKeys.rotate(sampleSigningKey('a', january))
      await store.signingKeys.rotate(sampleSigningKey('b', february))
      await store.signingKeys.rotate(sampleSigningKey('c', march))
      assert.deepEqual(await store.signingKeys.list(), [
        sampleSigningKey('c', march),
        { ...sampleSigningKey('b', february), retiredAt: march },
        { ...sampleSigningKey('a', january), retiredAt: february },
      ])
      await store.close()
    })

    test('refuses a key id that is taken and leaves the current key as it is', async () => {
      const store = await open()
      const key = sampleSigningKey('a', '2026-01-01T00:00:00Z')
      await store.signingKeys.rotate(key)
      await assert.rejects(store.signingKeys.rotate({ ...key, createdAt: '2026-02-01T00:00:00Z' }), {
        code: 'conflict',
      })
      assert.deepEqual(await store.signingKeys.list(), [key])
      await store.close()
    })

    test('removes a key, and removing it twice does no harm', async () => {
      const store = await open()
      await store.signingKeys.rotate(sampleSigningKey('a', '2026-01-01T00:00:00Z'))
      await store.signingKeys.remove('a')
      await store.signingKeys.remove('a')
      assert.deepEqual(await store.signingKeys.list(), [])
      await store.close()
    })
  })
}
