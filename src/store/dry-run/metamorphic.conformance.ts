import fc from 'fast-check'
import type {
  Appointment,
  AppointmentKind,
  HeldRecord,
  PendingReference,
  ProvisioningTransaction,
  SourceEntry,
} from '../../contracts/store-provisioning.ts'
import { initialProgress } from '../../model/synchronization-job.ts'
import type { User } from '../../model/user.ts'

/** One call of a transaction; answers with what two stores that hold the same must both answer. */
export interface Step {
  readonly name: string
  run(transaction: ProvisioningTransaction, jobId: string): Promise<unknown>
}

/** Calls of one transaction; a failing one is rolled back at the end. */
export interface Episode {
  readonly steps: readonly Step[]
  readonly fails: boolean
}

const step = (name: string, run: Step['run']): Step => ({ name, run })

const allAnchors = ['E-1', 'e-1', 'E-2', 'ΟΔΟΣ', 'οδος', '\u{10428}', '\uFF41']
const anchors = fc.constantFrom(...allAnchors)
const someAnchors = fc.array(anchors, { maxLength: 3 })
const numbers = fc.integer({ min: 1, max: 4 })
const limits = fc.integer({ min: 1, max: 5 })
const allIds = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const ids = fc.constantFrom(...allIds)
const managers = fc.option(ids)
const texts = fc.constantFrom('x', 'X', 'y', '')
const values = fc.oneof(texts, fc.constantFrom<unknown[]>(1, true, null, ['x'], ['Y', 'x'], [], { b: 'X' }, { b: 1 }))
const properties = fc.record(
  {
    userPrincipalName: fc.constantFrom('n1', 'N1', 'n2', 'n3', 'n4', 'n5', 'n6'),
    displayName: texts,
    accountEnabled: fc.boolean(),
    createdDateTime: fc.constant('2026-01-05T08:00:00Z'),
    employeeId: values,
    mail: texts,
    jobTitle: fc.constantFrom('x', 'X'),
    other: values,
  },
  { requiredKeys: ['userPrincipalName', 'displayName', 'accountEnabled', 'createdDateTime'], noNullPrototype: true },
)
const users: fc.Arbitrary<User> = fc.record(
  { id: ids, version: fc.constant(1), managerId: managers, properties },
  { noNullPrototype: true },
)
const someUsers = fc.array(users, { maxLength: 4 })
const allProperties = [
  'userPrincipalName',
  'employeeId',
  'mail',
  'displayName',
  'jobTitle',
  'other',
  'other.b',
  'other[0]',
  'id',
] as const
const searchable = fc.constantFrom(...allProperties)
const allTexts = ['x', 'Y', '', 'N1', 'n2', '["X"]', '{"b":"x"}', '1']
const searched = fc.array(fc.constantFrom(...allTexts), { maxLength: 3 })
const entries: fc.Arbitrary<SourceEntry> = fc.record(
  { anchor: anchors, targetId: managers, uploadSequence: numbers, operationIndex: numbers, isAbsent: fc.boolean() },
  { noNullPrototype: true },
)
const kinds = fc.constantFrom<AppointmentKind>('escrow', 'date')
const appointments: fc.Arbitrary<Appointment> = fc.record(
  { anchor: anchors, kind: kinds, dueAt: numbers, attempts: numbers, since: numbers },
  { noNullPrototype: true },
)
const held: fc.Arbitrary<HeldRecord> = fc.record(
  {
    anchor: anchors,
    uploadSequence: numbers,
    operationIndex: numbers,
    isAbsence: fc.boolean(),
    isRepeated: fc.boolean(),
    isStaged: fc.boolean(),
  },
  { noNullPrototype: true },
)
const references: fc.Arbitrary<PendingReference> = fc.record(
  { subjectAnchor: anchors, attribute: fc.constantFrom('manager', 'assistant'), wantedAnchor: anchors },
  { noNullPrototype: true },
)

const userSteps: fc.Arbitrary<Step>[] = [
  someUsers.map((some) => step('users.insert', ({ users }) => users.insert(some))),
  someUsers.map((some) => step('users.insert', ({ users }) => users.insert(some))),
  someUsers.map((some) => step('users.replace', ({ users }) => users.replace(some))),
  someUsers.map((some) => step('users.setManagers', ({ users }) => users.setManagers(some))),
  someUsers.map((some) => step('users.remove', ({ users }) => users.remove(some, 1_000))),
  fc.array(ids).map((some) => step('users.findByIds', ({ users }) => users.findByIds(some))),
  fc
    .tuple(searchable, searched)
    .map(([property, wanted]) =>
      step(`users.findBy ${property}`, async ({ users }) => (await users.findBy(property, wanted)).map(toFound)),
    ),
]

/** Which two of many are found is nobody's promise. */
function toFound(found: readonly User[]): unknown {
  return found.length < 2 ? found : 'ambiguous'
}

const entrySteps: fc.Arbitrary<Step>[] = [
  fc.array(entries, { maxLength: 4 }).map((some) => step('entries.put', ({ entries }, job) => entries.put(job, some))),
  someAnchors.map((some) => step('entries.remove', ({ entries }, job) => entries.remove(job, some))),
  someAnchors.map((some) => step('entries.find', ({ entries }, job) => entries.find(job, some))),
  fc
    .record({ uploadSequence: numbers, limit: limits, afterAnchor: fc.option(anchors) })
    .map((page) => step('entries.listBefore', ({ entries }, job) => entries.listBefore(job, page))),
  fc
    .tuple(anchors, fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }))
    .map(([anchor, data]) => step('merged.put', ({ merged }, job) => merged.put(job, [{ anchor, data }]))),
  someAnchors.map((some) => step('merged.find', ({ merged }, job) => merged.find(job, some))),
]

