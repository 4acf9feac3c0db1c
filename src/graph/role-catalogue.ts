import { roleTemplates } from '../auth/role-templates.ts'
import type { EntityJson } from './collection.ts'

/** What a role is for, in a sentence, and what it may do: our reduction of the reference's list of actions. */
interface RoleFacts {
  readonly description: string
  readonly actions: readonly string[]
  /** Whoever has the role can reach more than the role itself gives. */
  readonly isPrivileged?: true
}

const directory = 'microsoft.directory'
const readDirectory = [
  `${directory}/users/standard/read`,
  `${directory}/groups/standard/read`,
  `${directory}/applications/standard/read`,
  `${directory}/servicePrincipals/standard/read`,
  `${directory}/organization/standard/read`,
]
const allApplications = [
  `${directory}/applications/allProperties/allTasks`,
  `${directory}/servicePrincipals/allProperties/allTasks`,
  `${directory}/servicePrincipals/synchronizationJobs/manage`,
  `${directory}/servicePrincipals/synchronizationSchema/manage`,
]
const allSynchronization = [
  `${directory}/servicePrincipals/synchronizationJobs/manage`,
  `${directory}/servicePrincipals/synchronizationSchema/manage`,
  `${directory}/servicePrincipals/synchronizationCredentials/manage`,
]
const logs = [`${directory}/auditLogs/allProperties/read`, `${directory}/signInReports/allProperties/read`]
const provisioningLogs = `${directory}/provisioningLogs/allProperties/read`
const attributeSets = `${directory}/attributeSets/allProperties`
const attributeDefinitions = `${directory}/customSecurityAttributeDefinitions/allProperties`

