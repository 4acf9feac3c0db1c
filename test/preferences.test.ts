import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { graphCall } from './graph-call.ts'
import { type Json, newcomer, openWorld } from './world.ts'

describe('Prefer: return', () => {
  test('decides whether a PATCH answers nothing or what a GET would, and is told as applied', async () => {
    await using world = await openWorld()
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'CustomSecAttributeDefinition.ReadWrite.All',
      'DelegatedPermissionGrant.ReadWrite.All',
      'Group.ReadWrite.All',
      'Synchronization.ReadWrite.All',
      'User.ReadWrite.All',
    )
    const application = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const principal = await graph.expect(201, 'POST', '/servicePrincipals', { appId: application.appId })
    const { operations } = await world.provision(newcomer('A1'))
    const group = { displayName: 'Clerks', mailNickname: 'clerks', mailEnabled: false, securityEnabled: true }
    const credentials = `/applications/${application.id}/federatedIdentityCredentials`
    const definitions = '/directory/customSecurityAttributeDefinitions'
    await graph.expect(201, 'POST', '/directory/attributeSets', { id: 'Badge' })
    await graph.expect(201, 'POST', definitions, {
      attributeSet: 'Badge',
      name: 'Site',
      type: 'String',
      status: 'Available',
      isCollection: false,
      isSearchable: true,
      usePreDefinedValuesOnly: true,
      allowedValues: [{ id: 'North', isActive: true }],
    })
    const made = {
      group: await graph.expect(201, 'POST', '/groups', group),
      credential: await graph.expect(201, 'POST', credentials, {
        name: 'pipeline',
        issuer: 'https://issuer.example',
        subject: 'main',
        audiences: ['api://AzureADTokenExchange'],
      }),
      grant: await graph.expect(201, 'POST', '/oauth2PermissionGrants', {
        clientId: principal.id,
        consentType: 'AllPrincipals',
        resourceId: (await graph.expect(200, 'GET', "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"))
          .id,
        scope: 'User.Read',
      }),
    }
    const cases: readonly (readonly [path: string, change: Json])[] = [
      [`/applications/${application.id}`, { notes: 'Changed' }],
      [`/servicePrincipals/${principal.id}`, { notes: 'Changed' }],
      [`/users/${operations[0]?.targetId}`, { jobTitle: 'Changed' }],
      [`/groups/${made.group.id}`, { description: 'Changed' }],
      [`${credentials}/${made.credential.id}`, { description: 'Changed' }],
      [`/oauth2PermissionGrants/${made.grant.id}`, { scope: 'User.Read openid' }],
      ['/directory/attributeSets/Badge', { description: 'Changed' }],
      [`${definitions}/Badge_Site`, { description: 'Changed' }],
      [`${definitions}/Badge_Site/allowedValues/North`, { isActive: false }],
      [world.jobPath, { synchronizationJobSettings: [] }],
    ]
    for (const [path, change] of cases) {
      const patch = (prefer?: string) => graph('PATCH', path, change, prefer === undefined ? {} : { prefer })
      const plain = await patch()
      assert.deepEqual(
        [plain.status, plain.text, plain.headers['preference-applied']],
        [204, '', undefined],
        plain.text,
      )
      const minimal = await patch('return=minimal')
      assert.deepEqual([minimal.status, minimal.headers['preference-applied']], [204, 'return=minimal'], path)
      const whole = await patch('return=representation')
      assert.deepEqual([whole.status, whole.headers['preference-applied']], [200, 'return=representation'], whole.text)
      assert.deepEqual(whole.json(), await graph.expect(200, 'GET', path), path)
      const [[name, value] = []] = Object.entries(change)
      if (path !== world.jobPath) assert.deepEqual(whole.json()[String(name)], value, path)
    }
  })
})
