import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createCommandWorld } from '../../test/command-world.ts'

describe('upload', () => {
  const { run, write, stub } = createCommandWorld()

  const people = [
    'Employee ID,Display name,Status,Manager ID',
    'E-1,Ana Lima,active,',
    'E-2,"Jörg',
    'Weiß",terminated,E-1',
    'E-3,,active,E-1',
    ',Nobody,active,',
    'E-5,Late,active,E-9',
  ].join('\n')

  test('an upload ends with counts, and names each row that failed by its line', async () => {
    const { code, out, err } = await run(['upload', write('people.csv', people)])
    assert.equal(code, 1)
    assert.match(out, /created +2\ndisabled +1\nfailed +2\n/)
    assert.match(
      out,
      /Failed: MandatoryFieldsMissing \(1\)\n→ Fill the column .*\n.*\n +5 +E-3 +A required attribute has no value. \(displayName\)/,
    )
    assert.match(out, / 6 +– +Source identifier of an entry cannot be empty/)
    assert.match(
      out,
      /Written, but: UnableToResolveReferenceAttributeValue \(1\)\n.*\n.*\n +7 +E-5 +The manager is not known yet/,
    )
    assert.match(err, /Status +active +known name +active, terminated/)
    assert.match(err, /! Line 6 without externalId will fail/)
    assert.match(err, /! Line 2: stands twice/)
    const upload = stub().requests.find(({ method, path }) => method === 'POST' && path.endsWith('/bulkUpload'))
    assert.equal(upload?.headers['content-type'], 'application/scim+json')
    assert.equal(upload?.headers.authorization, 'Bearer token-1')
    const status = stub().requests.find(({ path }) => path.includes('/uploads/'))
    assert.equal(status?.headers.prefer, 'wait=20')
  })

  test('--json prints one object with counts and the rows that failed', async () => {
    const { code, out } = await run(['upload', write('people.csv', people), '--json', '--batch', '2'])
    const result = JSON.parse(out)
    assert.equal(code, 1)
    assert.equal(out.trim().split('\n').length, 1)
    assert.deepEqual([result.people, result.requests, result.complete, result.uploads.length], [5, 3, true, 3])
    assert.deepEqual(result.counts, {
      staged: 0,
      created: 2,
      updated: 0,
      disabled: 1,
      deleted: 0,
      skipped: 0,
      failed: 2,
      held: 0,
      purged: 0,
    })
    assert.deepEqual(
      result.rows.map((row: { line: number; state: string; problems: { code: string }[] }) => [
        row.line,
        row.state,
        row.problems[0]?.code,
      ]),
      [
        [5, 'failed', 'MandatoryFieldsMissing'],
        [6, 'failed', 'InternalError'],
        [7, 'created', 'UnableToResolveReferenceAttributeValue'],
      ],
    )
  })

  test('a busy server is asked again after the time that it names', async () => {
    stub().busy = 1
    const { code } = await run(['upload', write('one.csv', 'Employee ID,Display name\n1,Ana\n')])
    assert.equal(code, 0)
    assert.equal(stub().requests.filter(({ path }) => path.endsWith('/bulkUpload')).length, 2)
  })

  test('the same person is never in two requests that overtake each other', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      externalId: `E-${index % 3}`,
      displayName: String(index),
    }))
    const { code } = await run([
      'upload',
      write('same.json', JSON.stringify(rows)),
      '--batch',
      '1',
      '--rate',
      '1000',
      '--in-flight',
      '8',
    ])
    assert.equal(code, 0)
    const arrived = [...stub().uploads.values()].flat().map(({ data }) => data)
    for (const id of ['E-0', 'E-1', 'E-2']) {
      const mine = arrived.filter(({ externalId }) => externalId === id).map(({ displayName }) => Number(displayName))
      assert.deepEqual(
        mine,
        mine.toSorted((left, right) => left - right),
      )
    }
  })

  test('a refused request stops the upload and is explained with lines', async () => {
    stub().isRefusing = true
    const { code, err } = await run(['upload', write('two.csv', 'Employee ID,Display name\n1,Ana\n2,Bo\n')])
    assert.equal(code, 3)
    assert.match(
      err,
      /400 InvalidDataFormat: Invalid Data Format\n {2}line 3, \/Operations\/1\/method only POST\n {2}request-id r-1/,
    )
  })

  test('what is uploaded to a paused job is not waited for', async () => {
    stub().state = 'Paused'
    const { code, out, err } = await run(['upload', write('one.csv', 'Employee ID,Display name\n1,Ana\n')])
    assert.equal(code, 0)
    assert.match(out, /staged +1/)
    assert.match(err, /The job is paused/)
    assert.ok(stub().requests.every(({ path }) => !path.includes('/uploads/')))
  })

  test('without a status resource the outcomes come from the provisioning log', async () => {
    stub().hasStatus = false
    const { code, out } = await run(['upload', write('people.csv', people)])
    assert.equal(code, 1)
    assert.match(out, /created +2\ndisabled +1\nfailed +2\n/)
    const path = stub().requests.find((request) => request.path.includes('/auditLogs/'))?.path
    assert.match(path ?? '', /\$filter=jobId eq 'API2AAD\.t\.1' and activityDateTime ge \d{4}-/)
  })

  test('--dry-run prints the requests and sends nothing', async () => {
    const file = write('people.csv', people)
    const lines = await run(['upload', file, '--dry-run', '--json', '--batch', '3'])
    assert.deepEqual(
      lines.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).Operations.length),
      [3, 2],
    )
    const pretty = await run(['upload', file, '--dry-run'])
    assert.equal(JSON.parse(pretty.out).Operations[1].data.displayName, 'Jörg\nWeiß')
    assert.deepEqual(stub().requests, [])
  })

  test('guessed columns need a yes', async () => {
    const file = write('guess.csv', 'Employee ID,Employe display name\n1,Ana\n')
    assert.equal((await run(['upload', file])).code, 2)
    const declined = await run(['upload', file], { answer: false })
    assert.match(declined.err, /Nothing was sent/)
    assert.deepEqual(stub().requests, [])
    assert.equal((await run(['upload', file], { answer: true })).code, 0)
    assert.equal((await run(['upload', file, '--yes'])).code, 0)
  })
})
