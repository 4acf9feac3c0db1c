import type { Method } from '../http/route.ts'
import type { RoleName } from './role-templates.ts'

/** What a route does to the objects of its family: `create` is writing something that is not there yet, `remove` is removing the object itself. */
export type Access = 'read' | 'write' | 'create' | 'remove'

/** Who, besides the holders of a role, may do it: `members` and `guests` by the userType of the signed-in user. */
export type Circle = 'members' | 'guests' | 'self' | 'owners'

/** Who may do one kind of thing: holders of one of the roles, and everybody of the circles. */
export interface Rights {
  readonly roles: readonly RoleName[]
  readonly circles: readonly Circle[]
}

interface Family {
  readonly name: string
  /** Lower-case path of a route without the version, as in the route table. The first family that fits counts. */
  readonly paths: RegExp
  readonly read: Rights
  readonly write: Rights
  /** Left out: as `write`. */
  readonly create?: Rights
  /** Of removing the object itself. Left out: as `write`. */
  readonly remove?: Rights
}

const directoryReaders: readonly RoleName[] = [
  'Global Administrator',
  'Global Reader',
  'Directory Readers',
  'Directory Writers',
  'User Administrator',
  'Groups Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
  'Hybrid Identity Administrator',
  'Privileged Role Administrator',
  'Privileged Authentication Administrator',
  'Security Administrator',
  'Security Reader',
]
export const applicationWriters: readonly RoleName[] = [
  'Global Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
  'Hybrid Identity Administrator',
]
const grantWriters: readonly RoleName[] = [
  'Global Administrator',
  'Privileged Role Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
]
/** Writers of everything about users that has no rule of its own (property-rules.ts). */
export const userWriters: readonly RoleName[] = [
  'Global Administrator',
  'User Administrator',
  'Directory Writers',
  'Privileged Authentication Administrator',
]
/** Who removes users, brings them back and ends them for good (graph-resources 3.3). */
export const userRemovers: readonly RoleName[] = [
  'Global Administrator',
  'User Administrator',
  'Privileged Authentication Administrator',
]
export const groupWriters: readonly RoleName[] = [
  'Global Administrator',
  'Groups Administrator',
  'User Administrator',
  'Directory Writers',
]

const nobody: Rights = { roles: [], circles: [] }
/** Members read most of the directory; guests need a role. */
const readByMembers: Rights = { roles: directoryReaders, circles: ['members'] }
const readByEverybody: Rights = { roles: directoryReaders, circles: ['members', 'guests'] }
/** Guests see themselves. */
const readUsers: Rights = { roles: directoryReaders, circles: ['members', 'self'] }

/**
 * Which role may do what where a route names no roles of its own (identity-platform section 6, "Role → rights"). What is
 * decided here is the family; sensitive properties are in property-rules.ts, and that Graph's own application permissions
 * are granted by few roles only is for whoever writes grants (`mayGrantApplicationPermissions`).
 */
