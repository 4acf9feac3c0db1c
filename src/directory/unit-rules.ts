import type { JsonObject } from '../std/json-object.ts'
import { isUnifiedGroup } from './group-rules.ts'
import { refuseMembershipRule } from './membership-rule.ts'

/** Why an administrative unit, or a member of one, is refused; `property` as Graph names it. */
export interface UnitRefusal {
  readonly property: string
  readonly reason: string
}

const membershipTypes: readonly unknown[] = ['Assigned', 'Dynamic', null, undefined]
const visibilities: readonly unknown[] = ['Public', 'HiddenMembership', null, undefined]

/** Refuses a unit whose properties do not go together (Graph page "administrativeUnit resource type"). */
export function refuseUnit(properties: JsonObject): UnitRefusal | null {
  const { displayName, visibility, membershipType, membershipRule, membershipRuleProcessingState } = properties
  if (typeof displayName !== 'string' || displayName.trim() === '') return refuse('displayName', 'It takes a name.')
  if (!visibilities.includes(visibility)) return refuse('visibility', 'It takes Public or HiddenMembership.')
  if (!membershipTypes.includes(membershipType)) return refuse('membershipType', 'It takes Assigned or Dynamic.')
  if (membershipType === 'Dynamic') return refuseMembershipRule(properties) || null
  // A unit that had a rule may keep it, paused.
  const isAssigned =
    membershipRuleProcessingState === 'Paused' || (membershipRule ?? membershipRuleProcessingState ?? null) === null
  return isAssigned ? null : refuse('membershipRule', "It is for units with the membership type 'Dynamic'.")
}

/** Fills in what the directory decides about a unit with dynamic membership. */
export function completeUnit(properties: JsonObject): JsonObject {
  const { membershipRuleProcessingState: state } = properties
  return isDynamicUnit(properties) ? { ...properties, membershipRuleProcessingState: state ?? 'On' } : properties
}

/** Members of such a unit are the users that fulfil its rule. */
export function isDynamicUnit({ membershipType }: JsonObject): boolean {
  return membershipType === 'Dynamic'
}

/**
 * Refuses who cannot be a member: units hold users and groups (and devices, which this directory does not have), those of
 * restricted management security groups only (Entra page "Restricted management administrative units").
 */
export function refuseUnitMember(
  unit: JsonObject,
  { type, properties }: { readonly type: string; readonly properties?: JsonObject | undefined },
): UnitRefusal | null {
  if (type === 'user') return null
  if (type !== 'group') return refuse('members', 'Members of an administrative unit are users and groups.')
  const isRefused = isRestrictedUnit(unit) && properties !== undefined && isUnifiedGroup(properties)
  return isRefused ? refuse('members', 'Microsoft 365 groups cannot be in a unit of restricted management.') : null
}

/** Its members are changed by administrators of the unit only. */
export function isRestrictedUnit({ isMemberManagementRestricted }: JsonObject): boolean {
  return isMemberManagementRestricted === true
}

/** Only who may see hidden members, and the members themselves, see who is in such a unit or group. */
export function hidesMembers({ visibility }: JsonObject): boolean {
  return visibility === 'HiddenMembership'
}

function refuse(property: string, reason: string): UnitRefusal {
  return { property, reason }
}
