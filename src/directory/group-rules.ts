import type { DirectoryObject } from '../model/directory-object.ts'
import type { JsonObject } from '../std/json-object.ts'
import { refuseMembershipRule } from './membership-rule.ts'

/** Why a group, or a member of one, is refused; `property` as Graph names it. */
export interface GroupRefusal {
  readonly property: string
  readonly reason: string
}

/** References that one request may bind to a new group (graph-conventions section 12). */
export const bindsMax = 20

const groupMailNicknameMax = 64

/** Refuses a group whose properties do not go together (graph-resources 4.1; Graph pages "Create group", "group resource type"). */
export function refuseGroup(properties: JsonObject): GroupRefusal | null {
  const { mailEnabled, securityEnabled, isAssignableToRole, visibility, displayName } = properties
  const isUnified = isUnifiedGroup(properties)
  const checks: readonly (GroupRefusal | false)[] = [
    refuseGroupTypes(properties),
    (typeof displayName !== 'string' || displayName.trim() === '') && refuse('displayName', 'It takes a name.'),
    refuseMailNickname(properties.mailNickname),
    refuseVisibility(visibility),
    mailEnabled !== isUnified &&
      refuse('mailEnabled', "It is true for groups with the group type 'Unified' and false for all others."),
    typeof securityEnabled !== 'boolean' && refuse('securityEnabled', 'It takes true or false.'),
    !isUnified &&
      !securityEnabled &&
      refuse('securityEnabled', "It has to be true unless the group types have 'Unified'."),
    isAssignableToRole === true &&
      securityEnabled !== true &&
      refuse('securityEnabled', 'A group that directory roles can be assigned to has to be a security group.'),
    isAssignableToRole === true &&
      visibility !== 'Private' &&
      refuse('visibility', 'A group that directory roles can be assigned to has to be private.'),
    visibility === 'HiddenMembership' &&
      !isUnified &&
      refuse('visibility', "HiddenMembership is for groups with the group type 'Unified' only."),
  ]
  return checks.find((check) => check !== false) ?? null
}

/** Refuses a change of what was decided when the group was made. */
export function refuseGroupChange(before: JsonObject, after: JsonObject): GroupRefusal | null {
  const wasHidden = before.visibility === 'HiddenMembership'
  if (wasHidden !== (after.visibility === 'HiddenMembership')) {
    return refuse('visibility', 'HiddenMembership is set when a group is created and stays.')
  }
  if (isUnifiedGroup(before) !== isUnifiedGroup(after)) {
    return refuse('groupTypes', "A group is made with or without 'Unified' and stays so.")
  }
  return refuseGroup(after)
}

