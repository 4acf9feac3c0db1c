import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { integer, optional, text } from '../param.ts'

const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
/** The characters that the password rules of Windows call special. */
const special = '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/'
const lengthMax = 256

export const randomString = mappingFunction({
  name: 'RandomString',
  params: [
    integer('Length'),
    integer('MinimumNumbers'),
    integer('MinimumSpecialCharacters'),
    integer('MinimumCapital'),
    integer('MinimumLowerCase'),
    optional(text('CharactersToAvoid')),
  ],
  returns: 'text',
  doc: 'Random characters, at least so many of each kind. What is left of the length comes from the kinds that are asked for, or from digits and lower case when none is.',
  examples: [
    ['Replace(RandomString(3, 3, 0, 0, 0, ), , "^[0-9]{3}$", , "three digits", , )', 'three digits'],
    ['Replace(RandomString(6,0,0,6,0,"ABC"), , "^[D-Z]{6}$", , "six capitals", , )', 'six capitals'],
  ],
  varies: true,
  callInContext: (context, length, minDigits, minSpecial, minUpper, minLower, avoided) => {
    const kinds = [
      kind(digits, minDigits, avoided),
      kind(special, minSpecial, avoided),
      kind(upper, minUpper, avoided),
      kind(lower, minLower, avoided),
    ]
    const minimum = kinds.reduce((sum, { min }) => sum + min, 0)
    const size = length ?? 0
    if (size > lengthMax) throw new EvaluationFailure(`the length is at most ${lengthMax}, not ${size}`)
    if (size < minimum) throw new EvaluationFailure(`${minimum} characters are asked for, but the length is ${size}`)

    const asked = kinds.filter(({ min }) => min > 0)
    const fill = asked.length > 0 ? asked.map(({ pool }) => pool).join('') : withoutAvoided(lower + digits, avoided)
    const characters = kinds.flatMap(({ pool, min }) => drawMany(pool, min, context.random))
    characters.push(...drawMany(fill, size - minimum, context.random))
    return shuffle(characters, context.random).join('')
  },
})

interface Kind {
  readonly pool: string
  readonly min: number
}

function kind(pool: string, min: number | null, avoided: string | null | undefined): Kind {
  return { pool: withoutAvoided(pool, avoided), min: Math.max(0, min ?? 0) }
}

function withoutAvoided(pool: string, avoided: string | null | undefined): string {
  return [...pool].filter((character) => avoided?.includes(character) !== true).join('')
}

function drawMany(pool: string, count: number, random: () => number): string[] {
  if (count > 0 && pool === '')
    throw new EvaluationFailure('all characters of a kind that is asked for are to be avoided')
  return Array.from({ length: count }, () => pool[Math.floor(random() * pool.length)] ?? '')
}

/** Fisher and Yates. */
function shuffle(characters: string[], random: () => number): string[] {
  for (let index = characters.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1))
    const [left = '', right = ''] = [characters[index], characters[other]]
    characters[index] = right
    characters[other] = left
  }
  return characters
}
