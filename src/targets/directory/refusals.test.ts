import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { UsersWriter } from '../../contracts/store-provisioning.ts'
import type { AttributeChange } from '../../contracts/target.ts'
import { createDirectoryTarget } from './index.ts'

/** Takes whatever comes. */
const users: UsersWriter = {
  findBy: async (_, values) => values.map(() => []),
  findByIds: async (ids) => ids.map(() => undefined),
  setManagers: async (users) => users.map(() => ({ kind: 'written' as const })),
  insert: async (inserted) => inserted.map(() => ({ kind: 'written' })),
  remove: async (removed) => removed.map(() => ({ kind: 'written' })),
  replace: async (replaced) => replaced.map(() => ({ kind: 'written' })),
}
const target = createDirectoryTarget({
  users,
  passwords: { put: async () => {} },
  clock: { now: () => Date.UTC(2026, 0, 2) },
  isVerifiedDomain: (domain) => domain === 'fabrikam.example',
})

const complete: Readonly<Record<string, AttributeChange['value']>> = {
  userPrincipalName: 'ana@fabrikam.example',
  displayName: 'Ana',
  mailNickname: 'ana',
  accountEnabled: true,
}

async function create(changes: Readonly<Record<string, AttributeChange['value']>>) {
  const list = Object.entries(changes).map(([attribute, value]) => ({ attribute, value }))
  const [outcome] = await target.apply([{ kind: 'create', changes: list }])
  return outcome?.kind === 'refused' ? `${outcome.code}: ${outcome.additionalDetails}` : outcome?.kind
}

describe('the directory', () => {
  test('takes a user that has what is required', async () => {
    assert.equal(await create(complete), 'applied')
  })

  for (const name of Object.keys(complete)) {
    test(`refuses a new user without ${name}, whatever the mappings of the job are`, async () => {
      const { [name]: _, ...rest } = complete
      assert.equal(await create(rest), `MandatoryFieldsMissing: ${name}`)
    })
  }

  test('refuses values of another type than its own, whatever the schema of the job declares', async () => {
    assert.equal(await create({ ...complete, accountEnabled: 'True' }), 'UnprocessableEntity: accountEnabled: True')
    assert.equal(
      await create({ ...complete, otherMails: 'a@b.example' }),
      'UnprocessableEntity: otherMails: a@b.example',
    )
    assert.equal(await create({ ...complete, jobTitle: ['a', 'b'] }), 'UnprocessableEntity: jobTitle: a;b')
    assert.equal(await create({ ...complete, employeeHireDate: 'soon' }), 'UnprocessableEntity: employeeHireDate: soon')
    assert.equal(await create({ ...complete, employeeHireDate: '2026-01-02T00:00:00Z' }), 'applied')
  })

  test('refuses to write what it alone writes', async () => {
    assert.equal(await create({ ...complete, objectId: 'x' }), 'NotPermitted: objectId')
  })
})
