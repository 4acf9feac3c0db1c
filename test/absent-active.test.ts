import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultJobOptions } from '../src/model/synchronization-job.ts'
import { accountOf, addJobLike, editSchema, provisionTo } from './journey.ts'
import { newcomer, openWorld, person, type World } from './world.ts'

/** Default mappings, section 7, line 4: the rule `Not([active])` of the Active Directory preset, on an attribute of the directory. */
const disabledFlag = 'extensionAttribute1'

async function flagOf(world: World): Promise<unknown> {
  const account = await accountOf(world, 'E-1', 'onPremisesExtensionAttributes')
  const attributes = account?.onPremisesExtensionAttributes as Record<string, unknown> | undefined
  return attributes?.[disabledFlag] ?? null
}

test('Not([active]) flags who is inactive, and leaves the flag alone when active is not sent', async () => {
  await using world = await openWorld()
  await editSchema(world, (schema) => schema.map(disabledFlag, 'Not([active])'))
  await world.provision(newcomer('E-1', { active: false }))
  assert.equal(await flagOf(world), 'True')
  await world.provision(person('E-1', { active: true }))
  assert.equal(await flagOf(world), 'False')
  await world.provision(person('E-1', { title: 'Clerk' }))
  assert.equal(await flagOf(world), 'False')
})

test('in strict mode an absent active counts as inactive, which is the trap of the original', async () => {
  await using world = await openWorld()
  const jobPath = await addJobLike(world, () => ({
    options: { ...defaultJobOptions, skipMappingWhenAllInputsAbsent: false },
  }))
  await editSchema(world, (schema) => schema.map(disabledFlag, 'Not([active])'), jobPath)
  await provisionTo(world, jobPath, newcomer('E-1', { active: true }))
  assert.equal(await flagOf(world), 'False')
  await provisionTo(world, jobPath, person('E-1', { title: 'Clerk' }))
  assert.equal(await flagOf(world), 'True')
})
