import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../model/application.ts'
import {
  createSampleTenant,
  type OpenStore,
  sampleApplication,
  sampleAssignment,
  samplePassword,
  sampleServicePrincipal,
} from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'

export function applicationsConformance(open: OpenStore): void {
  describe('ApplicationsStore', () => {
    test('finds an application by appId, letter case ignored', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const application = sampleApplication()
      await keep(tenant, { application })
      const { applications } = tenant
      assert.deepEqual(await applications.findApplicationByAppId(application.appId.toUpperCase()), application)
      assert.equal(await applications.findApplicationByAppId(randomUUID()), undefined)
      await store.close()
    })

    test('finds a service principal by id and by appId, letter case ignored', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const servicePrincipal = sampleServicePrincipal({ accountEnabled: false, tags: [] })
      await keep(tenant, { servicePrincipal })
      const { applications } = tenant
      assert.deepEqual(await applications.findServicePrincipal(servicePrincipal.id.toUpperCase()), servicePrincipal)
      const { appId } = servicePrincipal
      assert.deepEqual(await applications.findServicePrincipalByAppId(appId.toUpperCase()), servicePrincipal)
      assert.equal(await applications.findServicePrincipal(randomUUID()), undefined)
      assert.equal(await applications.findServicePrincipalByAppId(randomUUID()), undefined)
      await store.close()
    })

    test('lists service principals by id', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const all = Array.from({ length: 5 }, () => sampleServicePrincipal())
      for (const servicePrincipal of all) await keep(tenant, { servicePrincipal })
      const listed = await tenant.applications.listServicePrincipals()
      assert.deepEqual(
        listed.map(({ id }) => id),
        all.map(({ id }) => id).sort(),
      )
      await store.close()
    })

    test('lists the passwords of an application, the oldest first', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const application = sampleApplication()
      const older = samplePassword({ displayName: 'first' })
      const newer = samplePassword({ startDateTime: '2026-02-05T08:00:00Z' })
      await keep(tenant, { application, passwords: [newer, older] })
      const { applications } = tenant
      assert.deepEqual(await applications.listPasswords(application.appId.toUpperCase()), [older, newer])
      assert.deepEqual(await applications.listPasswords(randomUUID()), [])
      await store.close()
    })

    test('lists the permissions of a service principal, the oldest first', async () => {
      const store = await open()
      const tenant = await createSampleTenant(store)
      const assignment = sampleAssignment()
      const other = sampleAssignment({ principalId: assignment.principalId, createdDateTime: '2026-02-05T08:00:00Z' })
      await keep(tenant, { assignments: [other, assignment] })
      const { applications } = tenant
      const listed = await applications.listAppRoleAssignments(assignment.principalId.toUpperCase())
      assert.deepEqual(listed, [assignment, other])
      assert.deepEqual(await applications.listAppRoleAssignments(randomUUID()), [])
      await store.close()
    })

    test('keeps tenants apart', async () => {
      const store = await open()
      const [fabrikam, contoso] = [await createSampleTenant(store), await createSampleTenant(store)]
      const application = sampleApplication()
      const servicePrincipal = sampleServicePrincipal({ appId: application.appId })
      await keep(fabrikam, { application, servicePrincipal })
      assert.equal(await contoso.applications.findApplicationByAppId(application.appId), undefined)
      assert.equal(await contoso.applications.findServicePrincipal(servicePrincipal.id), undefined)
      await keep(contoso, { application, servicePrincipal: sampleServicePrincipal({ appId: application.appId }) })
      assert.deepEqual(await fabrikam.applications.listServicePrincipals(), [servicePrincipal])
      await store.close()
    })

    test('is empty for a tenant that does not exist', async () => {
      const store = await open()
      const { applications } = store.forTenant(randomUUID())
      assert.deepEqual(await applications.listServicePrincipals(), [])
      assert.equal(await applications.findApplicationByAppId(randomUUID()), undefined)
      assert.equal(await applications.findServicePrincipal(randomUUID()), undefined)
      assert.deepEqual(await applications.listPasswords(randomUUID()), [])
      assert.deepEqual(await applications.listAppRoleAssignments(randomUUID()), [])
      await store.close()
    })
  })
}

interface Kept {
  readonly application?: Application
  readonly passwords?: readonly PasswordCredential[]
  readonly servicePrincipal?: ServicePrincipal
  readonly assignments?: readonly AppRoleAssignment[]
}

/** Writes objects of the directory as their rooms do. */
async function keep(
  { provisioning }: TenantStore,
  { application, passwords = [], servicePrincipal, assignments = [] }: Kept,
): Promise<void> {
  await provisioning.transaction(async ({ objects }) => {
    if (application !== undefined) {
      const { id, ...properties } = { ...application, passwordCredentials: passwords }
      await objects.insert({ id, type: 'application', properties, keys: [{ name: 'appId', value: application.appId }] })
    }
    if (servicePrincipal !== undefined) {
      const { id, ownerIds, ...properties } = servicePrincipal
      const keys = [{ name: 'appId', value: servicePrincipal.appId }]
      await objects.insert({ id, type: 'servicePrincipal', properties, keys })
      for (const ownerId of ownerIds) await objects.link('owners', id, ownerId)
    }
    for (const { id, ...properties } of assignments) {
      await objects.insert({ id, type: 'appRoleAssignment', properties, keys: [] })
      await objects.link('principal', id, properties.principalId)
      await objects.link('resource', id, properties.resourceId)
    }
  })
}