const appointmentSteps: fc.Arbitrary<Step>[] = [
  fc
    .array(appointments, { maxLength: 3 })
    .map((some) => step('appointments.put', (transaction, job) => transaction.appointments.put(job, some))),
  fc
    .tuple(kinds, someAnchors)
    .map(([kind, some]) => step('appointments.remove', ({ appointments: all }, job) => all.remove(job, kind, some))),
  fc
    .tuple(kinds, someAnchors)
    .map(([kind, some]) => step('appointments.find', ({ appointments: all }, job) => all.find(job, kind, some))),
  fc
    .tuple(numbers, limits)
    .map(([until, limit]) =>
      step('appointments.listDue', ({ appointments: all }, job) => all.listDue(job, until, limit)),
    ),
  fc.constant(step('appointments.nextDueAt', (transaction, job) => transaction.appointments.nextDueAt(job))),
  fc.constant(step('appointments.isEmpty', (transaction, job) => transaction.appointments.isEmpty(job))),
  kinds.map((kind) => step('appointments.clear', (transaction, job) => transaction.appointments.clear(job, kind))),
]

const heldSteps: fc.Arbitrary<Step>[] = [
  fc
    .array(held, { maxLength: 4 })
    .map((some) => step('held.put', (transaction, job) => transaction.held.put(job, some))),
  fc.array(held).map((some) => step('held.remove', (transaction, job) => transaction.held.remove(job, some))),
  fc
    .tuple(limits, fc.option(held))
    .map(([limit, after]) => step('held.list', (transaction, job) => transaction.held.list(job, limit, after))),
  someAnchors.map((some) => step('held.holds', (transaction, job) => transaction.held.holds(job, some))),
  fc.constant(step('held.countPeople', (transaction, job) => transaction.held.countPeople(job))),
  fc.constant(step('held.firstUpload', (transaction, job) => transaction.held.firstUpload(job))),
  fc.constant(step('held.isEmpty', (transaction, job) => transaction.held.isEmpty(job))),
  fc.constant(step('held.clear', (transaction, job) => transaction.held.clear(job))),
]

const otherSteps: fc.Arbitrary<Step>[] = [
  references.map((one) => step('references.put', (transaction, job) => transaction.references.put(job, one))),
  references.map((one) => step('references.put', (transaction, job) => transaction.references.put(job, one))),
  references.map(({ subjectAnchor, attribute }) =>
    step('references.remove', (transaction, job) => transaction.references.remove(job, subjectAnchor, attribute)),
  ),
  someAnchors.map((some) =>
    step('references.listWaitingFor', (transaction, job) => transaction.references.listWaitingFor(job, some)),
  ),
  fc.constant(step('references.isEmpty', (transaction, job) => transaction.references.isEmpty(job))),
  numbers.map((change) =>
    step('advance', ({ advance }, job) =>
      advance(job, (progress) => ({ ...initialProgress, ...progress, cursor: progress.cursor + change })),
    ),
  ),
]

/** Everything that can be asked, so that no difference stays hidden. */
const probe: readonly Step[] = [
  ...allProperties.map((property) =>
    step(`users.findBy ${property}`, async ({ users }) => (await users.findBy(property, allTexts)).map(toFound)),
  ),
  step('users.findByIds', ({ users }) => users.findByIds(allIds)),
  step('entries.find', ({ entries }, job) => entries.find(job, allAnchors)),
  step('entries.listBefore', ({ entries }, job) =>
    entries.listBefore(job, { uploadSequence: 4, limit: 9, afterAnchor: null }),
  ),
  step('merged.find', ({ merged }, job) => merged.find(job, allAnchors)),
  step('appointments.listDue', (transaction, job) => transaction.appointments.listDue(job, 9, 99)),
  step('appointments.nextDueAt', (transaction, job) => transaction.appointments.nextDueAt(job)),
  step('held.list', (transaction, job) => transaction.held.list(job, 99, null)),
  step('held.holds', (transaction, job) => transaction.held.holds(job, allAnchors)),
  step('held.countPeople', (transaction, job) => transaction.held.countPeople(job)),
  step('held.firstUpload', (transaction, job) => transaction.held.firstUpload(job)),
  step('references.listWaitingFor', ({ references }, job) => references.listWaitingFor(job, allAnchors)),
  step('references.isEmpty', ({ references }, job) => references.isEmpty(job)),
]

const episodesOf = (steps: fc.Arbitrary<Step>): fc.Arbitrary<Episode[]> =>
  fc.array(
    fc
      .record({
        steps: fc.array(steps, { minLength: 5, maxLength: 30 }),
        fails: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      })
      .map((episode) => ({ ...episode, steps: [...episode.steps, ...probe] })),
    { minLength: 1, maxLength: 3 },
  )

/** What was written before a dry run, and what happens in it; of one part of a transaction, or of all together. */
export const histories: fc.Arbitrary<readonly [earlier: Episode[], later: Episode[]]> = fc.oneof(
  ...[userSteps, userSteps, entrySteps, appointmentSteps, heldSteps, otherSteps]
    .map((steps) => fc.oneof(...steps))
    .map((steps) => fc.tuple(episodesOf(steps), episodesOf(steps))),
)
