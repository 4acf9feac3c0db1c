import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileJob } from '../job-program.ts'
import { directoryTemplate } from './directory-template.ts'

describe('the template for the embedded directory', () => {
  const schema = directoryTemplate.schemaFor('API2AAD.job')
  const { program, problems } = compileJob(schema, 1)

  test('compiles without a problem', () => {
    assert.deepEqual(problems, [])
    assert.deepEqual(program?.flow, { add: true, update: true, delete: true })
  })

  test('matches people by employeeId and takes manager for a reference', () => {
    assert.deepEqual(
      program?.matching.map(({ target }) => target.name),
      ['employeeId'],
    )
    assert.deepEqual(
      program?.references.map(({ target }) => target.name),
      ['manager'],
    )
  })

  test('maps every attribute that the directory requires', () => {
    const mapped = new Set(program?.mappings.map(({ target }) => target.name))
    const required = schema.directories[1]?.objects[0]?.attributes.filter((attribute) => attribute.required) ?? []
    assert.ok(required.length > 0)
    for (const { name } of required) assert.ok(mapped.has(name), name)
  })

  test('declares every attribute once', () => {
    for (const { objects } of schema.directories) {
      const names = objects.flatMap(({ attributes }) => attributes.map(({ name }) => name))
      assert.equal(new Set(names).size, names.length)
    }
  })
})
