import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createCommandWorld } from '../../test/command-world.ts'

const people = ['Employee ID,Display name', 'E-1,Ana Lima', 'E-2,Bo Berg', 'E-3,Cy Cole'].join('\n')

const report = {
  counts: { create: { success: 1, failure: 1 }, update: { success: 1 }, disable: { success: 600 } },
  records: 3,
  byAttribute: { department: 1, displayName: 2 },
  failures: [
    {
      code: 'MandatoryFieldsMissing',
      count: 1,
      examples: [
        {
          externalId: '',
          displayName: null,
          action: 'create',
          result: 'failure',
          error: {
            code: 'MandatoryFieldsMissing',
            reason: 'A required attribute has no value.',
            additionalDetails: 'displayName',
            recommendedAction: null,
          },
          changes: [],
          position: { body: 1, operation: 0 },
        },
      ],
    },
  ],
  conflicts: [{ attribute: 'userPrincipalName', value: 'ana@fabrikam.example', externalIds: ['E-1', 'E-9'] }],
  threshold: { limit: 500, wouldDisableOrDelete: 600, exceeded: true },
  absent: 600,
  details: {
    updated: [
      {
        externalId: 'E-1',
        displayName: 'Ana Lima',
        action: 'update',
        result: 'success',
        error: null,
        changes: [
          { attribute: 'department', oldValue: 'Finance', newValue: 'Treasury' },
          { attribute: 'accountEnabled', oldValue: null, newValue: true },
        ],
      },
    ],
    disabled: [
      { externalId: 'E-77', displayName: 'Di Doe', action: 'disable', result: 'success', error: null, changes: [] },
    ],
  },
  durationMs: 12,
}

describe('upload --snapshot', () => {
  const { run, write, stub } = createCommandWorld()

  test('sends chunks, shows who would leave, asks, commits, and tells the outcomes', async () => {
    stub().sessions.report = report
    stub().sessions.absent = { disabled: 2, held: 1 }
    const { code, out, err } = await run(['upload', write('all.csv', people), '--snapshot', '--batch', '2'], {
      answer: true,
    })
    assert.equal(code, 0, err)
    assert.match(
      err,
      /Absent from the file: 600 people\nLeavers: 600 accounts disabled or deleted, beyond the threshold of 500/,
    )
    assert.match(out, /created +3\n\nAbsent from the file: 2 disabled, 1 held\n\n3 people in 2 of 2 requests/)
    assert.deepEqual([...stub().uploads.keys()], ['upload-1', 'upload-2', 'upload-3'])
    const [session] = stub().sessions.all.values()
    assert.deepEqual([session?.mode, session?.state], ['snapshot', 'committed'])
    assert.match(session?.label ?? '', /^all\.csv sha256:[0-9a-f]{64}$/)
  })

  test('changes nothing when it is declined', async () => {
    stub().sessions.report = report
    const { code, err } = await run(['upload', write('all.csv', people), '--snapshot'], { answer: false })
    assert.equal(code, 0)
    assert.match(err, /Nothing was changed\./)
    assert.equal(stub().uploads.size, 0)
    assert.deepEqual(
      [...stub().sessions.all.values()].map(({ state }) => state),
      ['abandoned'],
    )
  })

  test('asks also when the server has no preview, and says so', async () => {
    const { code, err } = await run(['upload', write('all.csv', people), '--snapshot'], { answer: true })
    assert.equal(code, 0)
    assert.match(err, /! There is no preview: /)
    assert.equal(stub().uploads.size, 2)
  })

  test('needs a yes when nobody is there to ask', async () => {
    const unattended = await run(['upload', write('all.csv', people), '--snapshot'])
    assert.equal(unattended.code, 2)
    assert.match(unattended.err, /nobody is there to confirm/)
    assert.deepEqual(stub().requests, [])
    const { code, out } = await run(['upload', write('all.csv', people), '--snapshot', '--yes', '--json'])
    assert.equal(code, 0)
    assert.equal(JSON.parse(out).counts.created, 3)
  })

  test('goes on with what is missing after an interruption, and only with the same contents', async () => {
    const file = write('all.csv', people)
    stub().sessions.refusedChunk = 1
    const args = ['upload', file, '--snapshot', '--yes', '--batch', '1', '--in-flight', '1']
    const stopped = await run(args)
    assert.equal(stopped.code, 3)
    assert.match(stopped.err, /Go on with: entrain upload .*all\.csv --snapshot --resume session-1/)
    const changed = await run([
      'upload',
      write('other.csv', `${people}\nE-4,Di`),
      ...args.slice(2),
      '--resume',
      'session-1',
    ])
    assert.equal(changed.code, 2)
    assert.match(changed.err, /was begun with other contents/)
    const before = stub().requests.length
    const resumed = await run([...args, '--resume', 'session-1'])
    assert.equal(resumed.code, 0, resumed.err)
    const sent = stub()
      .requests.slice(before)
      .filter(({ method }) => method === 'PUT')
    assert.deepEqual(
      sent.map(({ path }) => path.split('/').at(-1)),
      ['1', '2'],
    )
    const again = await run([...args, '--resume', 'session-1'])
    assert.equal(again.code, 0, 'a commit whose answer was lost')
    assert.equal(stub().uploads.size, 4)
    assert.equal((await run(['upload', file, '--resume', 'session-1'])).code, 2)
  })
})

