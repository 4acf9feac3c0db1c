import type { AuditEntry } from '../contracts/store-audits.ts'
import type { JsonObject } from '../std/json-object.ts'

export type AuditCategory =
  | 'UserManagement'
  | 'GroupManagement'
  | 'ApplicationManagement'
  | 'RoleManagement'
  | 'DirectoryManagement'
  | 'Policy'
  | 'AttributeManagement'
  | 'AdministrativeUnit'
  | 'ProvisioningManagement'

export type AuditTargetType =
  | 'User'
  | 'Group'
  | 'Application'
  | 'ServicePrincipal'
  | 'Role'
  | 'AdministrativeUnit'
  | 'Directory'
  | 'Policy'
  | 'Other'

/** Who did it. `service` is this service itself, by the name under which it acts. */
export type AuditActor =
  | {
      readonly kind: 'user'
      readonly id: string
      readonly displayName: string | null
      readonly userPrincipalName: string | null
      readonly ipAddress?: string | null
    }
  | {
      readonly kind: 'application'
      readonly appId: string | null
      readonly servicePrincipalId: string
      readonly displayName: string | null
    }
  | { readonly kind: 'service'; readonly displayName: string }

/** What was changed. */
export interface AuditTarget {
  readonly id: string
  readonly type: AuditTargetType
  readonly displayName?: string | null
  readonly userPrincipalName?: string | null
  /** Only of groups. */
  readonly groupType?: 'unifiedGroups' | 'azureAD' | null
  readonly modifiedProperties?: readonly AuditedProperty[]
}

/** A property before and after; values are written as JSON. Null stands for "there was none". */
export interface AuditedProperty {
  readonly name: string
  readonly oldValue: unknown
  readonly newValue: unknown
}

/** An activity of the audit log, before it is put in Graph's words. */
export interface Audit {
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  /** GUID; `newObjectId` gives ids that lie together. */
  readonly id: string
  /** Display name as the real log has it: `Add user`, `Update application`. */
  readonly activity: string
  readonly category: AuditCategory
  readonly initiatedBy: AuditActor
  /** The changed object first, then the others that took part. */
  readonly targets: readonly AuditTarget[]
  /** Of the first target: a short way to write them. */
  readonly modifiedProperties?: readonly AuditedProperty[]
  /** `client-request-id` or `request-id` of the call. */
  readonly correlationId: string
  /** `Add`, `Update`, `Delete`, `Assign`, `Unassign`…; default: the first word of the activity. */
  readonly operationType?: string
  /** Default: success. */
  readonly result?: 'success' | 'failure' | 'timeout'
  readonly resultReason?: string
  readonly userAgent?: string | undefined
  readonly additionalDetails?: Readonly<Record<string, string>>
  /** Default: `Account Provisioning` for ProvisioningManagement, else `Core Directory`. */
  readonly loggedByService?: string
}

/** Longest text of one value in the log; what is longer ends in an ellipsis. */
export const auditValueCharsMax = 8_192

/** An entry of the audit log (Graph page "directoryAudit resource type"). */
export function directoryAudit(audit: Audit): AuditEntry {
  const { id, at, activity, category, result = 'success', resultReason = '', correlationId } = audit
  return {
    kind: 'directoryAudit',
    id: id.toLowerCase(),
    at,
    properties: {
      id: id.toLowerCase(),
      category,
      correlationId,
      result,
      resultReason,
      activityDisplayName: activity,
      activityDateTime: new Date(at).toISOString(),
      loggedByService: audit.loggedByService ?? loggerOf(category),
      operationType: audit.operationType ?? activity.split(' ', 1)[0] ?? '',
      initiatedBy: toInitiatedBy(audit.initiatedBy),
      targetResources: toTargets(audit),
      additionalDetails: toDetails(audit),
    },
  }
}

function loggerOf(category: AuditCategory): string {
  return category === 'ProvisioningManagement' ? 'Account Provisioning' : 'Core Directory'
}

function toInitiatedBy(actor: AuditActor): JsonObject {
  if (actor.kind === 'user') {
    const { id, displayName, userPrincipalName, ipAddress = null } = actor
    return { user: { id, displayName, userPrincipalName, ipAddress }, app: null }
  }
  const { displayName } = actor
  const ids =
    actor.kind === 'service'
      ? { appId: null, servicePrincipalId: null }
      : { appId: actor.appId, servicePrincipalId: actor.servicePrincipalId }
  return { user: null, app: { ...ids, displayName, servicePrincipalName: null } }
}

function toTargets({ targets, modifiedProperties = [] }: Audit): readonly JsonObject[] {
  return targets.map((target, position) => ({
    id: target.id,
    displayName: target.displayName ?? null,
    type: target.type,
    userPrincipalName: target.userPrincipalName ?? null,
    groupType: target.groupType ?? null,
    modifiedProperties: [...(position === 0 ? modifiedProperties : []), ...(target.modifiedProperties ?? [])].map(
      toModifiedProperty,
    ),
  }))
}

function toModifiedProperty({ name, oldValue, newValue }: AuditedProperty): JsonObject {
  return { displayName: name, oldValue: toText(oldValue), newValue: toText(newValue) }
}

/** The real log quotes values as JSON, lists included. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = JSON.stringify(value)
  return text.length <= auditValueCharsMax ? text : `${text.slice(0, auditValueCharsMax - 1)}…`
}

function toDetails({ userAgent, additionalDetails = {} }: Audit): readonly JsonObject[] {
  const details = { ...(userAgent === undefined ? {} : { 'User-Agent': userAgent }), ...additionalDetails }
  return Object.entries(details).map(([key, value]) => ({ key, value }))
}
