import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Backlog } from './backlog.ts'

describe('a backlog', () => {
  test('is full once the bytes that wait reach its limit, and free again when they are settled', () => {
    const backlog = new Backlog(100)
    assert.equal(backlog.isFull('t', 'job'), false)
    backlog.staged('t', 'job', 1, 60)
    assert.equal(backlog.isFull('t', 'job'), false)
    backlog.staged('t', 'job', 2, 40)
    assert.equal(backlog.isFull('t', 'job'), true)
    backlog.settled('t', 'job', 1)
    assert.equal(backlog.isFull('t', 'job'), false)
    backlog.staged('t', 'job', 3, 60)
    assert.equal(backlog.isFull('t', 'job'), true)
    backlog.settled('t', 'job', 3)
    backlog.staged('t', 'job', 4, 99)
    assert.equal(backlog.isFull('t', 'job'), false)
  })

  test('is counted for each job of each tenant by itself', () => {
    const backlog = new Backlog(10)
    backlog.staged('t', 'job', 1, 10)
    assert.equal(backlog.isFull('t', 'other'), false)
    assert.equal(backlog.isFull('u', 'job'), false)
    backlog.settled('u', 'job', 1)
    backlog.settled('t', 'other', 1)
    assert.equal(backlog.isFull('t', 'job'), true)
  })

  test('settles whatever lies before a sequence, also what it never heard of', () => {
    const backlog = new Backlog(10)
    backlog.settled('t', 'job', 5)
    for (const sequence of [6, 9]) backlog.staged('t', 'job', sequence, 5)
    backlog.settled('t', 'job', 5)
    assert.equal(backlog.isFull('t', 'job'), true)
    backlog.settled('t', 'job', 8)
    assert.equal(backlog.isFull('t', 'job'), false)
  })
})
