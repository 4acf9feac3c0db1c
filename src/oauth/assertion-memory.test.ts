import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAssertionMemory } from './assertion-memory.ts'

describe('the memory of assertions', () => {
  test('knows one again until it ends, for each client by itself', () => {
    const memory = createAssertionMemory()
    assert.equal(memory.use('one', 'a', 1000, 0), true)
    assert.equal(memory.use('one', 'a', 1000, 999), false)
    assert.equal(memory.use('two', 'a', 1000, 0), true)
    assert.equal(memory.use('one', 'b', 1000, 0), true)
    assert.equal(memory.use('one', 'a', 3000, 1000), true)
    assert.equal(memory.use('one', 'a', 3000, 1001), false)
  })

  test('is bounded: what has ended goes first, then the oldest', () => {
    const memory = createAssertionMemory(2)
    memory.use('c', 'ended', 10, 0)
    memory.use('c', 'first', 1000, 20)
    memory.use('c', 'second', 1000, 20)
    assert.equal(memory.use('c', 'first', 1000, 21), false)
    memory.use('c', 'third', 1000, 22)
    assert.equal(memory.use('c', 'first', 1000, 23), true)
    assert.equal(memory.use('c', 'third', 1000, 24), false)
  })
})
