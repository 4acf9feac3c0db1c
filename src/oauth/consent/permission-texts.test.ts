import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describePermission } from './permission-texts.ts'

describe('describePermission', () => {
  test('says of a delegated permission that it ends where the rights of the user end', () => {
    assert.deepEqual(describePermission('Group.ReadWrite.All'), {
      displayName: 'Read and change all groups',
      description: 'Lets the app read and change all groups, as far as you may do that yourself.',
    })
  })

  test('says of an application permission that nobody has to be signed in', () => {
    assert.deepEqual(describePermission('Directory.Read.All', 'application'), {
      displayName: 'Read all directory data',
      description: 'Lets the app read all directory data by itself, without anybody signed in.',
    })
  })

  for (const [name, displayName] of [
    ['Application.ReadWrite.OwnedBy', 'Read and change applications that it owns'],
    ['Mail.Read', 'Read mail'],
    ['Policy.Read.All', 'Read all policies'],
    ['Calendars.ReadWrite', 'Read and change calendars'],
    ['AdministrativeUnit.Read.All', 'Read all administrative units'],
    ['Mail.Send', 'Send mail'],
    ['openid', 'Sign you in'],
  ] as const) {
    test(`${name} reads as a sentence`, () => assert.equal(describePermission(name).displayName, displayName))
  }
})
