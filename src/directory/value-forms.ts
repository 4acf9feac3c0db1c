import { nameOffender, type Refusal } from './refusal.ts'

interface Form {
  readonly holds: (text: string) => boolean
  readonly code: 'SchemaPropertyCanOnlyAcceptValue' | 'UnprocessableEntity'
  /** What may stand there, as the end of "takes …". */
  readonly takes: string
}

const userTypes: readonly string[] = ['member', 'guest']

/** What single attributes demand of their values (Graph page "user resource type"). */
const forms: ReadonlyMap<string, Form> = new Map([
  [
    'mailNickname',
    {
      holds: (text: string) => !/[@()\\[\]";:<>, ]/.test(text),
      code: 'UnprocessableEntity',
      takes: 'no blanks and none of @ ( ) \\ [ ] " ; : < > ,',
    },
  ],
  [
    'mail',
    {
      // The page: "doesn't allow accent characters".
      holds: (text: string) => /^[\x21-\x7e]+$/.test(text),
      code: 'UnprocessableEntity',
      takes: 'an address of ASCII characters, without accents and blanks',
    },
  ],
  [
    'usageLocation',
    {
      holds: (text: string) => /^[A-Za-z]{2}$/.test(text),
      code: 'SchemaPropertyCanOnlyAcceptValue',
      takes: 'a country code of two letters (ISO 3166)',
    },
  ],
  [
    'userType',
    {
      holds: (text: string) => userTypes.includes(text.toLowerCase()),
      code: 'SchemaPropertyCanOnlyAcceptValue',
      takes: 'Member or Guest',
    },
  ],
  ['immutableId', { holds: (text: string) => !/[$_]/.test(text), code: 'UnprocessableEntity', takes: 'no $ and no _' }],
])

export function refuseForm(attribute: string, text: string): Refusal | null {
  const form = forms.get(attribute)
  if (form === undefined || form.holds(text)) return null
  return {
    code: form.code,
    reason: `${attribute} takes ${form.takes}.`,
    additionalDetails: nameOffender(attribute, text),
    recommendedAction: 'Correct the source value, or convert it in the mapping.',
  }
}
