import { EntrainError } from '../model/error.ts'

/**
 * Where well-known parts of Graph begin that this service does not have (graph-resources 15). `me/…` and `users/{id}/…`
 * are told by their last fixed segment.
 */
const roots: ReadonlySet<string> = new Set([
  'admin',
  'agreements',
  'appcatalogs',
  'authenticationmethodspolicy',
  'chats',
  'communications',
  'compliance',
  'contacts',
  'contracts',
  'datapolicyoperations',
  'deviceappmanagement',
  'devicemanagement',
  'devices',
  'drive',
  'drives',
  'education',
  'external',
  'grouplifecyclepolicies',
  'groupsettings',
  'groupsettingtemplates',
  'identity',
  'identitygovernance',
  'identityprotection',
  'informationprotection',
  'invitations',
  'planner',
  'places',
  'policies',
  'print',
  'privacy',
  'reports',
  'search',
  'security',
  'shares',
  'sites',
  'solutions',
  'storage',
  'subscribedskus',
  'subscriptions',
  'teams',
  'teamstemplates',
  'teamwork',
  'tenantrelationships',
])

const ofUsers: ReadonlySet<string> = new Set([
  'activities',
  'authentication',
  'calendar',
  'calendars',
  'calendarview',
  'chats',
  'contactfolders',
  'contacts',
  'drive',
  'drives',
  'events',
  'inferenceclassification',
  'insights',
  'joinedteams',
  'licensedetails',
  'mailfolders',
  'manageddevices',
  'messages',
  'onenote',
  'onlinemeetings',
  'outlook',
  'owneddevices',
  'people',
  'photo',
  'photos',
  'planner',
  'presence',
  'registereddevices',
  'sendmail',
  'teamwork',
  'todo',
])

/** Whether Graph has something there, as far as this service knows. Percent-decoded segments below the version. */
export function isKnownToGraph(segments: readonly string[]): boolean {
  const [root = '', second = '', third = ''] = segments.map((segment) => segment.toLowerCase())
  if (root === 'me') return ofUsers.has(second)
  if (root === 'users') return ofUsers.has(third)
  if (/^users\(.+\)$/.test(root)) return ofUsers.has(second)
  return roots.has(root.replace(/\(.*\)$/, ''))
}

/** Answers for a part of Graph that this service does not have. */
export function notSupported(): never {
  throw new EntrainError('notSupported', 'This service does not have this part of Microsoft Graph.')
}
