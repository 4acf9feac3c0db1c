import { type PermissionIds, permissions } from '../../auth/permissions.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { describePermission } from './describe-permission.ts'

const known: readonly (readonly [string, PermissionIds])[] = Object.entries(permissions)

/** The application permissions of Microsoft Graph, as its service principal shows them. */
export const graphAppRoles: readonly JsonObject[] = known.flatMap(([value, { application }]) =>
  application === null
    ? []
    : [
        {
          allowedMemberTypes: ['Application'],
          description: `${describePermission(value)}, without a signed-in user.`,
          displayName: describePermission(value),
          id: application,
          isEnabled: true,
          origin: 'Application',
          value,
        },
      ],
)

/** The delegated permissions of Microsoft Graph. */
export const graphScopes: readonly JsonObject[] = known.flatMap(([value, { delegated, consent }]) =>
  delegated === null
    ? []
    : [
        {
          adminConsentDescription: `${describePermission(value)}, on behalf of the signed-in user.`,
          adminConsentDisplayName: describePermission(value),
          id: delegated,
          isEnabled: true,
          origin: 'Application',
          type: consent === 'user' ? 'User' : 'Admin',
          userConsentDescription: `${describePermission(value)}, on your behalf.`,
          userConsentDisplayName: describePermission(value),
          value,
        },
      ],
)
