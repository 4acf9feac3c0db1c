import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { isPermission, type Permission, permissions } from '../src/auth/permissions.ts'
import { roleTemplates } from '../src/auth/role-templates.ts'
import { entitySets } from '../src/graph/model/entity-sets.ts'
import { type EntityName, entityDefinition, propertiesOf } from '../src/graph/model/find-type.ts'
import { type ObjectType, objectTypes } from '../src/model/directory-object.ts'
import { type FilterCell, filterCells } from './filter-cells.ts'
import { sampleProperties } from './sample-values.ts'
import { type Client, type Json, openWorld, type World } from './world.ts'

const objectsPerSet = 12
const requestsAtOnce = 8

/** Sets that are answered as a whole, without pages. */
const unpaged: ReadonlySet<string> = new Set(['directoryRoles', 'directoryRoleTemplates'])

/** Sets whose objects are the directory's. */
const sets = entitySets.filter(({ kind, name }) => kind === 'entitySet' && name !== 'directoryObjects')

let world: World
let client: Client

before(async () => {
  world = await openWorld()
  const readers = Object.entries(permissions).filter(([name, ids]) => isPermission(name) && ids.application !== null)
  client = await world.addClient(readers.map(([name]) => name as Permission))
  await seed()
})
after(() => world[Symbol.asyncDispose]())

/** Objects with everything that the model knows of them, straight into the store: no request could set it all. */
async function seed(): Promise<void> {
  const store = await openStore(world.config.dataDirectory)
  try {
    const tenant = store.forTenant(world.setUp.tenantId)
    const indexes = Array.from({ length: objectsPerSet }, (_, index) => index)
    await tenant.provisioning.transaction(async ({ users, objects }) => {
      await users.insert(indexes.map(newUser))
      for (const { type } of sets.filter((set) => isObjectType(set.type) && set.type !== 'directoryRole')) {
        for (const index of indexes) await objects.insert(newObject(type as ObjectType, index))
      }
      for (const [displayName, roleTemplateId] of Object.entries(roleTemplates).slice(0, objectsPerSet)) {
        const properties = { displayName, description: `May be ${displayName}`, roleTemplateId }
        const keys = [{ name: 'roleTemplateId', value: roleTemplateId }]
        await objects.insert({ id: randomUUID(), type: 'directoryRole', properties, keys })
      }
    })
  } finally {
    await store.close()
  }
}

function isObjectType(type: string): type is ObjectType {
  return objectTypes.some((known) => known === type)
}

function newUser(index: number) {
  const { id: _, deletedDateTime: __, ...properties } = sampleProperties(entityDefinition('user'), index)
  return {
    id: randomUUID(),
    managerId: null,
    properties: {
      ...properties,
      userPrincipalName: `person${index}@fabrikam.example`,
      mail: index % 4 === 3 ? undefined : `person${index}@fabrikam.example`,
      displayName: `Person ${index}`,
      accountEnabled: index % 2 === 0,
      createdDateTime: `2026-01-0${(index % 9) + 1}T00:00:00Z`,
    },
  }
}

function newObject(type: ObjectType, index: number) {
  const { id: _, deletedDateTime: __, ...properties } = sampleProperties(entityDefinition(type as EntityName), index)
  const appId = randomUUID()
  const keys = 'appId' in properties || type === 'application' ? [{ name: 'appId', value: appId }] : []
  // Grants of service principals that are gone are not shown.
  const ends = { clientId: world.setUp.servicePrincipalId, resourceId: world.setUp.servicePrincipalId }
  const own = { ...properties, ...(keys.length > 0 && { appId }), ...(type === 'oAuth2PermissionGrant' && ends) }
  return { id: randomUUID(), type, properties: { ...own, displayName: `Object ${index}` }, keys }
}

async function ask(set: string, filter: string | undefined, isAdvanced: boolean) {
  const options = new URLSearchParams(filter === undefined ? {} : { $filter: filter })
  if (!unpaged.has(set)) options.set('$top', '999')
  options.set('$select', 'id')
  if (isAdvanced) options.set('$count', 'true')
  return world.send('GET', `/beta/${set}?${options}`, {
    token: await world.token(client),
    headers: isAdvanced ? { ConsistencyLevel: 'eventual' } : {},
  })
}

/** Every object with every property. */
async function readAll({ name, type }: (typeof sets)[number]): Promise<readonly Json[]> {
  const names = propertiesOf(entityDefinition(type as EntityName), 'beta')
    .filter((property) => property.type !== 'Edm.Stream')
    .map((property) => property.name)
  const top = unpaged.has(name) ? '' : '$top=999&'
  const path = `/beta/${name}?${top}$select=${names.join(',')}`
  const answer = await world.send('GET', path, { token: await world.token(client) })
  assert.equal(answer.status, 200, answer.text)
  return answer.json<{ readonly value: readonly Json[] }>().value
}

/** What is wrong with the answers to a cell; undefined when nothing is. */
async function judge(set: string, cell: FilterCell, all: readonly Json[]): Promise<string | undefined> {
  const advanced = await ask(set, cell.filter, true)
  const place = `${cell.name} [${cell.operator}] ${cell.filter}`
  if (!cell.isAllowed)
    return isUnsupported(advanced) ? undefined : `${place}: ${advanced.status}, but it is not allowed`
  if (advanced.status !== 200) return `${place}: ${advanced.text}`
  const expected = idsOf(all.filter(cell.fits))
  if (idsOf(valuesOf(advanced)) !== expected)
    return `${place}: ${valuesOf(advanced).length} other objects than expected`

  const basic = await ask(set, cell.filter, false)
  if (!cell.isBasic) return isUnsupported(basic) ? undefined : `${place}: ${basic.status} without the advanced mode`
  if (basic.status !== 200) return `${place}: ${basic.text} without the advanced mode`
  return idsOf(valuesOf(basic)) === expected ? undefined : `${place}: other objects without the advanced mode`
}

type Answered = Awaited<ReturnType<typeof ask>>

function valuesOf(answer: Answered): readonly Json[] {
  return answer.json<{ readonly value: readonly Json[] }>().value
}

function idsOf(objects: readonly Json[]): string {
  return objects
    .map(({ id }) => String(id))
    .sort()
    .join()
}

function isUnsupported(answer: Answered): boolean {
  return answer.status === 400 && answer.json<{ error: { code: string } }>().error.code === 'Request_UnsupportedQuery'
}

async function findTroubles(
  set: string,
  cells: readonly FilterCell[],
  all: readonly Json[],
): Promise<readonly string[]> {
  const troubles: string[] = []
  const waiting = [...cells]
  const worker = async () => {
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const trouble = await judge(set, cell, all)
      if (trouble !== undefined) troubles.push(trouble)
    }
  }
  await Promise.all(Array.from({ length: requestsAtOnce }, worker))
  return troubles.sort()
}

describe('$filter does what the model says', () => {
  for (const set of sets) {
    test(`on /${set.name}: each operator that is allowed, each that is not, each without the advanced mode`, async (context) => {
      const all = await readAll(set)
      assert.ok(all.length > 0, 'there is nothing to tell apart')
      const cells = filterCells(set.type as EntityName, 'beta', all)
      const allowed = cells.filter(({ isAllowed }) => isAllowed)
      const telling = allowed.filter(({ fits }) => all.some(fits) && !all.every(fits))
      context.diagnostic(`${cells.length} cells, ${allowed.length} allowed, ${telling.length} of them telling`)
      assert.deepEqual(await findTroubles(set.name, cells, all), [])
    })
  }
})
