import type { Call, Expression } from './ast.ts'

export type LintCode = 'missingValueInCondition' | 'missingStylesSlot' | 'presenceAsSwitchSource'

/** Something that works here and will surprise, or that Microsoft's service treats differently. */
export interface LintHint {
  readonly code: LintCode
  readonly offset: number
  readonly message: string
}

/** Hints for the author of a mapping, in the order of the text. The tree need not have been checked. */
export function lintExpression(tree: Expression): readonly LintHint[] {
  return [...hintsOf(tree)].toSorted((left, right) => left.offset - right.offset)
}

function* hintsOf(node: Expression): Generator<LintHint> {
  if (node.kind === 'call') {
    const rule = rules.get(node.name.toLowerCase())
    if (rule !== undefined) yield* rule(node)
  }
  for (const child of childrenOf(node)) yield* hintsOf(child)
}

function childrenOf(node: Expression): readonly Expression[] {
  if (node.kind === 'call') return node.slots.filter((slot) => slot !== null)
  return node.kind === 'comparison' || node.kind === 'concatenation' ? [node.left, node.right] : []
}

const presenceTests: ReadonlySet<string> = new Set(['isnull', 'isnullorempty', 'ispresent'])

const rules: ReadonlyMap<string, (call: Call) => readonly LintHint[]> = new Map([
  ['iif', hintsOfIif],
  ['formatdatetime', hintsOfFormatDateTime],
  ['switch', hintsOfSwitch],
])

function hintsOfIif({ slots: [condition] }: Call): readonly LintHint[] {
  if (condition === undefined || condition === null) return []
  return attributesOf(condition).map(({ name, offset }) => ({
    code: 'missingValueInCondition',
    offset,
    message: `When [${name}] has no value, Microsoft's service does not evaluate this condition; Switch([${name}], [${name}], "", …) works in both.`,
  }))
}

function hintsOfFormatDateTime({ slots, offset }: Call): readonly LintHint[] {
  const filled = slots.findLastIndex((slot) => slot !== null) + 1
  if (filled !== 3) return []
  const message = 'Read as source, input format, output format; the slot for the styles, usually empty, is missing.'
  return [{ code: 'missingStylesSlot', offset, message }]
}

function hintsOfSwitch({ slots: [source] }: Call): readonly LintHint[] {
  if (source?.kind !== 'call' || !presenceTests.has(source.name.toLowerCase())) return []
  const message = `${source.name} yields True or False, and that is compared with the keys; use the key "" for a missing value.`
  return [{ code: 'presenceAsSwitchSource', offset: source.offset, message }]
}

function attributesOf(node: Expression): readonly { name: string; offset: number }[] {
  return node.kind === 'attribute' ? [node] : childrenOf(node).flatMap(attributesOf)
}
