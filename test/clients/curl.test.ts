import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { bulkRequest, type Json, newcomer, openWorld, type World } from '../world.ts'
import { run } from './run-client.ts'

const isPresent = spawnSync('curl', ['--version']).status === 0

async function curl(world: World, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run('curl', ['-sS', '--cacert', world.setUp.caFile ?? '', ...args], {})
  if (code !== 0) throw new Error(`curl ended with ${code}: ${err}`)
  return out
}

function requestToken(world: World, ...credentials: readonly string[]): Promise<string> {
  return curl(
    world,
    ...credentials,
    ...['-d', 'grant_type=client_credentials', '-d', 'scope=https://graph.microsoft.com/.default'],
    world.setUp.tokenUrl.replace(/^https:\/\/[^/]+/, world.origin),
  )
}

function header(answer: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(answer)?.[1]?.trim() ?? ''
}

describe('curl', { skip: isPresent ? false : 'curl is not installed' }, () => {
  test('gets a token, uploads a file, follows Location and reads the log', async () => {
    await using world = await openWorld()
    const { clientId, clientSecret } = world.setUp
    const { access_token } = JSON.parse(
      await requestToken(world, '-d', `client_id=${clientId}`, '--data-urlencode', `client_secret=${clientSecret}`),
    )
    const authorization = `Authorization: Bearer ${access_token}`
    const file = join(world.config.dataDirectory, 'people.json')
    await writeFile(file, bulkRequest(newcomer('E-1')))
    const answer = await curl(
      world,
      ...['-i', '-X', 'POST', '-H', authorization, '-H', 'Content-Type: application/scim+json', '-d', `@${file}`],
      `${world.origin}/v1.0${world.jobPath}/bulkUpload`,
    )
    assert.match(answer, /^HTTP\/1\.1 202 Accepted\r\n/)
    assert.doesNotMatch(answer, /^content-type:/im)
    assert.match(answer, /\r\n\r\n$/)

    await curl(world, '-H', authorization, '-H', 'Prefer: wait=30', header(answer, 'operation-location'))
    const log = JSON.parse(await curl(world, '-H', authorization, header(answer, 'location')))
    assert.deepEqual(
      log.value.map(({ sourceIdentity }: { sourceIdentity: Json }) => sourceIdentity.id),
      ['E-1'],
    )
    const failures = ['-G', '--data-urlencode', "$filter=provisioningStatusInfo/status eq 'failure'"]
    const found = await curl(world, '-H', authorization, ...failures, `${world.origin}/v1.0/auditLogs/provisioning`)
    assert.deepEqual(JSON.parse(found).value, [])
  })

  test('lists users page by page and finds a service principal, as a shell script does', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
    const { clientId, clientSecret } = world.setUp
    const { access_token } = JSON.parse(await requestToken(world, '-u', `${clientId}:${clientSecret}`))
    const authorization = ['-H', `Authorization: Bearer ${access_token}`]
    const filter = ['--data-urlencode', "$filter=startsWith(displayName,'Person')"]
    const select = ['--data-urlencode', '$select=employeeId', '--data-urlencode', '$top=2']
    const pages: string[][] = []
    let page = JSON.parse(await curl(world, '-G', ...authorization, ...filter, ...select, `${world.origin}/v1.0/users`))
    for (;;) {
      pages.push(page.value.map(({ employeeId }: Json) => employeeId))
      if (page['@odata.nextLink'] === undefined) break
      page = JSON.parse(await curl(world, ...authorization, page['@odata.nextLink']))
    }
    assert.deepEqual(
      pages.map((people) => people.length),
      [2, 1],
    )
    assert.deepEqual(pages.flat().sort(), ['E-1', 'E-2', 'E-3'])
    const count = ['-H', 'ConsistencyLevel: eventual', `${world.origin}/v1.0/users/$count`]
    assert.equal(await curl(world, ...authorization, ...count), '3')
    const named = ['--data-urlencode', "$filter=displayName eq 'API-driven provisioning to Microsoft Entra ID'"]
    const found = JSON.parse(
      await curl(world, '-G', ...authorization, ...named, `${world.origin}/v1.0/servicePrincipals`),
    )
    assert.deepEqual(
      found.value.map(({ id }: Json) => id),
      [world.setUp.servicePrincipalId],
    )
  })

  test('may send id and secret with -u', async () => {
    await using world = await openWorld()
    const { clientId, clientSecret } = world.setUp
    const { token_type } = JSON.parse(await requestToken(world, '-u', `${clientId}:${clientSecret}`))
    assert.equal(token_type, 'Bearer')
    const refused = JSON.parse(await requestToken(world, '-u', `${clientId}:100% wrong`))
    assert.deepEqual(refused.error_codes, [7000215])
  })

  test('asks with HEAD and OPTIONS as with any server', async () => {
    await using world = await openWorld()
    assert.match(await curl(world, '-I', `${world.origin}/health`), /^HTTP\/1\.1 (200|405)/)
    const answer = await curl(world, '-i', `${world.origin}/v1.0/users`)
    assert.match(answer, /^HTTP\/1\.1 401 /)
    assert.match(answer, /^www-authenticate: Bearer /im)
  })

  test('gets tokens the old way, with resource, and with Basic and odd characters in what it adds', async () => {
    await using world = await openWorld()
    const { tenantId, clientId, clientSecret } = world.setUp
    const old = JSON.parse(
      await curl(
        world,
        ...[
          '-d',
          'grant_type=client_credentials',
          '-d',
          `client_id=${clientId}`,
          '-d',
          'resource=https://graph.microsoft.com/',
        ],
        ...['--data-urlencode', `client_secret=${clientSecret}`, `${world.origin}/${tenantId}/oauth2/token`],
      ),
    )
    assert.equal(typeof old.expires_in, 'string')
    const basic = JSON.parse(
      await curl(
        world,
        ...['-u', `${clientId}:${clientSecret}`, '-d', 'grant_type=client_credentials', '-d', 'x-client-SKU=%25%zz'],
        ...[
          '-d',
          'scope=https://localhost//.default',
          `${world.origin}/FABRIKAM.Example/oauth2/v2.0/token?client-request-id=1`,
        ],
      ),
    )
    for (const token of [old.access_token, basic.access_token]) {
      assert.equal((await world.send('GET', `/v1.0${world.jobPath}`, { token })).status, 200)
    }
  })
})
