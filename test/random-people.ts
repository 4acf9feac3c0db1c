import fc from 'fast-check'
import { type Json, newcomer, person } from './world.ts'

/** Random uploads about a few people. */

/** Those who are uploaded from the beginning, and those who come only at the end, if at all. */
export const known = ['P1', 'P2', 'P3', 'P4', 'P5']
export const late = ['L1', 'L2']

const inAnyCase = (text: string): fc.Arbitrary<string> => fc.constantFrom(text, text.toLowerCase())
export const anchorOf = (names: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...names).chain(inAnyCase)

/** What one operation may say about a person beside who it is: much of it is partial, some of it fails. */
export const fields = fc.record(
  {
    displayName: fc.constantFrom('Ann', 'ann', 'Bo', ''),
    title: fc.constantFrom('Clerk', 'clerk', 'Lead', null, ''),
    active: fc.constantFrom(true, false, 'False', 'no idea'),
    userName: fc.constantFrom('shared@contoso.example', 'second@contoso.example'),
    emails: fc.constantFrom(
      [],
      [{ type: 'work', value: 'a@fabrikam.example' }],
      [{ type: 'home', value: 'b@c.example' }],
    ),
    phoneNumbers: fc.constantFrom([{ type: 'Work', value: '1' }], [{ type: 'mobile', value: '2' }], null),
    enterprise: fc.record(
      {
        department: fc.constantFrom('Finance', 'x'.repeat(65)),
        manager: fc.oneof(
          { weight: 4, arbitrary: anchorOf([...known, ...late]).map((value) => ({ value })) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)

const operation: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(anchorOf(known), fc.boolean(), fields)
      .map(([anchor, complete, rest]) => (complete ? newcomer(anchor, rest) : person(anchor, rest))),
  },
  { weight: 1, arbitrary: fields.map((rest) => person('', rest)) },
)
export const operations = fc.array(operation, { minLength: 1, maxLength: 25 })

/** Lengths of the requests that a list is cut into; the last takes what is left. */
export const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 25 })

export const batchSize = fc.integer({ min: 1, max: 10 })

export function cut<Item>(items: readonly Item[], lengths: readonly number[]): Item[][] {
  const parts: Item[][] = []
  let start = 0
  for (const length of [...lengths, items.length]) {
    if (start >= items.length) break
    parts.push(items.slice(start, start + length))
    start += length
  }
  return parts
}

export const oneByOne = (items: readonly Json[]): Json[][] => items.map((item) => [item])
