import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { floors } from '../floors.mjs'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')

describe('docs/architecture.md', () => {
  test('draws the floors of floors.mjs', () => {
    const rows = [...page.matchAll(/^\| (\d) \| ([^|]+) \|/gm)]
    const drawn = rows.map(([, level, names = '']) => [Number(level), namesIn(names)])
    const ruled = floors.map((names, level) => [level, names]).reverse()
    assert.deepEqual(drawn, ruled)
  })

  test('gives every folder of src a floor', () => {
    const folders = readdirSync(join(root, 'src')).map((name) => name.replace(/[.]ts$/, ''))
    assert.deepEqual(folders.sort(), floors.flat().sort())
  })

  test('names only files and folders that exist', () => {
    const named = [...page.matchAll(/\bsrc\/[\w./-]*\w/g)].map(([path]) => path)
    assert.ok(named.length > 40)
    assert.deepEqual(
      named.filter((path) => !existsSync(join(root, path))),
      [],
    )
  })

  test('names the steps of a batch as they are called in src/sync', () => {
    const drawn = page.split('\n').filter((line) => line.startsWith('        ') && !line.includes('src/sync'))
    const steps = drawn.flatMap((line) => line.match(/(?<![\w/-])[\w-]+[.]ts\b/g) ?? [])
    assert.ok(steps.length > 15)
    assert.deepEqual(
      steps.filter((step) => !existsSync(join(root, 'src/sync', step))),
      [],
    )
  })

  test('fits on one page', () => {
    assert.ok(page.split('\n').length < 120)
  })
})

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
}
