import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isBusy, isUniqueViolation, openDriver } from './driver.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()

function open(file = newFile()) {
  return openDriver({ file })
}

describe('openDriver', () => {
  test('sets everything that durability and speed rest on', () => {
    const driver = openDriver({ file: newFile(), cacheBytes: 8 * 1024 * 1024, checkpointPages: 500 })
    const pragma = (name: string) => Object.values(driver.prepare<object>(`PRAGMA ${name}`).get() ?? {})[0]
    assert.equal(pragma('page_size'), 8_192)
    assert.equal(pragma('journal_mode'), 'wal')
    assert.equal(pragma('synchronous'), 2)
    assert.equal(pragma('cache_size'), -8_192)
    assert.equal(pragma('wal_autocheckpoint'), 500)
    assert.equal(pragma('busy_timeout'), 0)
    assert.equal(pragma('temp_store'), 2)
    assert.equal(pragma('foreign_keys'), 0)
    driver.close()
  })

  test('answers the same text with the same statement, per shape of row', () => {
    const driver = open()
    const text = 'SELECT 1 AS one, ? AS two'
    assert.equal(driver.prepare(text), driver.prepare(text))
    assert.notEqual(driver.prepare(text), driver.prepare(text, 'arrays'))
    assert.deepEqual({ ...driver.prepare<object>(text).get('b') }, { one: 1, two: 'b' })
    assert.deepEqual(driver.prepare(text, 'arrays').get('b'), [1, 'b'])
    driver.close()
  })

  test('keeps working when more texts come than it remembers', () => {
    const driver = open()
    for (let number = 0; number < 1_200; number += 1) {
      assert.deepEqual(driver.prepare(`SELECT ${number}`, 'arrays').get(), [number])
    }
    assert.deepEqual(driver.prepare('SELECT 0', 'arrays').get(), [0])
    driver.close()
  })

  test('keeps nothing of a transaction that throws', () => {
    const driver = open()
    driver.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)')
    driver.transaction(() => driver.exec('INSERT INTO t VALUES (1)'))
    assert.throws(() =>
      driver.transaction(() => {
        driver.exec('INSERT INTO t VALUES (2)')
        throw new Error('on purpose')
      }),
    )
    assert.deepEqual(driver.prepare('SELECT x FROM t', 'arrays').all(), [[1]])
    driver.close()
  })

  test('tells a taken key and a busy database from other failures', () => {
    const file = newFile()
    const [first, second] = [open(file), open(file)]
    first.exec('CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT UNIQUE)')
    first.exec("INSERT INTO t VALUES (1, 'a')")
    const failureOf = (work: () => void): unknown => {
      try {
        work()
      } catch (error) {
        return error
      }
      return assert.fail('nothing was thrown')
    }
    const takenKey = failureOf(() => first.exec("INSERT INTO t VALUES (1, 'b')"))
    const takenText = failureOf(() => first.exec("INSERT INTO t VALUES (2, 'a')"))
    const mistake = failureOf(() => first.exec('INSERT INTO nowhere VALUES (1)'))
    first.exec('BEGIN IMMEDIATE')
    const busy = failureOf(() => second.exec('BEGIN IMMEDIATE'))
    first.exec('ROLLBACK')
    const failures = [takenKey, takenText, mistake, busy, new Error('other'), undefined]
    assert.deepEqual(failures.map(isUniqueViolation), [true, true, false, false, false, false])
    assert.deepEqual(failures.map(isBusy), [false, false, false, true, false, false])
    first.close()
    second.close()
  })

  test('a connection for queries only refuses to write', () => {
    const file = newFile()
    open(file).close()
    const driver = openDriver({ file, queryOnly: true })
    assert.throws(() => driver.exec('CREATE TABLE t (x)'))
    driver.close()
  })

  test('folds letter case and reads times as filters in memory do', () => {
    const driver = open()
    const query =
      "SELECT fold_case('ÄΣς'), fold_case(NULL), sortable_utc('2026-01-01T02:00:00.500+02:00'), sortable_utc('soon')"
    assert.deepEqual(driver.prepare(query, 'arrays').get(), ['äσσ', null, '2026-01-01T00:00:00.5', null])
    driver.close()
  })

  test('closing twice does no harm', () => {
    const driver = open()
    driver.close()
    driver.close()
  })
})
