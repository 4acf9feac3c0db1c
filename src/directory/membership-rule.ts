import { compileRule } from '../membership/compile-rule.ts'
import { RuleError } from '../membership/rule-error.ts'
import type { JsonObject } from '../std/json-object.ts'

/** Why a rule is refused; `property` as Graph names it. */
interface RuleRefusal {
  readonly property: string
  readonly reason: string
}

const ruleStates: readonly unknown[] = ['On', 'Paused']

/** Refuses what is no rule of membership, and names the place; for groups and administrative units whose members follow from one. */
export function refuseMembershipRule({
  membershipRule,
  membershipRuleProcessingState,
}: JsonObject): RuleRefusal | false {
  if (!ruleStates.includes(membershipRuleProcessingState)) {
    return { property: 'membershipRuleProcessingState', reason: 'It takes On or Paused.' }
  }
  const property = 'membershipRule'
  if (typeof membershipRule !== 'string') return { property, reason: 'Dynamic membership takes a rule.' }
  try {
    compileRule(membershipRule)
    return false
  } catch (error) {
    if (error instanceof RuleError) return { property, reason: `${error.message}.` }
    throw error
  }
}
