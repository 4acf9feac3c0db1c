/** What a permission is about, by the first part of its name. */
const subjects: Readonly<Record<string, string>> = {
  'SynchronizationData-User': 'people through provisioning jobs',
  Synchronization: 'provisioning jobs and their settings',
  ProvisioningLog: 'the provisioning log',
  AuditLog: 'the audit logs',
  Application: 'applications and service principals',
  AppRoleAssignment: 'assignments of app roles',
  DelegatedPermissionGrant: 'grants of delegated permissions',
  Directory: 'the directory',
  User: 'users',
  'User-PasswordProfile': 'the passwords of users',
  'User-Mail': 'the mail addresses of users',
  'User-Phone': 'the telephone numbers of users',
  'User-LifeCycleInfo': 'the dates at which users come and go',
  Group: 'groups',
  GroupMember: 'the members of groups',
  RoleManagement: 'directory roles and who holds them',
  CustomSecAttributeAssignment: 'the values of custom security attributes',
  CustomSecAttributeDefinition: 'the definitions of custom security attributes',
  CustomSecAttributeProvisioning: 'custom security attributes through provisioning',
  Organization: 'the data of the organization',
  Domain: 'the domains of the organization',
  Policy: 'policies',
  AdministrativeUnit: 'administrative units',
  Member: 'members',
}

const actions: Readonly<Record<string, string>> = {
  Read: 'Read',
  ReadBasic: 'Read basic data of',
  ReadWrite: 'Read and change',
  Write: 'Change',
  Upload: 'Upload',
  Create: 'Create',
  DeleteRestore: 'Delete and restore',
  EnableDisableAccount: 'Enable and disable the accounts of',
  RevokeSessions: 'End the sessions of',
  ManageIdentities: 'Manage the sign-in identities of',
  AccessAsUser: 'Use, as the signed-in user,',
}

const constraints: Readonly<Record<string, string>> = {
  OwnedBy: ', as far as the calling application owns them',
  Directory: ' of the directory',
  Hidden: ' that are hidden',
  Restricted: ' where only administrators of a unit may',
  ApplicationConfiguration: ' of applications',
  PermissionGrant: ' of consent',
}

const ofSignIn: Readonly<Record<string, string>> = {
  openid: 'Sign in',
  profile: 'See the basic profile of the signed-in user',
  email: 'See the mail address of the signed-in user',
  offline_access: 'Keep access after the user has left',
}

/** Says in a few words what a permission of Graph allows. */
export function describePermission(name: string): string {
  const [subject = '', action = '', constraint = ''] = name.split('.')
  const about = subjects[subject]
  if (about === undefined) return ofSignIn[name] ?? name
  if (subject === 'User' && constraint === '') return `${actions[action] ?? action} the profile of the signed-in user`
  return `${actions[action] ?? action} ${about}${constraints[constraint] ?? ''}`
}
