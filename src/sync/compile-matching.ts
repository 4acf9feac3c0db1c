import type { Expression } from '../expression/ast.ts'
import { findFunction } from '../expression/find-function.ts'
import { parse } from '../expression/parser.ts'
import type { ErrorDetail } from '../model/error.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { schemaProblem } from './schema-problem.ts'

/**
 * The mappings to match by, in order of precedence (provisioning-engine: "Matching"). Mappings that nobody can be found
 * by are reported as problems; `at` is the JSON pointer of the mappings.
 */
export function compileMatching(
  mappings: readonly CompiledMapping[],
  at: string,
  problems: ErrorDetail[],
): readonly CompiledMapping[] {
  const matching = mappings
    .filter(({ mapping }) => mapping.matchingPriority > 0)
    .sort((a, b) => a.mapping.matchingPriority - b.mapping.matchingPriority)
  if (matching.length === 0) problems.push(schemaProblem(at, 'At least one mapping needs a matchingPriority above 0.'))
  for (const mapping of matching) {
    const wrong = whyNotMatchable(mapping)
    if (wrong !== null) problems.push(schemaProblem(`${at}/${mapping.index}/matchingPriority`, wrong))
  }
  return matching
}

const extensionAttribute = /^extensionAttribute\d+$/i

function whyNotMatchable({ target, source, inputs }: CompiledMapping): string | null {
  const { name } = target
  if (target.multivalued) return `'${name}' has several values; match by an attribute that has one.`
  if (target.type === 'Reference')
    return `'${name}' refers to another object; match by an attribute with a plain value.`
  if (target.mutability === 'WriteOnly') return `'${name}' cannot be read, so nobody can be found by it.`
  if (extensionAttribute.test(name))
    return `'${name}' is one of onPremisesExtensionAttributes, by which objects cannot be matched. Use employeeId or a directory extension.`
  if (source.kind === 'attribute' && inputs.some(({ definition }) => definition.multivalued))
    return `'${inputs[0]?.definition.name}' has several values; match by an attribute that has one.`
  if (source.kind === 'expression' && choosesAmongCandidates(parse(source.program.source)))
    return `The mapping of '${name}' makes a value that nobody has yet (SelectUniqueValue), so nobody can be found by it.`
  return null
}

const choosing: ReadonlySet<string | undefined> = new Set(['SelectUniqueValue', 'X.UniqueValue'])

function choosesAmongCandidates(expression: Expression | null): boolean {
  switch (expression?.kind) {
    case 'call':
      return choosing.has(findFunction(expression.name)?.name) || expression.slots.some(choosesAmongCandidates)
    case 'comparison':
    case 'concatenation':
      return choosesAmongCandidates(expression.left) || choosesAmongCandidates(expression.right)
    default:
      return false
  }
}
