import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  createSampleTenant,
  type OpenStore,
  sampleApplication,
  sampleAssignment,
  samplePassword,
  sampleServicePrincipal,
} from './sample-data.conformance.ts'

export function applicationsConformance(open: OpenStore): void {
  describe('ApplicationsStore', () => {
    test('finds an application by appId, letter case ignored', async () => {
      const store = await open()
      const { applications } = await createSampleTenant(store)
      const application = sampleApplication()
      await applications.createApplication(application)
      assert.deepEqual(await applications.findApplicationByAppId(application.appId.toUpperCase()), application)
      assert.equal(await applications.findApplicationByAppId(randomUUID()), undefined)
      assert.deepEqual(await applications.listApplications(), [application])
      await assert.rejects(
        applications.createApplication(sampleApplication({ appId: application.appId.toUpperCase() })),
        { code: 'conflict' },
      )
      await store.close()
    })

    test('finds a service principal by id and by appId, letter case ignored', async () => {
      const store = await open()
      const { applications } = await createSampleTenant(store)
      const servicePrincipal = sampleServicePrincipal({ accountEnabled: false, tags: [] })
      await applications.createServicePrincipal(servicePrincipal)
      assert.deepEqual(await applications.findServicePrincipal(servicePrincipal.id.toUpperCase()), servicePrincipal)
      const { appId } = servicePrincipal
      assert.deepEqual(await applications.findServicePrincipalByAppId(appId.toUpperCase()), servicePrincipal)
      assert.equal(await applications.findServicePrincipal(randomUUID()), undefined)
      assert.equal(await applications.findServicePrincipalByAppId(randomUUID()), undefined)
      await store.close()
    })

    test('refuses a second service principal of the same appId', async () => {
      const store = await open()
      const { applications } = await createSampleTenant(store)
      const first = sampleServicePrincipal()
      await applications.createServicePrincipal(first)
      const second = sampleServicePrincipal({ appId: first.appId.toUpperCase() })
      await assert.rejects(applications.createServicePrincipal(second), { code: 'conflict' })
      assert.deepEqual(await applications.listServicePrincipals(), [first])
      await store.close()
    })

    test('lists service principals by id', async () => {
      const store = await open()
      const { applications } = await createSampleTenant(store)
      const all = Array.from({ length: 5 }, () => sampleServicePrincipal())
      for (const servicePrincipal of all) await applications.createServicePrincipal(servicePrincipal)
      const listed = await applications.listServicePrincipals()
      assert.deepEqual(
        listed.map(({ id }) => id),
        all.map(({ id }) => id).sort(),
      )
      await store.close()
    })

    test('keeps the passwords of an application and refuses one for an unknown application', async () => {
      const store = await open()
      const { applications } = await createSampleTenant(store)
      const application = sampleApplication()
      await applications.createApplication(application)
      const older = samplePassword({ displayName: 'first' })
      const newer = samplePassword({ startDateTime: '2026-02-05T08:00:00Z' })
      await applications.addPassword(application.appId.toUpperCase(), newer)
      await applications.addPassword(application.appId, older)
      assert.deepEqual(await applications.listPasswords(application.appId.toUpperCase()), [older, newer])
      assert.deepEqual(await applications.listPasswords(randomUUID()), [])
      await assert.rejects(applications.addPassword(randomUUID(), samplePassword()), { code: 'notFound' })
      await store.close()
    })

    test('grants a permission once, however often it is granted', async () => {
      const store = await open()
      const { applications } = await createSampleTenant(store)
      const assignment = sampleAssignment()
      const other = sampleAssignment({ principalId: assignment.principalId, createdDateTime: '2026-02-05T08:00:00Z' })
      await applications.assignAppRole(assignment)
      await applications.assignAppRole(assignment)
      await applications.assignAppRole({ ...assignment, id: randomUUID() })
      await applications.assignAppRole(other)
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
      await fabrikam.applications.createApplication(application)
      await fabrikam.applications.createServicePrincipal(servicePrincipal)
      assert.equal(await contoso.applications.findApplicationByAppId(application.appId), undefined)
      assert.equal(await contoso.applications.findServicePrincipal(servicePrincipal.id), undefined)
      await contoso.applications.createApplication(application)
      await contoso.applications.createServicePrincipal(sampleServicePrincipal({ appId: application.appId }))
      assert.deepEqual(await fabrikam.applications.listServicePrincipals(), [servicePrincipal])
      await store.close()
    })

    test('is empty for a tenant that does not exist, and refuses to write', async () => {
      const store = await open()
      const { applications } = store.forTenant(randomUUID())
      assert.deepEqual(await applications.listApplications(), [])
      assert.deepEqual(await applications.listServicePrincipals(), [])
      assert.equal(await applications.findServicePrincipal(randomUUID()), undefined)
      assert.deepEqual(await applications.listPasswords(randomUUID()), [])
      assert.deepEqual(await applications.listAppRoleAssignments(randomUUID()), [])
      const refused = { code: 'notFound' }
      await assert.rejects(applications.createApplication(sampleApplication()), refused)
      await assert.rejects(applications.createServicePrincipal(sampleServicePrincipal()), refused)
      await assert.rejects(applications.addPassword(randomUUID(), samplePassword()), refused)
      await assert.rejects(applications.assignAppRole(sampleAssignment()), refused)
      await store.close()
    })
  })
}