export const families: readonly Family[] = [
  {
    name: 'signed-in user',
    paths: /^\/me(\/|$)/,
    read: readByEverybody,
    write: { roles: [], circles: ['members', 'guests'] },
  },
  {
    name: 'app role assignments',
    paths: /\/approleassign(ments|edto)(\/|$)/,
    read: readUsers,
    write: { roles: grantWriters, circles: [] },
  },
  {
    name: 'delegated grants',
    paths: /(^|\/)oauth2permissiongrants(\/|$)/,
    read: readUsers,
    write: { roles: grantWriters, circles: [] },
  },
  {
    name: 'sign-in sessions',
    paths: /^\/users\/\{id\}\/revokesigninsessions$/,
    read: nobody,
    write: {
      roles: [...userWriters, 'Authentication Administrator', 'Helpdesk Administrator', 'Password Administrator'],
      circles: ['self'],
    },
  },
  {
    name: 'reporting lines',
    paths: /^\/users\/\{id\}\/manager(\/|$)/,
    read: readUsers,
    write: { roles: userWriters, circles: [] },
  },
  {
    name: 'one user',
    paths: /^\/users\/\{id\}$/,
    read: readUsers,
    write: {
      roles: [
        ...userWriters,
        'Authentication Administrator',
        'Helpdesk Administrator',
        'Password Administrator',
        'Attribute Assignment Administrator',
      ],
      circles: ['self'],
    },
    remove: { roles: userRemovers, circles: [] },
  },
  { name: 'users', paths: /^\/users(\/|$)/, read: readUsers, write: { roles: userWriters, circles: [] } },
  {
    name: 'groups',
    paths: /^\/groups(\/|$)/,
    read: readByMembers,
    write: { roles: groupWriters, circles: ['owners'] },
    create: { roles: groupWriters, circles: [] },
  },
  {
    name: 'application templates',
    paths: /^\/applicationtemplates(\/|$)/,
    read: readByEverybody,
    write: { roles: [...applicationWriters, 'Application Developer'], circles: [] },
  },
  {
    name: 'applications',
    paths: /^\/applications(\/|$)/,
    read: readByMembers,
    write: { roles: applicationWriters, circles: ['owners'] },
    create: { roles: [...applicationWriters, 'Application Developer'], circles: ['members'] },
  },
  {
    name: 'permission classifications',
    paths: /\/delegatedpermissionclassifications(\/|$)/,
    read: readByMembers,
    write: { roles: grantWriters, circles: [] },
  },
  {
    name: 'service principals',
    paths: /^\/serviceprincipals(\/|$)/,
    read: readByMembers,
    write: { roles: applicationWriters, circles: ['owners'] },
    create: { roles: [...applicationWriters, 'Application Developer'], circles: [] },
  },
  {
    name: 'directory roles',
    paths: /^\/(directoryroles|directoryroletemplates|rolemanagement)(\/|$)/,
    read: readByMembers,
    write: { roles: ['Global Administrator', 'Privileged Role Administrator'], circles: [] },
  },
  {
    name: 'members of administrative units',
    // Where its roles for POST count: existing objects are added by reference, new groups are made.
    paths: /^\/(directory\/)?administrativeunits\/\{id\}\/members$/,
    read: readByMembers,
    write: {
      roles: ['Global Administrator', 'Privileged Role Administrator', 'Groups Administrator', 'User Administrator'],
      circles: [],
    },
  },
  {
    name: 'administrative units',
    paths: /^\/(directory\/)?administrativeunits(\/|$)/,
    read: readByMembers,
    write: { roles: ['Global Administrator', 'Privileged Role Administrator'], circles: [] },
  },
  {
    name: 'custom security attributes',
    paths: /^\/directory\/(attributesets|customsecurityattributedefinitions)(\/|$)/,
    read: {
      roles: [
        'Attribute Definition Administrator',
        'Attribute Definition Reader',
        'Attribute Assignment Administrator',
        'Attribute Assignment Reader',
      ],
      circles: [],
    },
    write: { roles: ['Attribute Definition Administrator'], circles: [] },
  },
  {
    name: 'deleted items',
    paths: /^\/directory\/deleteditems(\/|$)/,
    read: { roles: directoryReaders, circles: ['owners'] },
    write: { roles: [...new Set([...userWriters, ...groupWriters, ...applicationWriters])], circles: ['owners'] },
  },
  { name: 'directory objects', paths: /^\/directoryobjects(\/|$)/, read: readByMembers, write: nobody },
  {
    name: 'organization',
    paths: /^\/organization(\/|$)/,
    read: readByEverybody,
    write: { roles: ['Global Administrator'], circles: [] },
  },
  {
    name: 'domains',
    paths: /^\/domains(\/|$)/,
    read: readByMembers,
    write: { roles: ['Global Administrator', 'Domain Name Administrator'], circles: [] },
  },
]

/** Actions that are sent with POST and change nothing. */
const readingActions =
  /\/(getmembergroups|getmemberobjects|checkmembergroups|checkmemberobjects|getbyids|validateproperties|getavailableextensionproperties)$/
const removingPaths = /^\/users\/\{id\}$/
const creatingPaths = /^\/(applications|serviceprincipals|groups|users|applicationtemplates\/\{id\}\/instantiate)$/

/** The rights that decide about a route; undefined for a route of no family, which then is closed to signed-in users. */
export function rightsOf({ method, path }: { readonly method: Method; readonly path: string }): Rights | undefined {
  const key = `${method} ${path}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const lower = path.toLowerCase()
  const family = families.find(({ paths }) => paths.test(lower))
  if (family === undefined) return undefined
  const access = accessOf(method, lower)
  const rights = family[access] ?? family.write
  remembered.set(key, rights)
  return rights
}

/** One entry per row of the route table. */
const remembered = new Map<string, Rights>()

/** Whether a route changes nothing. */
export function isReading({ method, path }: { readonly method: Method; readonly path: string }): boolean {
  return method === 'GET' || (method === 'POST' && readingActions.test(path.toLowerCase()))
}

function accessOf(method: Method, path: string): Access {
  if (isReading({ method, path })) return 'read'
  if (method === 'DELETE' && removingPaths.test(path)) return 'remove'
  return method === 'POST' && creatingPaths.test(path) ? 'create' : 'write'
}

/** Roles whose holders may grant application permissions of Graph itself, and consent to any permission. */
export const applicationPermissionGranters: readonly RoleName[] = [
  'Global Administrator',
  'Privileged Role Administrator',
]
