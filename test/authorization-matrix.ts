import { namesOwned } from '../src/auth/ownership.ts'
import { isOwnedBy, type Permission } from '../src/auth/permissions.ts'
import { type Rights, rightsOf } from '../src/auth/role-rights.ts'
import type { RoleName } from '../src/auth/role-templates.ts'
import type { Grants, RouteRow } from '../src/graph/route-table/route-row.ts'
import type { Grant } from '../src/http/route.ts'
import type { TokenWish } from './authorization-world.ts'

/** `allowed`: anything but 401 and 403. */
export type Expected = 'allowed' | { readonly status: number; readonly code: string }

/** One question to the door, and the answer that the route table promises. */
export interface Cell {
  readonly name: string
  readonly row: RouteRow
  /** Null sends no token, a text is sent as it is. */
  readonly token: TokenWish | string | null
  /** The path's object: one that the application `owner` owns, or what does not exist. */
  readonly isOwned?: boolean
  readonly expected: Expected
}

/** Roles that open few routes, and one that opens most. */
const outsiders: readonly RoleName[] = ['License Administrator', 'Application Developer', 'Global Administrator']

const hourMs = 3_600_000
const refusedToken: Expected = { status: 401, code: 'InvalidAuthenticationToken' }

/** Every cell of a row. */
export function cellsOf(row: RouteRow): readonly Cell[] {
  // What needs no token is not asked for one, whatever it is.
  if (row.isPublic) return tokenCells(row).map((cell) => ({ ...cell, expected: 'allowed' }))
  return [...tokenCells(row), ...applicationCells(row), ...delegatedCells(row)]
}

function tokenCells(row: RouteRow): readonly Cell[] {
  const wish = { kind: 'application', caller: 'stranger', permissions: firstPermissions(row.application) } as const
  return [
    { name: 'no token', row, token: null, expected: refusedToken },
    { name: 'a garbled token', row, token: 'not-a-token', expected: refusedToken },
    { name: 'an expired token', row, token: { ...wish, ageMs: 2 * hourMs }, expected: refusedToken },
    {
      name: 'a token for another audience',
      row,
      token: { ...wish, audience: 'https://contoso.example' },
      expected: refusedToken,
    },
  ]
}

function applicationCells(row: RouteRow): readonly Cell[] {
  const kind = 'application'
  const isMe = /^\/me(\/|$)/.test(row.path)
  const none = isMe
    ? { status: 400, code: 'BadRequest' }
    : row.application === 'any'
      ? ('allowed' as const)
      : refused(row)
  const cells: Cell[] = [
    {
      name: 'an application without permission',
      row,
      token: { kind, caller: 'stranger', permissions: [] },
      expected: none,
    },
  ]
  for (const [rank, grant] of grantsOf(row.application)) {
    const name = `an application with ${rank} ${textOf(grant)}`
    const permissions = permissionsOf(grant)
    const isLimited = permissions.some(isOwnedBy) && namesOwned(row.path)
    const expected = isLimited ? refused(row) : 'allowed'
    cells.push({
      name: isLimited ? `${name}, not as owner` : name,
      row,
      token: { kind, caller: 'stranger', permissions },
      isOwned: isLimited,
      expected,
    })
    if (isLimited)
      cells.push({
        name: `${name}, as owner`,
        row,
        token: { kind, caller: 'owner', permissions },
        isOwned: true,
        expected: 'allowed',
      })
    if (typeof grant !== 'string' && !opensAlone(row.application, firstOf(grant)))
      cells.push({
        name: `${name}, without its companion`,
        row,
        token: { kind, caller: 'stranger', permissions: [firstOf(grant)] },
        expected: refused(row),
      })
  }
  return cells
}

