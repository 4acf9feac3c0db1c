import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import type { ErrorDetail } from '../../model/error.ts'
import {
  applicationWith,
  emptyWorld,
  feed,
  forTenantOf,
  jobOf,
  origin,
  refused,
  sender,
  template,
} from '../world.test.ts'
import { synchronizationSchemaRoutes } from './synchronization-schema.ts'

const context: EvaluationContext = {
  now: new Date(0),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: () => true,
  random: () => 0,
  newGuid: () => 'guid',
}
const path = `servicePrincipals/${feed.id}/synchronization/jobs/${jobOf(feed).id}/schema`

function open() {
  const world = emptyWorld()
  const changed: string[] = []
  const routes = synchronizationSchemaRoutes({
    forTenant: forTenantOf(world),
    audit: async () => {},
    evaluationContextOf: async () => context,
    wake: (_, jobId) => void changed.push(jobId),
    findTemplate: () => template,
  })
  return { world, changed, send: sender(routes, applicationWith('Synchronization.ReadWrite.All')) }
}

describe('the schema of a job', () => {
  test('is sent whole, with the members that Graph always sends', async () => {
    const { body } = await open().send('GET', path)
    assert.equal(
      body['@odata.context'],
      `${origin}/v1.0/$metadata#servicePrincipals('${feed.id}')/synchronization/jobs('${jobOf(feed).id}')/schema/$entity`,
    )
    assert.equal(body.version, 'v1')
    assert.equal(body.synchronizationRules[0].groupFilter, null)
    assert.equal(body.directories[0].name, 'API')
    assert.equal(body.directories[0].discoverabilities, 'None')
  })

  test('stays the version it is when what was read is written back', async () => {
    const { send, world } = open()
    const { body } = await send('GET', path)
    assert.equal((await send('PUT', path, { body })).status, 204)
    assert.equal(world.savedSchemas, 0)
  })

  test('becomes a new version with each change, by PUT as by PATCH, and keeps its id', async () => {
    const { send, world, changed } = open()
    for (const [method, targetAttributeName] of [
      ['PUT', 'mailNickname'],
      ['PATCH', 'department'],
    ] as const) {
      const { body } = await send('GET', path)
      body.synchronizationRules[0].objectMappings[0].attributeMappings.push({
        targetAttributeName,
        flowType: 'Add',
        source: { '@odata.type': '#microsoft.graph.attributeMappingSource', expression: '[externalId]' },
      })
      body.id = 'changed'
      assert.equal((await send(method, path, { body })).status, 204)
    }
    assert.equal(world.savedSchemas, 2)
    assert.deepEqual(changed, [jobOf(feed).id, jobOf(feed).id])
    const { body } = await send('GET', path)
    assert.equal(body.id, 'schema')
    assert.equal(body.version, 'v3')
    const mappings = body.synchronizationRules[0].objectMappings[0].attributeMappings
    assert.equal(mappings[2].targetAttributeName, 'department')
    assert.equal(mappings[2].flowType, 'ObjectAddOnly')
  })

  test('is refused with everything that would break a run, each with its place', async () => {
    const { send, world } = open()
    const { body } = await send('GET', path)
    const mappings = body.synchronizationRules[0].objectMappings[0].attributeMappings
    mappings.push({ ...mappings[0], matchingPriority: 0 })
    mappings[0].matchingPriority = 0
    await assert.rejects(send('PUT', path, { body }), (error: { code: string; details: ErrorDetail[] }) => {
      assert.equal(error.code, 'schemaInvalid')
      assert.deepEqual(
        error.details.map(({ target }) => target),
        [
          '/synchronizationRules/0/objectMappings/0/attributeMappings/1/targetAttributeName',
          '/synchronizationRules/0/objectMappings/0/attributeMappings',
        ],
      )
      return true
    })
    await refused(send('PUT', path, { body: {} }), 'schemaInvalid')
    await refused(send('PUT', path), 'badRequest', /Empty Payload/)
    assert.equal(world.savedSchemas, 0)
  })

  test('goes back to the template on DELETE, which makes no version when it is there already', async () => {
    const { send, world, changed } = open()
    assert.equal((await send('DELETE', path)).status, 204)
    assert.equal(world.savedSchemas, 0)
    const { body } = await send('GET', path)
    body.synchronizationRules[0].name = 'renamed'
    await send('PUT', path, { body })
    await send('DELETE', path)
    assert.equal(world.savedSchemas, 2)
    assert.deepEqual(changed, [], 'a name changes nothing for anybody')
    assert.equal((await send('GET', path)).body.synchronizationRules[0].name, '')
  })
})
