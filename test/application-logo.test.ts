import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openAuthorizationWorld } from './authorization-world.ts'
import { advanced, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Answer, type Json, openWorld, type World } from './world.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const gif = Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1')

async function send(world: World, graph: GraphCall, method: string, path: string, body?: Buffer, type = 'image/png') {
  return world.send(method, `/v1.0${path}`, {
    token: await world.token(graph.client),
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  })
}

const infoOf = async (graph: GraphCall, path: string) => (await graph.expect(200, 'GET', path)).info as Json

describe('the logo of an application', () => {
  test('is put, read, replaced and removed, and shown as logoUrl of the application and its service principal', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id, appId } = await graph.expect(201, 'POST', '/applications', {
      displayName: 'Payroll',
      info: { termsOfServiceUrl: 'https://fabrikam.example/terms' },
    })
    await graph.expect(201, 'POST', '/servicePrincipals', { appId })
    const path = `/applications/${id}/logo`
    assert.equal(refusalOf(await send(world, graph, 'GET', path)).code, '404 Request_ResourceNotFound')

    assert.equal((await send(world, graph, 'PUT', path, png)).status, 204)
    const read = await send(world, graph, 'GET', path)
    assert.deepEqual([read.status, read.headers['content-type']], [200, 'image/png'])
    assert.equal(read.headers['content-length'], String(png.length))
    const logoUrl = `${world.origin}/v1.0${path}`
    const expected = { logoUrl, termsOfServiceUrl: 'https://fabrikam.example/terms' }
    for (const owner of [`/applications/${id}`, `/servicePrincipals(appId='${appId}')`]) {
      const { logoUrl, termsOfServiceUrl } = await infoOf(graph, owner)
      assert.deepEqual({ logoUrl, termsOfServiceUrl }, expected)
    }
    const filter = encodeURIComponent('info/logoUrl eq null')
    const without = await graph.list(`/applications?$count=true&$filter=${filter}`, advanced)
    assert.ok(without.length > 0 && !without.some((application) => application.id === id))

    await graph.expect(204, 'PATCH', `/applications/${id}`, { info: null })
    assert.equal((await infoOf(graph, `/applications/${id}`)).logoUrl, logoUrl, 'the picture is still there')
    assert.equal((await graph('PATCH', `/applications/${id}`, { info: { logoUrl: 'https://x.example' } })).status, 400)

    const appPath = `/applications(appId='${appId}')/logo`
    assert.equal((await send(world, graph, 'PUT', appPath, gif, 'application/octet-stream')).status, 204)
    assert.equal((await send(world, graph, 'GET', path)).headers['content-type'], 'image/gif')
    assert.equal((await send(world, graph, 'DELETE', path)).status, 204)
    assert.equal((await send(world, graph, 'DELETE', path)).status, 404)
    assert.equal((await infoOf(graph, `/applications/${id}`)).logoUrl, null)
  })

  test('is a PNG, JPEG or GIF of at most 100 KB, and nothing that only says so', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'Directory.Read.All')
    const { id } = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const put = (body: Buffer, type?: string) => send(world, graph, 'PUT', `/applications/${id}/logo`, body, type)
    const full = Buffer.concat([png, Buffer.alloc(100 * 1024 - png.length)])
    assert.equal(refusalOf(await put(Buffer.from('<svg/>'))).code, '400 Request_BadRequest')
    assert.equal((await put(Buffer.from('<svg/>'), 'image/svg+xml')).status, 415)
    assert.equal((await put(Buffer.alloc(0))).status, 400)
    assert.equal((await put(Buffer.concat([full, Buffer.alloc(1)]))).status, 413)
    assert.equal((await put(full)).status, 204)
    assert.equal((await graph('GET', `/directoryObjects/logo.${id}`)).status, 404, 'it is no object of the directory')
  })

  test('comes in a batch as base64', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    await send(world, graph, 'PUT', `/applications/${id}/logo`, png)
    const requests = [{ id: '1', method: 'GET', url: `/applications/${id}/logo` }]
    const { responses } = await graph.expect<{ responses: Json[] }>(200, 'POST', '/$batch', { requests })
    assert.equal(responses[0]?.body, png.toString('base64'))
  })
})

describe('the verified publisher of an application', () => {
  test('is set and unset by an administrator, never by a program', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id, appId } = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    await graph.expect(201, 'POST', '/servicePrincipals', { appId })
    const callers = await openAuthorizationWorld(world, { servicePrincipal: 0, application: 0, group: 0, deleted: 0 })
    const act = async (
      action: string,
      body?: Json,
      caller: Parameters<typeof callers.idOf>[0] = 'Application Administrator',
    ): Promise<Answer> =>
      world.send('POST', `/v1.0/applications/${id}/${action}`, {
        token: await callers.token({ kind: 'delegated', caller, permissions: ['Application.ReadWrite.All'] }),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    const body = { verifiedPublisherId: '1234567' }
    assert.equal((await graph('POST', `/applications/${id}/setVerifiedPublisher`, body)).status, 403)
    assert.equal((await act('setVerifiedPublisher', body, 'User Administrator')).status, 403)
    assert.equal((await act('setVerifiedPublisher', { verifiedPublisherId: 'Fabrikam' })).status, 400)
    assert.equal((await act('setVerifiedPublisher')).status, 400)
    assert.equal((await act('setVerifiedPublisher', body)).status, 204)
    const read = async () => (await graph.expect(200, 'GET', `/servicePrincipals(appId='${appId}')`)).verifiedPublisher
    const { addedDateTime, ...publisher } = (await read()) as Json
    assert.deepEqual(publisher, { displayName: 'fabrikam.example', verifiedPublisherId: '1234567' })
    assert.ok(Date.parse(String(addedDateTime)) > 0)
    const filter = encodeURIComponent("verifiedPublisher/displayName eq 'fabrikam.example'")
    const found = await graph.list(`/applications?$count=true&$filter=${filter}`, advanced)
    assert.deepEqual(
      found.map((application) => application.id),
      [id],
    )
    assert.equal((await act('unsetVerifiedPublisher')).status, 204)
    assert.deepEqual(await read(), { displayName: null, verifiedPublisherId: null, addedDateTime: null })
    await callers.close()
  })
})
