import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { AttributeChange, Target, TargetObject, TargetOperation, TargetOutcome } from './target.ts'

/** How the suite speaks to a target of one kind. */
export interface TargetUnderTest {
  /** Runs `work` with an empty target and keeps what it wrote until the end of the run. */
  run(work: (target: Target) => Promise<void>): Promise<void>
  /** Everything that a new object needs; different for each number. */
  required(number: number): readonly AttributeChange[]
  /** A plain single-valued text attribute that may be cleared. */
  readonly plain: string
  /** Attributes that objects may be found by, each with a value that no other test object has. */
  readonly findable: readonly AttributeChange[]
  /** An attribute and a value that the target refuses. */
  readonly refused: AttributeChange
  /** The attribute that refers to another object, or null when there is none. */
  readonly reference: string | null
}

const create = (changes: readonly AttributeChange[]): TargetOperation => ({ kind: 'create', changes })
const update = (object: TargetObject, attribute: string, value: AttributeValue): TargetOperation => ({
  kind: 'update',
  object,
  changes: [{ attribute, value }],
})

function applied(outcome: TargetOutcome | undefined): TargetObject {
  assert.ok(outcome?.kind === 'applied', `it is ${JSON.stringify(outcome)}`)
  return outcome.object
}

async function createOne(target: Target, changes: readonly AttributeChange[]): Promise<TargetObject> {
  const [outcome] = await target.apply([create(changes)])
  return applied(outcome)
}

async function readOne(target: Target, id: string): Promise<TargetObject> {
  const [object] = await target.read([id])
  assert.ok(object !== undefined)
  return object
}

