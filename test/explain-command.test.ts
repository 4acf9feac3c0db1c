import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editSchema, tell } from './journey.ts'
import { runCommand } from './run-command.ts'
import { newcomer, openWorld, type World } from './world.ts'

function explain(world: World, ...args: readonly string[]) {
  const { clientId, clientSecret, tenantId, servicePrincipalId, jobId } = world.setUp
  return runCommand(['explain', ...args], {
    env: {
      ENTRAIN_DATA: world.config.dataDirectory,
      ENTRAIN_GRAPH_URL: world.origin,
      ENTRAIN_AUTHORITY: world.origin,
      ENTRAIN_TENANT_ID: tenantId,
      ENTRAIN_CLIENT_ID: clientId,
      ENTRAIN_CLIENT_SECRET: clientSecret,
      ENTRAIN_CA_FILE: `${world.config.dataDirectory}/ca.pem`,
      ENTRAIN_SERVICE_PRINCIPAL_ID: servicePrincipalId,
      ENTRAIN_JOB_ID: jobId,
    },
  })
}

describe('entrain explain', () => {
  test('shows the trail of a person from the received record to the write', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk', enterprise: { manager: { value: 'E-9' } } }))
    await tell(world, 'pause')
    await editSchema(world, (schema) => {
      schema.map('jobTitle', 'Join(" ", "Chief", [title])')
      schema.scope(['title', 'IS NOT NULL'])
    })
    const { code, out, err } = await explain(world, 'e-1@fabrikam.example', '--trace')
    assert.equal(code, 0, err)
    for (const line of out.split('\n')) assert.ok(line.length <= 100, line)
    const headings = [...out.matchAll(/^(\w+)/gm)].map(([, word]) => word)
    assert.deepEqual(
      headings.slice(1),
      ['Received', 'Scope', 'Match', 'Mapping', 'Trace', 'Outcome', 'History', 'Waits'].filter((word) =>
        headings.includes(word),
      ),
    )
    assert.match(out, /^E-1 {2}Person E-1\n/)
    assert.match(out, / {2}title +Clerk\n/)
    assert.match(out, /✔ Wanted\.title IS NOT NULL/)
    assert.match(out, /jobTitle: Clerk → Chief Clerk\n {4}by Join\(" ", "Chief", \[title\]\)/)
    assert.match(out, /\[title\] → Clerk/)
    assert.match(out, /manager waits for 'E-9'/)
    assert.match(out, /upload +create +warning/)
  })

  test('prints JSON for programs, and says that nobody is known by that name', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const { out } = await explain(world, 'E-1', '--json')
    assert.equal(JSON.parse(out).id, 'E-1')
    const unknown = await explain(world, 'E-9')
    assert.notEqual(unknown.code, 0)
    assert.match(unknown.err, /E-9/)
  })
})