const facts: Readonly<Record<keyof typeof roleTemplates, RoleFacts>> = {
  'Global Administrator': {
    description: 'Manages everything in the tenant except custom security attributes.',
    actions: [`${directory}/allEntities/allTasks`],
    isPrivileged: true,
  },
  'Application Administrator': {
    description: 'Manages applications, enterprise applications, their credentials and their provisioning.',
    actions: [...allApplications, provisioningLogs],
    isPrivileged: true,
  },
  'Application Developer': {
    description: 'Registers applications, and owns what was registered.',
    actions: [`${directory}/applications/createAsOwner`, `${directory}/servicePrincipals/createAsOwner`],
    isPrivileged: true,
  },
  'Attribute Assignment Administrator': {
    description: 'Sets custom security attributes of users and enterprise applications.',
    actions: [
      `${attributeSets}/read`,
      `${attributeDefinitions}/read`,
      `${directory}/users/customSecurityAttributes/update`,
    ],
  },
  'Attribute Assignment Reader': {
    description: 'Reads custom security attributes of users and enterprise applications.',
    actions: [
      `${attributeSets}/read`,
      `${attributeDefinitions}/read`,
      `${directory}/users/customSecurityAttributes/read`,
    ],
  },
  'Attribute Definition Administrator': {
    description: 'Defines custom security attributes.',
    actions: [`${attributeSets}/allTasks`, `${attributeDefinitions}/allTasks`],
  },
  'Attribute Definition Reader': {
    description: 'Reads how custom security attributes are defined.',
    actions: [`${attributeSets}/read`, `${attributeDefinitions}/read`],
  },
  'Attribute Log Administrator': {
    description: 'Manages the logs about custom security attributes.',
    actions: [`${directory}/customSecurityAttributeAuditLogs/allProperties/allTasks`],
  },
  'Attribute Log Reader': {
    description: 'Reads the logs about custom security attributes.',
    actions: [`${directory}/customSecurityAttributeAuditLogs/allProperties/read`],
  },
  'Attribute Provisioning Administrator': {
    description: 'Maps custom security attributes in provisioning.',
    actions: [`${directory}/servicePrincipals/synchronizationCustomSecurityAttributes/manage`],
  },
  'Attribute Provisioning Reader': {
    description: 'Reads how provisioning maps custom security attributes.',
    actions: [`${directory}/servicePrincipals/synchronizationCustomSecurityAttributes/read`],
  },
  'Authentication Administrator': {
    description: 'Resets the credentials of users who are no administrators.',
    actions: [`${directory}/users/authenticationMethods/allTasks`, `${directory}/users/password/update`],
    isPrivileged: true,
  },
  'Cloud Application Administrator': {
    description: 'Manages applications as an Application Administrator does, except for application proxies.',
    actions: [...allApplications, provisioningLogs],
    isPrivileged: true,
  },
  'Directory Readers': { description: 'Reads the basic facts of the directory.', actions: readDirectory },
  'Directory Synchronization Accounts': {
    description: 'Is for the accounts of services that synchronize directories.',
    actions: [...readDirectory, ...allSynchronization],
    isPrivileged: true,
  },
  'Directory Writers': {
    description: 'Reads and writes the basic facts of the directory.',
    actions: [...readDirectory, `${directory}/users/basic/update`, `${directory}/groups/basic/update`],
    isPrivileged: true,
  },
  'Domain Name Administrator': {
    description: 'Manages the domains of the tenant.',
    actions: [`${directory}/domains/allProperties/allTasks`],
    isPrivileged: true,
  },
  'Global Reader': {
    description: 'Reads whatever a Global Administrator can read.',
    actions: [`${directory}/allEntities/standard/read`, ...logs, provisioningLogs],
    isPrivileged: true,
  },
  'Groups Administrator': {
    description: 'Manages groups of all kinds, except those that directory roles can be assigned to.',
    actions: [`${directory}/groups/allProperties/allTasks`],
  },
  'Helpdesk Administrator': {
    description: 'Resets the passwords of users who are no administrators.',
    actions: [`${directory}/users/password/update`, `${directory}/users/invalidateAllRefreshTokens`],
    isPrivileged: true,
  },
  'Hybrid Identity Administrator': {
    description: 'Manages provisioning between directories, and the applications for it.',
    actions: [...allSynchronization, `${directory}/applications/basic/update`, provisioningLogs],
    isPrivileged: true,
  },
  'Identity Governance Administrator': {
    description: 'Manages who has access to what.',
    actions: ['microsoft.directory/entitlementManagement/allProperties/allTasks'],
  },
  'License Administrator': {
    description: 'Assigns product licenses.',
    actions: [`${directory}/users/assignLicense`, `${directory}/groups/assignLicense`],
  },
  'Lifecycle Workflows Administrator': {
    description: 'Manages workflows for people who join, move and leave.',
    actions: [`${directory}/lifecycleWorkflows/workflows/allProperties/allTasks`],
    isPrivileged: true,
  },
  'Password Administrator': {
    description: 'Resets the passwords of users who are no administrators, and of other Password Administrators.',
    actions: [`${directory}/users/password/update`],
    isPrivileged: true,
  },
  'Privileged Authentication Administrator': {
    description: 'Resets the credentials of everybody, administrators included.',
    actions: [`${directory}/users/authenticationMethods/allTasks`, `${directory}/users/password/update`],
    isPrivileged: true,
  },
  'Privileged Role Administrator': {
    description: 'Manages who has directory roles, and consents to any permission.',
    actions: [
      `${directory}/directoryRoles/allProperties/allTasks`,
      `${directory}/roleAssignments/allProperties/allTasks`,
      `${directory}/servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin`,
    ],
    isPrivileged: true,
  },
  'Reports Reader': { description: 'Reads sign-in and audit reports.', actions: logs },
  'Security Administrator': {
    description: 'Manages security settings, and reads the logs.',
    actions: [...logs, provisioningLogs, `${directory}/policies/standard/read`],
    isPrivileged: true,
  },
  'Security Operator': {
    description: 'Looks after security events, and reads the logs.',
    actions: [...logs, provisioningLogs],
    isPrivileged: true,
  },
  'Security Reader': {
    description: 'Reads security settings and logs.',
    actions: [...logs, provisioningLogs],
    isPrivileged: true,
  },
  'User Administrator': {
    description: 'Manages users and groups, and resets the passwords of users who are no administrators.',
    actions: [
      `${directory}/users/basic/update`,
      `${directory}/users/create`,
      `${directory}/users/delete`,
      `${directory}/users/restore`,
      `${directory}/users/password/update`,
      `${directory}/groups/allProperties/allTasks`,
    ],
    isPrivileged: true,
  },
}

/** A role of the catalogue, as Graph's `directoryRoleTemplate`. */
export interface RoleTemplate {
  /** The same in every tenant. */
  readonly id: string
  readonly displayName: keyof typeof roleTemplates
  readonly description: string
}

/** All roles, by name. */
export const catalogue: readonly RoleTemplate[] = (Object.keys(facts) as (keyof typeof roleTemplates)[])
  .map((displayName) => ({ id: roleTemplates[displayName], displayName, description: facts[displayName].description }))
  .toSorted((a, b) => (a.displayName < b.displayName ? -1 : 1))

/** Letter case of the id does not count. */
export function findRoleTemplate(id: string): RoleTemplate | undefined {
  return catalogue.find((template) => template.id === id.toLowerCase())
}

/** Graph's `unifiedRoleDefinition` of a built-in role: its id is that of the template. */
export function toRoleDefinitionJson({ id, displayName, description }: RoleTemplate): EntityJson {
  const { actions, isPrivileged = false } = facts[displayName]
  return {
    id,
    description,
    displayName,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    templateId: id,
    version: '1',
    rolePermissions: [{ allowedResourceActions: actions, excludedResourceActions: [], condition: null }],
    allowedPrincipalTypes: 'user,servicePrincipal,group',
    isPrivileged,
  }
}
