import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nobody } from './match.ts'
import { sampleObject, sampleRecord } from './samples.conformance.ts'
import type { Trail } from './trail.ts'
import { decideWishes } from './wishes.ts'

/** The trail of the nth record: who it is about, whom it wants as manager, and whether that one was known already. */
function trail(position: number, subject: string, wanted: string | null, known = false): Trail {
  return {
    record: sampleRecord({ externalId: subject }, position),
    scope: { inScope: true, clauses: {} },
    match: nobody,
    linked: false,
    operation: { kind: 'create', changes: [] },
    outcome: { kind: 'applied', object: sampleObject({}) },
    refersBy: wanted === null ? [] : ['manager'],
    unresolved: wanted === null || known ? [] : [{ attribute: 'manager', anchor: wanted }],
    lateReferences: [],
    holdsUntil: null,
  }
}

/** Decides with the given people linked in this batch, by the record at that position. */
function decide(trails: readonly Trail[], linked: Readonly<Record<string, number>> = {}) {
  const linkedBy = new Map(
    Object.entries(linked).map(([anchor, position]) => [anchor, sampleRecord({ externalId: anchor }, position)]),
  )
  return decideWishes(trails, { isLinked: (key) => linkedBy.has(key), linkedBy })
}

const kept = (trails: readonly Trail[]) => trails.flatMap((item) => item.unresolved.map(({ anchor }) => anchor))

describe('of several wishes of one person', () => {
  test('the newest is kept, letter case of the person ignored', () => {
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(1, 'A', 'y')]).trails), ['y'])
  })

  test('none is kept that is older than one which is fulfilled', () => {
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(2, 'a', 'y', true)], { x: 1 }).trails), [])
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(2, 'a', 'y')], { x: 1, y: 3 }).trails), ['y'])
  })

  test('an older one is kept when its person came before the newer wish, which still waits', () => {
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(2, 'a', 'y')], { x: 1 }).trails), ['x', 'y'])
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(1, 'a', 'y')], { x: 2 }).trails), ['y'])
  })

  test('only the newest fulfilled one is kept beside the one that waits', () => {
    const trails = [trail(0, 'a', 'w'), trail(2, 'a', 'x'), trail(4, 'a', 'y')]
    assert.deepEqual(kept(decide(trails, { w: 1, x: 3 }).trails), ['x', 'y'])
    assert.deepEqual(kept(decide(trails, { w: 1, x: 5 }).trails), ['w', 'y'])
  })

  test('records without a wish change nothing', () => {
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(1, 'a', null)]).trails), ['x'])
  })

  test('people do not get in the way of each other', () => {
    assert.deepEqual(kept(decide([trail(0, 'a', 'x'), trail(1, 'b', 'y')]).trails), ['x', 'y'])
  })
})

test('a reference that waited before the batch holds until a newer wish takes its place', () => {
  const { holds } = decide([trail(2, 'a', 'y'), trail(3, 'b', 'y', true)], { early: 1, late: 4 })
  assert.equal(holds('A', 'manager', 'early'), true)
  assert.equal(holds('a', 'manager', 'late'), false)
  assert.equal(holds('b', 'manager', 'early'), false)
  assert.equal(holds('c', 'manager', 'late'), true)
  assert.equal(holds('a', 'other', 'late'), true)
})
