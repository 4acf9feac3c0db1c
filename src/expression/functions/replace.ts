import type { Slot } from '../ast.ts'
import type { Argument, CallSite } from '../call-site.ts'
import { toText } from '../coerce/to-text.ts'
import type { Closure, EvaluationContext } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { optional, text } from '../param.ts'
import { PatternError } from '../regex/pattern.ts'
import { Regex } from '../regex/regex.ts'
import { regexCache } from '../regex/regex-cache.ts'
import { replaceText } from '../replace-text.ts'

const phone = '\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})'

export const replace = mappingFunction({
  name: 'Replace',
  params: [
    text('source'),
    optional(text('oldValue')),
    optional(text('regexPattern')),
    optional(text('regexGroupName')),
    optional(text('replacementValue')),
    optional(text('replacementAttributeName')),
    optional(text('template')),
  ],
  returns: 'text',
  doc: 'Replaces texts, or what a regular expression in .NET syntax matches. Which slots are filled decides how.',
  examples: [
    ['Replace([t],"Product Developer", , , "Software Engineer", , )', 'Software Engineer', { t: 'Product Developer' }],
    ['Replace([mail],"@contoso.com", , ,"", ,)', 'john.doe', { mail: 'john.doe@contoso.com' }],
    ['Replace([UserID],"<username>", , , , , "<username>@contoso.com")', 'jsmith@contoso.com', { UserID: 'jsmith' }],
    [`Replace([tel], , "${phone}", , "\${phoneNumber}", , )`, '9998887777', { tel: '+91 9998887777' }],
    ['Replace([mobile], , "[()\\\\s-]+", , "", , )', '+19998887777', { mobile: '+1 (999) 888-7777' }],
    ['Replace([mailNickname], , "[a-zA-Z_]*", , "", , )', '72', { mailNickname: 'john_doe72' }],
    [
      'Replace([a], , "(?<streetNumber>^\\\\d*)","streetNumber","888", , )',
      '888 Tremont Street',
      { a: '545 Tremont Street' },
    ],
    ['Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )', 'jsmith', { upn: 'jsmith@contoso.com' }],
    ['Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )', 'jsmith', { upn: 'jsmith' }],
    [`Replace([tel], , "${phone}", "phoneNumber", , [mobile], )`, '8887779999', { tel: '', mobile: '+91 8887779999' }],
    [`Replace([tel], , "${phone}", "phoneNumber", , [mobile], )`, '123', { tel: '123', mobile: '+91 8887779999' }],
    ['Replace([x], "a", , , "b", , )', null, { x: null }],
  ],
  refuse: (slots) =>
    modeOf(slots) === undefined
      ? 'invalid parameter combination; fill oldValue or regexPattern, and what to put in its place'
      : undefined,
  treeKeys: (slots) =>
    modeOf(slots) === 'text' ? ['source', 'Find', 'regexPattern', 'regexGroupName', 'Replacement'] : undefined,
  compile: <R>(site: CallSite<R>): Closure<R> => {
    const mode = modeOf(site.args)
    return mode === undefined ? () => null : modes[mode](textsOf(site))
  },
})

/** Told apart by which slots are filled; the earlier one wins. */
type Mode = 'text' | 'template' | 'group' | 'fallback' | 'pattern'

function modeOf(slots: readonly (Slot | Argument<never> | undefined)[]): Mode | undefined {
  const isFilled = (index: number) => slots[index] !== null && slots[index] !== undefined
  const [oldValue, pattern, group, replacement, attribute, template] = [1, 2, 3, 4, 5, 6].map(isFilled)
  if (oldValue && replacement) return 'text'
  if (oldValue && template) return 'template'
  if (pattern && group && replacement) return 'group'
  if (pattern && group && attribute) return 'fallback'
  return pattern && replacement ? 'pattern' : undefined
}

/** The arguments of one call, by name. */
interface Texts<R> {
  readonly source: Text<R>
  readonly oldValue: Text<R>
  readonly pattern: Text<R>
  readonly group: Text<R>
  readonly replacement: Text<R>
  readonly attribute: Text<R>
  readonly template: Text<R>
}

