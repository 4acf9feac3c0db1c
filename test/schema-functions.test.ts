import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { functions as everyFunction } from '../src/expression/functions/index.ts'
import { type Json, openWorld, type World } from './world.ts'

async function parse(world: World, body: Json): Promise<Json> {
  const answer = await world.send('POST', `/v1.0${world.jobPath}/schema/parseExpression`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(answer.status, 200, answer.text)
  return answer.json()
}

describe('what mappings can be made of', () => {
  test('functions and operators are listed, with and without parentheses', async () => {
    await using world = await openWorld()
    const functions = await world.get<{ value: Json[] }>(`${world.jobPath}/schema/functions`)
    assert.deepEqual(
      functions.value.map(({ name }) => name),
      everyFunction.map(({ name }) => name),
    )
    const append = functions.value.find(({ name }) => name === 'Append')
    assert.deepEqual(append?.parameters, [
      { name: 'source', type: 'String', required: true, allowMultipleOccurrences: false },
      { name: 'suffix', type: 'String', required: true, allowMultipleOccurrences: false },
    ])
    const operators = await world.get<{ value: Json[] }>(`${world.jobPath}/schema/filterOperators()`)
    const equals = operators.value.find(({ name }) => name === 'EQUALS')
    assert.equal(equals?.arity, 'Binary')
  })

  test('an expression is parsed and tried on a record, with a trace of its parts', async () => {
    await using world = await openWorld()
    const answer = await parse(world, {
      expression: 'Replace([preferredLanguage], "-", , , "_", , )',
      testInputObject: { definition: null, properties: [{ key: 'preferredLanguage', value: 'EN-US' }] },
    })
    assert.deepEqual(answer.evaluationResult, ['EN_US'])
    assert.equal(answer.parsingSucceeded, true)
    const tree = answer.parsedExpression as Json & { parameters: { key: string }[] }
    assert.deepEqual(
      tree.parameters.map(({ key }) => key),
      ['source', 'Find', 'Replacement'],
    )
    const trace = answer.evaluationTrace as Json & { parts: Json[] }
    assert.deepEqual(trace.parts[0]?.result, ['EN-US'])
  })

  test('a wrong expression is an answer that names the place, not an HTTP error', async () => {
    await using world = await openWorld()
    const answer = await parse(world, { expression: 'Jion("a", [b])' })
    assert.equal(answer.parsingSucceeded, false)
    const error = answer.error as Json
    assert.equal(error.target, 'offset 0')
    assert.match(String(error.message), /Did you mean "Join"/)
  })
})

test('the templates of a service principal are listed with the schema that a job begins with', async () => {
  await using world = await openWorld()
  const base = `/servicePrincipals/${world.setUp.servicePrincipalId}/synchronization/templates`
  const { value } = await world.get<{ value: Json[] }>(base)
  assert.deepEqual(
    value.map(({ id, factoryTag }) => [id, factoryTag]),
    [['API2AAD', 'API2AAD']],
  )
  const schema = await world.get<{ directories: { name: string }[] }>(`${base}/API2AAD/schema`)
  assert.deepEqual(
    schema.directories.map(({ name }) => name),
    ['API', 'Microsoft Entra ID'],
  )
  assert.equal((await world.send('GET', `/v1.0${base}/unknown`)).status, 404)
})
