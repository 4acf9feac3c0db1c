import { hashQuickly } from '../../auth/passwords/password-hash.ts'
import type { Clock } from '../../contracts/clock.ts'
import type { PasswordsWriter, UserPassword } from '../../contracts/store-identity.ts'
import type { UsersWriter, WriteOutcome } from '../../contracts/store-provisioning.ts'
import type {
  AttributeChange,
  Lookup,
  Target,
  TargetObject,
  TargetOperation,
  TargetOutcome,
} from '../../contracts/target.ts'
import { newObjectId } from '../../directory/new-object-id.ts'
import type { Refusal } from '../../directory/refusal.ts'
import { refuseMissing, refuseUserPrincipalName, refuseValue } from '../../directory/user-rules.ts'
import type { ChangedUser } from '../../model/changed-user.ts'
import type { User } from '../../model/user.ts'
import { findUserAttribute } from '../../model/user-attributes.ts'
import { managerAfter, namesChangedBy, UserObject, withChanges } from './user-object.ts'

export interface DirectoryTargetDeps {
  readonly users: UsersWriter
  readonly passwords: PasswordsWriter
  readonly clock: Clock
  readonly isVerifiedDomain: (domain: string) => boolean
}

/** The embedded directory as a target of provisioning. */
export function createDirectoryTarget(deps: DirectoryTargetDeps): Target {
  const { users } = deps
  return {
    capabilities: { systemName: 'Microsoft Entra ID', disables: true, uniqueAttributes: ['userPrincipalName'] },
    find: (lookups) => findAll(lookups, users),
    async read(ids) {
      const found = await users.findByIds(ids)
      return found.map((user) => (user === undefined ? undefined : new UserObject(user)))
    },
    apply: (operations) => applyAll(operations, deps),
  }
}

/** In runs of the same attribute: a batch asks for one attribute after the other. */
async function findAll(lookups: readonly Lookup[], users: UsersWriter): Promise<UserObject[][]> {
  const answers: UserObject[][] = []
  for (let start = 0; start < lookups.length; ) {
    const attribute = lookups[start]?.attribute ?? ''
    let end = start + 1
    while (lookups[end]?.attribute === attribute) end++
    const values = lookups.slice(start, end).map(({ value }) => value)
    const found = await users.findBy(findUserAttribute(attribute)?.property ?? attribute, values)
    for (const same of found) answers.push(same.map((user) => new UserObject(user)))
    start = end
  }
  return answers
}

type Prepared =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: Write; readonly user: ChangedUser; readonly firstPassword?: string | undefined }

type Write = 'insert' | 'replace' | 'setManagers' | 'remove'

/** In order, in runs of the same kind of write, so that a whole batch needs few calls. */
async function applyAll(operations: readonly TargetOperation[], deps: DirectoryTargetDeps): Promise<TargetOutcome[]> {
  const prepared = operations.map((operation) => prepare(operation, deps))
  const outcomes: TargetOutcome[] = []
  for (let start = 0; start < prepared.length; ) {
    const kind = prepared[start]?.kind
    let end = start + 1
    while (prepared[end]?.kind === kind) end++
    outcomes.push(...(await writeRun(prepared.slice(start, end), deps)))
    start = end
  }
  return outcomes
}

async function writeRun(
  run: readonly Prepared[],
  { users, passwords, clock }: DirectoryTargetDeps,
): Promise<TargetOutcome[]> {
  const written = run.flatMap((item) => (item.kind === 'refused' ? [] : [item.user]))
  const kind = run[0]?.kind ?? 'refused'
  const results = kind === 'refused' ? [] : await users[kind](written, clock.now())
  const firstPasswords = toFirstPasswords(run, results)
  if (firstPasswords.length > 0) await passwords.put(firstPasswords)
  let next = 0
  return run.map((item) => {
    if (item.kind === 'refused') return { kind: 'refused', ...item.refusal }
    const result = results[next++]
    return result === undefined ? { kind: 'refused', ...gone } : toOutcome(result, item.user)
  })
}

/**
 * Kept as a fast hash for now, so that a first upload of everybody does not wait for slow ones (decision 0014). Only new
 * users get the password of a mapping: later it is theirs.
 */
function toFirstPasswords(run: readonly Prepared[], results: readonly WriteOutcome[]): readonly UserPassword[] {
  return run.flatMap((item, index) => {
    if (item.kind !== 'insert' || item.firstPassword === undefined || results[index]?.kind !== 'written') return []
    return [{ userId: item.user.id, hash: hashQuickly(item.firstPassword), isHardened: false }]
  })
}

function firstPasswordIn(changes: readonly AttributeChange[]): string | undefined {
  const value = changes.findLast(({ attribute }) => attribute === 'passwordProfile.password')?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}

function prepare(operation: TargetOperation, deps: DirectoryTargetDeps): Prepared {
  if (operation.kind === 'delete') return { kind: 'remove', user: userOf(operation.object) }
  const refusal = refuseChanges(operation.changes, deps)
  if (refusal !== null) return { kind: 'refused', refusal }
  if (operation.kind === 'create') {
    const now = deps.clock.now()
    const base = {
      createdDateTime: new Date(now).toISOString(),
      userType: 'Member',
      // Nobody knows the first password; it is set when the person signs in for the first time.
      passwordProfile: { forceChangePasswordNextSignIn: true },
    }
    const properties = withChanges(base, operation.changes)
    const missing = refuseMissing(properties)
    if (missing !== null) return { kind: 'refused', refusal: missing }
    return {
      kind: 'insert',
      user: { id: newObjectId(now), version: 1, managerId: managerAfter(null, operation.changes), properties },
      firstPassword: firstPasswordIn(operation.changes),
    }
  }
  const { object, changes } = operation
  const user = userOf(object)
  const next = { id: user.id, version: user.version + 1, managerId: managerAfter(user.managerId, changes) }
  // Late references are many in a first upload, and nothing else of the user changes with them.
  if (changes.every(({ attribute }) => attribute === 'manager'))
    return { kind: 'setManagers', user: { ...next, properties: user.properties } }
  const properties = withChanges(user.properties, changes)
  return { kind: 'replace', user: { ...next, properties, changed: namesChangedBy(changes) } }
}

function userOf(object: TargetObject): User {
  if (!(object instanceof UserObject)) throw new Error('the directory was handed an object of another target')
  return object.user
}

function refuseChanges(changes: readonly AttributeChange[], { isVerifiedDomain }: DirectoryTargetDeps): Refusal | null {
  for (const { attribute, value } of changes) {
    const refusal =
      attribute === 'userPrincipalName' && typeof value === 'string'
        ? refuseUserPrincipalName(value, isVerifiedDomain)
        : refuseValue(attribute, value)
    if (refusal !== null) return refusal
  }
  return null
}

function toOutcome(result: WriteOutcome, user: User): TargetOutcome {
  switch (result.kind) {
    case 'written':
      return { kind: 'applied', object: new UserObject(user) }
    case 'taken':
      return { kind: 'refused', ...taken(result.property, user) }
    case 'gone':
      return { kind: 'refused', ...gone }
  }
}

function taken(property: string, user: User): Refusal {
  return {
    code: 'Conflict',
    reason: `Another user already has this ${property}.`,
    additionalDetails: `${property}: ${String(user.properties[property] ?? '')}`,
    recommendedAction: 'Correct the source value, make the mapping unique, or match by this attribute.',
  }
}

const gone: Refusal = {
  code: 'InvalidAnchor',
  reason: 'The user was deleted from the directory meanwhile.',
  additionalDetails: null,
  recommendedAction: 'Send the person again: the job then matches or creates anew.',
}
