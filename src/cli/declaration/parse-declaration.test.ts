import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { CommandError } from '../command-error.ts'
import { parseDeclaration } from './parse-declaration.ts'

const schema = { synchronizationRules: [] }

function parse(text: string) {
  return parseDeclaration({
    file: 'entrain.yaml',
    text,
    readSchema(file) {
      if (file === 'hr.schema.json') return schema
      throw new CommandError('usage', `There is no file ${file}.`)
    },
  })
}

function refusal(text: string): string {
  try {
    parse(text)
  } catch (error) {
    assert.ok(error instanceof CommandError)
    return error.message
  }
  return 'accepted'
}

describe('parseDeclaration', () => {
  test('reads applications with permissions, owners and jobs', () => {
    const { applications } = parse(`
applications:
  - uniqueName: hr-connector
    displayName: HR connector
    web: { redirectUris: [https://hr.fabrikam.example/signed-in] }
    permissions:
      application: [SynchronizationData-User.Upload.OwnedBy]
  - appId: 11111111-1111-4111-8111-111111111111
    owners: [hr-connector]
    jobs:
      - template: API2AAD
        schedule: Active
        settings: { QuarantineTooManyDeletesThreshold: 50 }
        schema: hr.schema.json
`)
    assert.deepEqual(applications[0]?.properties, {
      displayName: 'HR connector',
      web: { redirectUris: ['https://hr.fabrikam.example/signed-in'] },
    })
    assert.deepEqual(applications[0]?.applicationPermissions, ['SynchronizationData-User.Upload.OwnedBy'])
    assert.equal(applications[0]?.delegatedPermissions, null)
    assert.deepEqual(applications[1]?.owners, ['hr-connector'])
    assert.deepEqual(applications[1]?.jobs, [
      {
        template: 'API2AAD',
        schedule: 'Active',
        settings: { QuarantineTooManyDeletesThreshold: '50' },
        options: {},
        schema,
      },
    ])
  })

  test('says file and line of everything that does not fit, at once', () => {
    const message = refusal(`applications:
  - displayName: Nameless
  - uniqueName: one
    colour: red
    permissions:
      application: [User.Read, Nonsense]
    jobs:
      - schedule: Sometimes
        schema: missing.json
  - uniqueName: one
`)
    assert.deepEqual(
      message.split('\n').map((line) => line.replace(/Known: .*/, '')),
      [
        'entrain.yaml:2: An application needs a uniqueName, or its appId.',
        "entrain.yaml:4: 'colour' is not known in an application. ",
        "entrain.yaml:6: 'User.Read' is not an application permission.",
        "entrain.yaml:6: 'Nonsense' is not an application permission.",
        "entrain.yaml:8: A job needs a template, such as 'API2AAD'.",
        'entrain.yaml:8: schedule is one of Active, Paused, Disabled.',
        'entrain.yaml:9: There is no file missing.json.',
        "entrain.yaml:1: 'one' is declared twice.",
      ],
    )
  })

  test('refuses what is not YAML, and the same name twice', () => {
    assert.match(refusal('applications: ['), /^entrain\.yaml: /)
    assert.match(refusal('applications: []\napplications: []'), /unique/i)
    assert.match(refusal('- one\n- two'), /names and values/)
    assert.equal(refusal(''), 'accepted')
  })

  test('reads or refuses any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof refusal(text) === 'string'))
    fc.assert(
      fc.property(fc.jsonValue(), (value) => typeof refusal(JSON.stringify({ applications: value })) === 'string'),
    )
  })
})