interface Text<R> {
  readonly read: (record: R, context: EvaluationContext) => string | null
  /** The text when it is the same for every record. */
  readonly constant: string | null | undefined
}

function textsOf<R>({ args }: CallSite<R>): Texts<R> {
  const [source, oldValue, pattern, group, replacement, attribute, template] = [0, 1, 2, 3, 4, 5, 6].map((slot) =>
    textOf(args[slot]),
  )
  const none: Text<R> = { read: () => null, constant: null }
  return {
    source: source ?? none,
    oldValue: oldValue ?? none,
    pattern: pattern ?? none,
    group: group ?? none,
    replacement: replacement ?? none,
    attribute: attribute ?? none,
    template: template ?? none,
  }
}

function textOf<R>(argument: Argument<R> | undefined): Text<R> {
  if (argument === undefined) return { read: () => null, constant: null }
  const { evaluate, constant } = argument
  if (constant === undefined)
    return { read: (record, context) => toText(evaluate(record, context)), constant: undefined }
  const text = toText(constant.value)
  return { read: () => text, constant: text }
}

const modes: Readonly<Record<Mode, <R>(texts: Texts<R>) => Closure<R>>> = {
  text: ({ source, oldValue, replacement }) => {
    return (record, context) => {
      const text = source.read(record, context)
      const old = oldValue.read(record, context)
      return text === null || old === null ? text : replaceText(text, old, replacement.read(record, context) ?? '')
    }
  },

  template: ({ source, oldValue, template }) => {
    return (record, context) => {
      const text = source.read(record, context)
      const old = oldValue.read(record, context)
      const whole = template.read(record, context)
      if (text === null || whole === null) return null
      return old === null ? whole : replaceText(whole, old, text)
    }
  },

  pattern: ({ source, pattern, replacement }) => {
    const findReplacer = replacerFinder(pattern, [replacement], (regex, [text]) => regex.replacer(text ?? ''))
    return (record, context) => {
      const text = source.read(record, context)
      return text === null ? null : findReplacer(record, context)(text)
    }
  },

  group: ({ source, pattern, group, replacement }) => {
    const findReplacer = replacerFinder(pattern, [group, replacement], (regex, [name, text]) =>
      regex.groupReplacer(checkedGroup(regex, name ?? ''), text ?? ''),
    )
    return (record, context) => {
      const text = source.read(record, context)
      return text === null ? null : findReplacer(record, context)(text)
    }
  },

  fallback: ({ source, pattern, group, attribute }) => {
    const findFinder = replacerFinder(pattern, [group], (regex, [name]) => {
      const checked = checkedGroup(regex, name ?? '')
      return (input: string) => regex.firstGroup(input, checked) ?? null
    })
    return (record, context) => {
      const text = source.read(record, context)
      if (text !== null && text !== '') return text
      const other = attribute.read(record, context)
      return other === null ? null : findFinder(record, context)(other)
    }
  },
}

/** Prepares the work on a pattern once when everything about it is constant, and for each record otherwise. */
function replacerFinder<R, Work>(
  pattern: Text<R>,
  others: readonly Text<R>[],
  prepare: (regex: Regex, others: readonly (string | null)[]) => Work,
): (record: R, context: EvaluationContext) => Work {
  if (pattern.constant === undefined) {
    const regexOf = regexCache()
    return (record, context) =>
      prepare(
        regexOf(pattern.read(record, context) ?? ''),
        others.map((other) => other.read(record, context)),
      )
  }
  const regex = new Regex(pattern.constant ?? '')
  if (others.every((other) => other.constant !== undefined)) {
    const work = prepare(
      regex,
      others.map((other) => other.constant ?? null),
    )
    return () => work
  }
  return (record, context) =>
    prepare(
      regex,
      others.map((other) => other.read(record, context)),
    )
}

function checkedGroup(regex: Regex, name: string): string {
  if (!regex.hasGroup(name)) throw new PatternError(`the pattern has no group named "${name}"`, 0)
  return name
}