describe('upload --what-if', () => {
  const { run, write, stub } = createCommandWorld()

  test('tells what would happen by line, and leaves nothing behind', async () => {
    stub().sessions.report = report
    const { code, out } = await run(['upload', write('all.csv', people), '--what-if', '--batch', '2'])
    assert.equal(code, 1)
    assert.match(out, /^Would +Success +Warning +Skipped +Failure\ncreate +1 +1\nupdate +1\ndisable +600\n/)
    assert.match(out, /Changed attribute +People\ndisplayName +2\ndepartment +1\n/)
    assert.match(
      out,
      /Would fail: MandatoryFieldsMissing \(1\)\n→ Fill the column .*\n.*\n +4 +– +A required attribute has no value\. \(displayName\)/,
    )
    assert.match(out, /Claimed more than once \(1\)\n.*\nuserPrincipalName +ana@fabrikam\.example +E-1, E-9/)
    assert.match(out, / 2 +E-1 +Ana Lima +department +Finance +Treasury\n +accountEnabled +– +True\n/)
    assert.match(out, /Would be disabled \(600\), the first 1\n.*\n +– +E-77 +Di Doe\n/)
    assert.match(out, /Nothing was changed\.\n$/)
    const [session] = stub().sessions.all.values()
    assert.deepEqual([session?.mode, session?.state, stub().uploads.size], ['delta', 'abandoned', 0])
  })

  test('takes the file as everybody with --snapshot, and prints JSON with lines for programs', async () => {
    stub().sessions.report = report
    const { code, out } = await run(['upload', write('all.csv', people), '--what-if', '--snapshot', '--json'])
    assert.equal(code, 1)
    const told = JSON.parse(out)
    assert.deepEqual([told.mode, told.people, told.absent], ['snapshot', 3, 600])
    assert.deepEqual([told.details.updated[0].line, told.details.disabled[0].line], [2, null])
    assert.equal([...stub().sessions.all.values()][0]?.mode, 'snapshot')
  })

  test('ends with 0 when nothing would fail, and with 3 when the server cannot simulate', async () => {
    const file = write('all.csv', people)
    stub().sessions.report = { counts: {}, records: 3 }
    assert.equal((await run(['upload', file, '--what-if'])).code, 0)
    stub().sessions.report = null
    assert.equal((await run(['upload', file, '--what-if'])).code, 3)
    assert.ok([...stub().sessions.all.values()].every(({ state }) => state === 'abandoned'))
  })

  test('fits into 100 columns', async () => {
    const { renderSimulation } = await import('./upload/render-simulation.ts')
    const { parseSimulationReport } = await import('./upload/simulation-report.ts')
    const { createScreen } = await import('./terminal.ts')
    const long = 'x'.repeat(120)
    const wide = {
      ...report,
      failures: [{ ...report.failures[0], code: 'Conflict' }],
      conflicts: [{ attribute: 'userPrincipalName', value: long, externalIds: [long] }],
      details: {
        created: [
          { externalId: long, displayName: long, changes: [{ attribute: long, oldValue: long, newValue: long }] },
        ],
      },
    }
    const screen = createScreen({ write: () => {}, isTTY: true, columns: 100 }, { NO_COLOR: '1' })
    const lines = renderSimulation(parseSimulationReport(wide), [], screen).split('\n')
    for (const line of lines) assert.ok(line.length <= 100, line)
  })
})
