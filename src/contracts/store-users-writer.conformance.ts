import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withinTransaction } from './provisioning-samples.conformance.ts'
import { type OpenStore, sampleUser } from './sample-data.conformance.ts'

/** Needs a store whose provisioning part is complete. */
export function usersWriterConformance(open: OpenStore): void {
  const within = withinTransaction(open)

  describe('ProvisioningTransaction.users', () => {
    test(
      'inserts, replaces and finds, and counts versions',
      within(async ({ users }) => {
        const ann = sampleUser({ employeeId: 'E-1', jobTitle: 'Clerk' })
        assert.deepEqual(await users.insert([ann]), [{ kind: 'written' }])
        const [found] = await users.findByIds([ann.id])
        assert.deepEqual(found, { ...ann, version: 1 })
        assert.ok(found !== undefined)
        const { jobTitle: _, ...rest } = found.properties
        const changed = {
          ...found,
          managerId: ann.id,
          properties: { ...rest, userPrincipalName: 'new@fabrikam.example' },
        }
        assert.deepEqual(await users.replace([changed]), [{ kind: 'written' }])
        assert.deepEqual(await users.findByIds([ann.id]), [{ ...changed, version: 2 }])
        assert.deepEqual(await users.findBy('userPrincipalName', [ann.properties.userPrincipalName]), [[]])
      }),
    )

    test(
      'finds by value, letter case ignored, one answer for each and two users at most',
      within(async ({ users }) => {
        const people = ['E-1', 'e-1', 'E-1', 'E-2'].map((employeeId) => sampleUser({ employeeId }))
        await users.insert(people)
        const found = await users.findBy('employeeId', ['e-2', 'E-3', 'E-1'])
        assert.deepEqual(
          found.map((some) => some.length),
          [1, 0, 2],
        )
        assert.equal(found[0]?.[0]?.id, people[3]?.id)
      }),
    )

    test(
      'refuses a principal name that another user has, whatever its letter case, and writes the others',
      within(async ({ users }) => {
        const [ann, bo, cy] = [sampleUser(), sampleUser(), sampleUser()]
        const name = ann.properties.userPrincipalName.toUpperCase()
        const twin = sampleUser({ userPrincipalName: name })
        const taken = { kind: 'taken', property: 'userPrincipalName' } as const
        assert.deepEqual(await users.insert([ann, twin, bo]), [{ kind: 'written' }, taken, { kind: 'written' }])
        assert.deepEqual(await users.insert([twin, cy]), [taken, { kind: 'written' }])
        const renamed = { ...bo, version: 1, properties: { ...bo.properties, userPrincipalName: name } }
        const titled = { ...cy, version: 1, properties: { ...cy.properties, jobTitle: 'Clerk' } }
        assert.deepEqual(await users.replace([renamed, titled]), [taken, { kind: 'written' }])
        const found = await users.findByIds([twin.id, bo.id, cy.id])
        assert.deepEqual(found, [undefined, { ...bo, version: 1 }, { ...titled, version: 2 }])
      }),
    )

    test(
      'refuses an id that is there already, and tells that a user is gone',
      within(async ({ users }) => {
        const ann = sampleUser()
        await users.insert([ann])
        const twin = sampleUser({ id: ann.id, userPrincipalName: 'twin@fabrikam.example' })
        assert.deepEqual(await users.insert([twin]), [{ kind: 'taken', property: 'id' }])
        assert.deepEqual(await users.replace([{ ...sampleUser(), version: 1 }]), [{ kind: 'gone' }])
      }),
    )
  })

  describe('ProvisioningTransaction.users.findBy', () => {
    test(
      'looks into members and into the first element of a list, and finds texts only',
      within(async ({ users }) => {
        const ann = sampleUser({
          employeeOrgData: { costCenter: 'K7' },
          businessPhones: ['+49 30', '+49 40'],
          faxNumber: 7,
        })
        await users.insert([ann, sampleUser({ employeeOrgData: 'K7', businessPhones: '+49 30' })])
        for (const [property, value, count] of [
          ['employeeOrgData.costCenter', 'k7', 1],
          ['businessPhones[0]', '+49 30', 1],
          ['businessPhones[0]', '+49 40', 0],
          ['faxNumber', '7', 0],
          ['employeeOrgData.costCenter.code', 'K7', 0],
          ['nothing', '', 0],
        ] as const)
          assert.equal((await users.findBy(property, [value]))[0]?.length, count, `${property} ${value}`)
      }),
    )

    test(
      'follows a value that is changed or taken away',
      within(async ({ users }) => {
        const ann = sampleUser({ jobTitle: 'Clerk', mail: 'ann@fabrikam.example' })
        await users.insert([ann])
        const titles = async () => (await users.findBy('jobTitle', ['CLERK', 'Head'])).map((found) => found.length)
        assert.deepEqual(await titles(), [1, 0])
        const { mail: _, ...rest } = ann.properties
        await users.replace([{ ...ann, version: 1, properties: { ...rest, jobTitle: 'Head' } }])
        assert.deepEqual(await titles(), [0, 1])
        assert.deepEqual(await users.findBy('mail', ['ann@fabrikam.example']), [[]])
      }),
    )
  })

  describe('ProvisioningTransaction.users.setManagers', () => {
    test(
      'sets the manager alone, and tells that a user is gone',
      within(async ({ users }) => {
        const [ann, bo] = [sampleUser({ jobTitle: 'Head' }), sampleUser()]
        await users.insert([ann, bo])
        const outcomes = await users.setManagers([
          { id: bo.id, managerId: ann.id },
          { id: sampleUser().id, managerId: ann.id },
        ])
        assert.deepEqual(outcomes, [{ kind: 'written' }, { kind: 'gone' }])
        assert.deepEqual(await users.findByIds([bo.id]), [{ ...bo, managerId: ann.id, version: 2 }])
      }),
    )
  })

  describe('ProvisioningTransaction.users.remove', () => {
    test(
      'takes a user away, whom nobody has as manager any more, and tells that a user is gone',
      within(async ({ users }) => {
        const ann = sampleUser({ employeeId: 'E-1' })
        const [bo, cy] = [sampleUser({}, ann.id), sampleUser()]
        await users.insert([ann, bo, cy])
        const outcomes = await users.remove([ann, sampleUser()], 1_000)
        assert.deepEqual(outcomes, [{ kind: 'written' }, { kind: 'gone' }])
        const left = await users.findByIds([ann.id, bo.id, cy.id])
        assert.deepEqual(left, [undefined, { ...bo, managerId: null, version: 2 }, { ...cy, version: 1 }])
        assert.deepEqual(await users.findBy('employeeId', ['E-1']), [[]])
        assert.deepEqual(await users.replace([{ ...ann, version: 1 }]), [{ kind: 'gone' }])
        assert.deepEqual(await users.setManagers([{ id: ann.id, managerId: null }]), [{ kind: 'gone' }])
      }),
    )

    test(
      'frees the principal name and the id, and a user who came back can be removed again',
      within(async ({ users }) => {
        const ann = sampleUser()
        await users.insert([ann])
        await users.remove([ann], 1_000)
        const namesake = sampleUser({ userPrincipalName: ann.properties.userPrincipalName })
        assert.deepEqual(await users.insert([namesake]), [{ kind: 'written' }])
        assert.deepEqual(await users.remove([namesake], 2_000), [{ kind: 'written' }])
        assert.deepEqual(await users.insert([ann]), [{ kind: 'written' }])
        assert.deepEqual(await users.remove([ann], 3_000), [{ kind: 'written' }])
        assert.deepEqual(await users.findByIds([ann.id, namesake.id]), [undefined, undefined])
      }),
    )
  })
}
