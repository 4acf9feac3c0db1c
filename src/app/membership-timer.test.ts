import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../contracts/store.ts'
import { startMembershipTimer } from './membership-timer.ts'
import { openStore } from './open-stores.ts'

const triesMax = 100
const betweenTriesMs = 100

async function addTenant(store: Store, name: string): Promise<string> {
  const id = randomUUID()
  await store.tenants.create({
    id,
    displayName: name,
    domains: [{ name, isDefault: true }],
    createdDateTime: '2026-01-01T00:00:00Z',
  })
  return id
}

test('memberships of one tenant follow their rules while the store of another fails', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'entrain-membership-'))
  const store = await openStore(directory)
  const broken = await addTenant(store, 'contoso.example')
  const tenant = store.forTenant(await addTenant(store, 'fabrikam.example'))
  const groupId = randomUUID()
  const properties = {
    groupTypes: ['DynamicMembership'],
    membershipRule: 'user.department -eq "Sales"',
    membershipRuleProcessingState: 'On',
  }
  const person = (department: string) => {
    const id = randomUUID()
    const names = { displayName: id, mailNickname: id, userPrincipalName: `${id}@fabrikam.example` }
    const made = { accountEnabled: true, createdDateTime: '2026-01-01T00:00:00Z' }
    return { id, version: 1, managerId: null, properties: { ...made, ...names, department } }
  }
  const [ann, bob] = [person('Sales'), person('Marketing')]
  await tenant.provisioning.transaction(async ({ objects, users }) => {
    await users.insert([ann, bob])
    await objects.insert({ id: groupId, type: 'group', properties, keys: [] })
  })
  const failures: unknown[] = []
  const defect = new Error('the disk is gone')
  const timer = startMembershipTimer({
    store: {
      tenants: store.tenants,
      forTenant(id) {
        const found = store.forTenant(id)
        const changes = { ...found.changes, latest: () => Promise.reject(defect) }
        return id === broken ? { ...found, changes } : found
      },
    },
    onFailure: (error) => failures.push(error),
  })
  try {
    const members = () => tenant.objects.listLinked('members', groupId, { limit: 10 })
    for (let tries = 0; tries < triesMax && (await members()).length === 0; tries += 1) await sleep(betweenTriesMs)
    assert.deepEqual(await members(), [ann.id])
    assert.deepEqual(failures, [defect])
  } finally {
    await timer.stop()
    await store.close()
    await rm(directory, { recursive: true })
  }
})