/** What every target promises. */
export function targetConformance({ run, required, plain, findable, refused, reference }: TargetUnderTest): void {
  describe('Target.apply', () => {
    test('creates an object that has every value, in the answer and when it is read', () =>
      run(async (target) => {
        const changes = [...required(1), { attribute: plain, value: 'Clerk' }]
        const object = await createOne(target, changes)
        for (const seen of [object, await readOne(target, object.id)]) {
          for (const { attribute, value } of changes) assert.deepEqual(seen.value(attribute), value, attribute)
        }
      }))

    test('changes what an update names and nothing else; null clears', () =>
      run(async (target) => {
        const object = await createOne(target, [...required(1), { attribute: plain, value: 'Clerk' }])
        const [changed] = await target.apply([update(object, plain, 'Lead')])
        assert.equal(applied(changed).value(plain), 'Lead')
        const [cleared] = await target.apply([update(applied(changed), plain, null)])
        assert.equal(applied(cleared).value(plain), null)
        const read = await readOne(target, object.id)
        assert.equal(read.value(plain), null)
        for (const { attribute, value } of required(1)) assert.deepEqual(read.value(attribute), value, attribute)
      }))

    test('does no harm when an update is applied twice', () =>
      run(async (target) => {
        const object = await createOne(target, required(1))
        for (let time = 0; time < 2; time++) applied((await target.apply([update(object, plain, 'Lead')]))[0])
        assert.equal((await readOne(target, object.id)).value(plain), 'Lead')
      }))

    test('leaves the object that it was handed as it is', () =>
      run(async (target) => {
        const object = await createOne(target, [...required(1), { attribute: plain, value: 'Clerk' }])
        await target.apply([update(object, plain, 'Lead')])
        assert.equal(object.value(plain), 'Clerk')
      }))

    test('answers each operation by itself and in order: one that is refused does not touch the others', () =>
      run(async (target) => {
        const first = await createOne(target, required(1))
        const outcomes = await target.apply([
          create(required(2)),
          create([...required(3), refused]),
          update(first, plain, 'Lead'),
          update(first, refused.attribute, refused.value),
          create(required(4)),
        ])
        assert.deepEqual(
          outcomes.map(({ kind }) => kind),
          ['applied', 'refused', 'applied', 'refused', 'applied'],
        )
        const [, denied] = outcomes
        assert.ok(denied?.kind === 'refused' && denied.code !== '' && denied.reason !== '')
        for (const [position, number] of [
          [0, 2],
          [4, 4],
        ] as const) {
          const object = applied(outcomes[position])
          for (const { attribute, value } of required(number)) assert.deepEqual(object.value(attribute), value)
        }
        assert.equal((await readOne(target, first.id)).value(plain), 'Lead')
        assert.deepEqual(await target.apply([]), [])
      }))

    test('gives a unique value once, letter case ignored, and refuses it to everyone else', () =>
      run(async (target) => {
        for (const attribute of target.capabilities.uniqueAttributes) {
          const owner = await createOne(target, required(1))
          const value = String(owner.value(attribute))
          const claim = { attribute, value: value.toUpperCase() }
          const others = required(2).filter((change) => change.attribute !== attribute)
          const [second] = await target.apply([create([...others, claim])])
          assert.equal(second?.kind === 'refused' && second.code, 'Conflict')
          const third = await createOne(target, required(3))
          const [taken] = await target.apply([update(third, attribute, claim.value)])
          assert.equal(taken?.kind === 'refused' && taken.code, 'Conflict')
          applied((await target.apply([update(owner, attribute, value)]))[0])
        }
      }))

    test('sets and replaces references by object id', { skip: reference === null }, () =>
      run(async (target) => {
        const attribute = reference ?? ''
        const [boss, other] = [await createOne(target, required(1)), await createOne(target, required(2))]
        const object = await createOne(target, [...required(3), { attribute, value: boss.id }])
        assert.equal((await readOne(target, object.id)).value(attribute), boss.id)
        const [moved] = await target.apply([update(object, attribute, other.id)])
        assert.equal(applied(moved).value(attribute), other.id)
        const [itself] = await target.apply([update(applied(moved), attribute, object.id)])
        assert.equal(applied(itself).value(attribute), object.id)
        const [cleared] = await target.apply([update(applied(itself), attribute, null)])
        assert.equal(applied(cleared).value(attribute), null)
      }),
    )
  })

  describe('Target.find and Target.read', () => {
    test('answer in the order of the questions', () =>
      run(async (target) => {
        const [first, second] = [await createOne(target, required(1)), await createOne(target, required(2))]
        const read = await target.read([second.id, 'nobody', first.id])
        assert.deepEqual(
          read.map((object) => object?.id),
          [second.id, undefined, first.id],
        )
        assert.deepEqual(await target.read([]), [])
        assert.deepEqual(await target.find([]), [])
      }))

    for (const { attribute, value } of findable) {
      test(`find by ${attribute}, letter case ignored`, () =>
        run(async (target) => {
          const others = required(1).filter((change) => change.attribute !== attribute)
          const object = await createOne(target, [...others, { attribute, value }])
          await createOne(target, required(2))
          const text = String(value)
          const lookups = [text, text.toUpperCase(), text.toLowerCase(), `${text}x`].map((wanted) => ({
            attribute,
            value: wanted,
          }))
          const found = await target.find(lookups)
          assert.deepEqual(
            found.map((objects) => objects.map(({ id }) => id)),
            [[object.id], [object.id], [object.id], []],
          )
        }))
    }

    test('find tells that a value is ambiguous', () =>
      run(async (target) => {
        for (const number of [1, 2, 3])
          await createOne(target, [...required(number), { attribute: plain, value: 'Clerk' }])
        const [found] = await target.find([{ attribute: plain, value: 'clerk' }])
        assert.ok((found?.length ?? 0) >= 2)
      }))

    test('find takes any text for a value, and nothing for a pattern', () =>
      run(async (target) => {
        const odd = `it's 100% "odd" \\ _*`
        const object = await createOne(target, [...required(1), { attribute: plain, value: odd }])
        const found = await target.find(
          [odd, '%', '_', "' OR 1=1 --", ''].map((value) => ({ attribute: plain, value })),
        )
        assert.deepEqual(
          found.map((objects) => objects.map(({ id }) => id)),
          [[object.id], [], [], [], []],
        )
      }))
  })
}
