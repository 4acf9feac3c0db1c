import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createCommandWorld } from '../../test/command-world.ts'
import { ensureServerCertificate } from '../config/certificates.ts'

describe('the program', () => {
  const { folder, run, write, stub, listen } = createCommandWorld()

  const people = [
    'Employee ID,Display name,Status,Manager ID',
    'E-1,Ana Lima,active,',
    'E-2,"Jörg',
    'Weiß",terminated,E-1',
    'E-3,,active,E-1',
    ',Nobody,active,',
    'E-5,Late,active,E-9',
  ].join('\n')

  test('a token that the server refuses is renewed once', async () => {
    stub().revokedThrough = 1
    assert.equal((await run(['upload', write('one.csv', 'Employee ID,Display name\n1,Ana\n')])).code, 0)
    assert.equal(stub().tokens, 2)
    stub().revokedThrough = 9
    const refused = await run(['status'])
    assert.equal(refused.code, 3)
    assert.match(refused.err, /401 InvalidAuthenticationToken/)
  })

  test('wrong usage has the code 2 and says what to do', async () => {
    const file = write('one.csv', 'Employee ID\n1\n')
    const cases: [string[], RegExp][] = [
      [['uplod'], /Did you mean upload/],
      [['upload'], /missing required argument/],
      [['upload', 'nowhere.csv'], /There is no file nowhere\.csv/],
      [['upload', file, '--batch', '51'], /whole number from 1 to 50/],
      [['upload', file, '--rate', 'fast'], /--rate must look like/],
      [['upload', write('people.xlsx', '')], /saved as CSV/],
      [['logs', '--status', 'bad'], /success, failure, warning, skipped/],
      [['status', '--graph-url', 'http://graph.fabrikam.example'], /Missing|https/],
      [['status', '--profile', 'nowhere.json'], /Cannot read the profile/],
    ]
    for (const [args, expected] of cases) {
      const { code, err } = await run(args)
      assert.match(err, expected)
      assert.equal(code, 2, args.join(' '))
    }
  })

  test('the secret of a profile never travels to another server', async () => {
    const { code, err } = await run(['token', '--graph-url', 'https://graph.microsoft.com'])
    assert.equal(code, 2)
    assert.match(err, /Missing: .*--client-secret-file/)
    assert.deepEqual(stub().requests, [])
  })

  test('the environment wins over the profile', async () => {
    await run(['token'], { env: { ENTRAIN_CLIENT_ID: 'c-2' } })
    assert.match(stub().requests[0]?.body ?? '', /client_id=c-2&client_secret=s%2F1&scope=http%3A%2F%2F127/)
  })

  test('token prints the token, or the whole header', async () => {
    assert.equal((await run(['token'])).out, 'token-1\n')
    assert.equal((await run(['token', '--header'])).out, 'Authorization: Bearer token-2\n')
  })

  test('status shows each job with what waits', async () => {
    const { out } = await run(['status'])
    assert.match(out, /API2AAD\.t\.1 +Active +3 people in 1 upload +– +– +7 +– +–\n/)
    assert.equal(JSON.parse((await run(['status', '--json'])).out)[0].backlog.people, 3)
  })

  test('logs shows what happened and why, page after page', async () => {
    await run(['upload', write('people.csv', people)])
    const { out } = await run(['logs', '--person', "O'Hara", '--status', 'Failure'])
    assert.match(
      out,
      /create +success +E-1 Ana Lima .*department: Finance|create +success +E-1 Ana Lima .*department: Treasury/,
    )
    assert.match(
      out,
      /create +failure +E-3 .*MandatoryFieldsMissing: A required attribute has no value. \(displayName\)/,
    )
    assert.equal(out.trim().split('\n').length, 6)
    const path = stub().requests.at(-3)?.path ?? ''
    assert.match(path, /\$filter=provisioningStatusInfo\/status eq 'failure' and sourceIdentity\/id eq 'O''Hara'/)
    const lines = (await run(['logs', '--json', '-n', '3'])).out.trim().split('\n')
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).id),
      ['log-2', 'log-1', 'log-0'],
    )
  })

  test('a server that is not there is named', async () => {
    const { code, err } = await run([
      'status',
      '--profile',
      write(
        'gone.json',
        JSON.stringify({
          origin: 'http://127.0.0.1:9',
          tenantId: 't',
          clientId: 'c',
          clientSecret: 's',
          servicePrincipalId: 'p',
        }),
      ),
    ])
    assert.equal(code, 3)
    assert.match(err, /Cannot talk to http:\/\/127\.0\.0\.1:9: nothing listens there/)
  })

  test('a certificate of our own authority is trusted once its file is named', async () => {
    const certificate = await ensureServerCertificate({ directory: join(folder, 'tls'), hosts: [], now: Date.now() })
    const server = createServer({ cert: certificate.cert, key: certificate.key }, listen())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const settings = { origin: `https://localhost:${port}`, tenantId: 'contoso', clientId: 'c', clientSecret: 's' }
    const distrusting = await run(['token', '--profile', write('distrusting.json', JSON.stringify(settings))])
    assert.equal(distrusting.code, 3)
    assert.match(distrusting.err, /not trusted\.\n→ Name the certificate of its authority with --ca-file/)
    const trusting = write('trusting.json', JSON.stringify({ ...settings, caFile: 'tls/ca.pem' }))
    assert.equal((await run(['token', '--profile', trusting])).out, 'token-1\n')
    server.close()
  })

  test('help names every command and has examples', async () => {
    const { code, out } = await run([])
    assert.equal(code, 0)
    for (const name of ['upload', 'status', 'logs', 'token']) assert.ok(out.includes(`\n  ${name} `), name)
    assert.match((await run(['upload', '--help'])).out, /Examples:\n {2}entrain upload people\.csv/)
    assert.equal((await run(['--version'])).out, '1.2.3\n')
  })
})