function delegatedCells(row: RouteRow): readonly Cell[] {
  const kind = 'delegated'
  const rights = rightsFor(row)
  const grants = grantsOf(row.delegated)
  const administrator = rights.roles[0]
  const judge = (holder: 'member' | 'guest' | RoleName): Expected =>
    isOpenTo(holder, rights, row) ? 'allowed' : refused(row)
  const cells: Cell[] = []
  if (row.delegated !== 'any')
    cells.push({
      name: 'a user without scope',
      row,
      token: { kind, caller: administrator ?? 'Global Administrator', permissions: ['openid'] },
      expected: refused(row),
    })
  const scopes = row.delegated === 'any' ? [['any', undefined] as const] : grants
  for (const [rank, grant] of scopes) {
    const permissions = grant === undefined ? ['openid'] : permissionsOf(grant)
    const name = `a user with ${rank} ${grant === undefined ? 'scope' : textOf(grant)}`
    const wish = { kind, permissions } as const
    for (const caller of ['member', 'guest'] as const) {
      const who = caller === 'member' ? 'no role' : 'no role, a guest'
      cells.push({ name: `${name}, ${who}`, row, token: { ...wish, caller }, expected: judge(caller) })
    }
    // Every role that opens it and some that do not, with the least scope; the other scopes with the first role.
    const isFirst = grant === scopes[0]?.[1]
    const holders = isFirst
      ? [...new Set([...rights.roles, ...outsiders])]
      : administrator === undefined
        ? []
        : [administrator]
    for (const caller of holders)
      cells.push({ name: `${name}, ${caller}`, row, token: { ...wish, caller }, expected: judge(caller) })
  }
  return cells
}

/** Roles of the row, else of its path. */
function rightsFor(row: RouteRow): Rights {
  if (row.delegatedRoles !== undefined) return { roles: row.delegatedRoles, circles: [] }
  return rightsOf(row) ?? { roles: [], circles: row.delegated === 'any' ? ['members', 'guests'] : [] }
}

/** Whoever reads below /users reads itself here, and whoever changes a user changes itself. */
function isOpenTo(holder: 'member' | 'guest' | RoleName, { roles, circles }: Rights, row: RouteRow): boolean {
  if (holder === 'guest') return circles.includes('guests') || (circles.includes('self') && isAboutItself(row))
  if (circles.includes('members') || (circles.includes('self') && isAboutItself(row))) return true
  return holder !== 'member' && roles.includes(holder)
}

/** Rows whose object is the caller itself when a user asks. */
export function isAboutItself({ method, path }: Pick<RouteRow, 'method' | 'path'>): boolean {
  return (method === 'GET' && path.startsWith('/users/{id}')) || (method === 'PATCH' && path === '/users/{id}')
}

function refused({ path }: RouteRow): Expected {
  const isLog = path.toLowerCase().startsWith('/auditlogs')
  return { status: 403, code: isLog ? 'Authentication_MSGraphPermissionMissing' : 'Authorization_RequestDenied' }
}

type Ranked = readonly [rank: 'least' | 'higher', grant: Grant<Permission>]

function grantsOf(grants: Grants | 'any' | 'none'): readonly Ranked[] {
  if (typeof grants === 'string') return []
  const least = grants.least.map((grant): Ranked => ['least', grant])
  return [...least, ...(grants.higher ?? []).map((grant): Ranked => ['higher', grant])]
}

function firstPermissions(grants: Grants | 'any' | 'none'): readonly string[] {
  const [first] = grantsOf(grants)
  return first === undefined ? [] : permissionsOf(first[1])
}

function permissionsOf(grant: Grant<Permission>): readonly Permission[] {
  return typeof grant === 'string' ? [grant] : grant.slice(0, 2)
}

function firstOf(grant: Grant<Permission>): Permission {
  return typeof grant === 'string' ? grant : grant[0]
}

function textOf(grant: Grant<Permission>): string {
  return permissionsOf(grant).join(' + ')
}

function opensAlone(grants: Grants | 'any' | 'none', permission: Permission): boolean {
  return grantsOf(grants).some(([, grant]) => grant === permission)
}
