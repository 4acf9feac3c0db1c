import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const smokeMsMax = 120_000

/** What readers of the line rely on: members by group, `[]` for a number that stands alone. */
const members = {
  create: ['usersPerSecond', 'ofParse'],
  changed: ['usersPerSecond', 'ofParse'],
  unchanged: ['usersPerSecond', 'ofParse'],
  accept: ['requestsPerSecond', 'p99Ms'],
  logLatency: ['p50Ms', 'p99Ms'],
  ceiling: ['parseUsersPerSecond', 'appendUsersPerSecond'],
  rssMiB: [],
  startMs: [],
}

test('the benchmark settles everyone it sends and ends with one line of JSON that has every measure', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/main.ts', '--smoke', '--json'], {
    cwd: root,
    timeout: smokeMsMax,
  })
  const lines = stdout.trimEnd().split('\n')
  assert.equal(lines.length, 1)
  const result = JSON.parse(lines[0] ?? '') as Record<string, number | Record<string, number>>
  assert.deepEqual(Object.keys(result), Object.keys(members))
  for (const [group, names] of Object.entries(members)) {
    const value = result[group]
    const numbers = typeof value === 'object' ? names.map((name) => value[name]) : [value]
    if (typeof value === 'object') assert.deepEqual(Object.keys(value), names)
    else assert.deepEqual(names, [])
    for (const number of numbers) assert.ok(number !== undefined && number > 0, `${group} is ${number}`)
  }
})

test('the benchmark refuses options that it does not understand', async () => {
  const refused = promisify(execFile)(process.execPath, ['bench/main.ts', '--users', 'many'], { cwd: root })
  await assert.rejects(refused, { code: 2, stderr: /--users must be a whole number from 1 to \d+, and is 'many'/ })
})

test('the benchmark of queries times every kind of filter and sees exactly the users that changed', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bench/queries.ts', '--users', '200', '--rounds', '1', '--json'],
    { cwd: root, timeout: smokeMsMax },
  )
  const { users, results } = JSON.parse(stdout) as { users: number; results: { query: string; count: number }[] }
  assert.equal(users, 200)
  const counts = new Map(results.map(({ query, count }) => [query, count]))
  assert.equal(counts.get('$filter=accountEnabled eq true'), 200)
  // Every tenth person has another department.
  assert.equal(counts.get('delta'), 20)
})