const mailNicknameForm = /^[\x21-\x7e]+$/
const mailNicknameForbidden = /[@()\\[\]";:<>,]/

/** Refuses what cannot stand before the @ of the group's address. */
export function refuseMailNickname(value: unknown): GroupRefusal | false {
  const fits =
    typeof value === 'string' &&
    value.length <= groupMailNicknameMax &&
    mailNicknameForm.test(value) &&
    !mailNicknameForbidden.test(value)
  const reason = `It takes 1 to ${groupMailNicknameMax} ASCII characters, no blanks and none of @ ( ) \\ [ ] " ; : < > ,`
  return !fits && refuse('mailNickname', reason)
}

export function isUnifiedGroup({ groupTypes }: JsonObject): boolean {
  return Array.isArray(groupTypes) && groupTypes.includes('Unified')
}

/** The kind of what is to become a member or owner: `user`, or the type of an object. */
export type Candidate = { readonly id: string; readonly type: 'user' | DirectoryObject['type'] }

/** Refuses who cannot be a member or owner of a group. */
export function refuseLink(
  group: Pick<DirectoryObject, 'id' | 'properties'>,
  relation: 'members' | 'owners',
  { id, type }: Candidate,
): GroupRefusal | null {
  if (relation === 'owners') {
    const fits = type === 'user' || type === 'servicePrincipal'
    return fits ? null : refuse('owners', 'Owners of a group are users and service principals.')
  }
  if (id === group.id) return refuse('members', 'A group cannot be a member of itself.')
  if (isUnifiedGroup(group.properties)) {
    return type === 'user' ? null : refuse('members', 'Members of a Microsoft 365 group are users.')
  }
  if (type === 'group' && group.properties.isAssignableToRole === true) {
    return refuse('members', 'A group cannot be a member of a group that directory roles can be assigned to.')
  }
  const fits = type === 'user' || type === 'group' || type === 'servicePrincipal'
  return fits ? null : refuse('members', 'Members of a group are users, groups and service principals.')
}

export interface NewGroup {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly createdDateTime: string
  /** Domain of the addresses that Microsoft 365 groups get. */
  readonly domain: string
}

/** Fills in what the directory decides about a new group. */
export function completeGroup(properties: JsonObject, { id, createdDateTime, domain }: NewGroup): JsonObject {
  const isUnified = isUnifiedGroup(properties)
  const mail = isUnified ? `${String(properties.mailNickname)}@${domain}` : null
  return {
    ...completeRule(properties),
    groupTypes: properties.groupTypes ?? [],
    visibility: properties.visibility ?? defaultVisibility(properties),
    createdDateTime,
    renewedDateTime: createdDateTime,
    securityIdentifier: toSecurityIdentifier(id),
    mail,
    proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
  }
}

/** A rule is followed unless it is said otherwise. */
export function completeRule(properties: JsonObject): JsonObject {
  const { membershipRuleProcessingState: state } = properties
  return isDynamicGroup(properties) ? { ...properties, membershipRuleProcessingState: state ?? 'On' } : properties
}

function defaultVisibility(properties: JsonObject): string | null {
  if (properties.isAssignableToRole === true) return 'Private'
  return isUnifiedGroup(properties) ? 'Public' : null
}

/** The id in the form of Windows: `S-1-12-1-` and the four quarters of the GUID as numbers, low bytes first. */
function toSecurityIdentifier(id: string): string {
  const [a = '', b = '', c = '', ...rest] = id.split('-')
  const tail = rest.join('')
  const swapped = (text: string) => Number.parseInt((text.match(/../g) ?? []).toReversed().join(''), 16)
  const numbers = [
    Number.parseInt(a, 16),
    Number.parseInt(c + b, 16),
    swapped(tail.slice(0, 8)),
    swapped(tail.slice(8)),
  ]
  return `S-1-12-1-${numbers.join('-')}`
}

const visibilities: readonly unknown[] = ['Private', 'Public', 'HiddenMembership', null, undefined]

function refuseVisibility(visibility: unknown): GroupRefusal | false {
  return !visibilities.includes(visibility) && refuse('visibility', 'It takes Private, Public or HiddenMembership.')
}

function refuseGroupTypes({
  groupTypes,
  membershipRule,
  membershipRuleProcessingState: state,
  isAssignableToRole,
}: JsonObject): GroupRefusal | false {
  const types = Array.isArray(groupTypes) ? groupTypes : []
  if (types.some((type) => type !== 'Unified' && type !== 'DynamicMembership')) {
    return refuse('groupTypes', "It takes [], or 'Unified' and 'DynamicMembership'.")
  }
  if (!types.includes('DynamicMembership')) {
    // Scripts of the reference make a group static by taking the type away and pausing the rule, which stays.
    const isStatic = state === 'Paused' || (membershipRule ?? state ?? null) === null
    return !isStatic && refuse('membershipRule', "It is for groups with the group type 'DynamicMembership'.")
  }
  if (isAssignableToRole === true) {
    return refuse('groupTypes', 'Members of a group that directory roles can be assigned to are assigned by hand.')
  }
  return refuseMembershipRule({ membershipRule, membershipRuleProcessingState: state })
}

/** Members of such a group follow from its rule. */
export function isDynamicGroup({ groupTypes }: JsonObject): boolean {
  return Array.isArray(groupTypes) && groupTypes.includes('DynamicMembership')
}

function refuse(property: string, reason: string): GroupRefusal {
  return { property, reason }
}
