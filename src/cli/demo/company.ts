import { createPersonMaker, type DemoPerson, type PersonMaker } from './demo-person.ts'
import { type Department, departments, executiveOffice } from './organization.ts'
import { createRandom, type Random } from './random.ts'

/** What a demonstration company is made from; the same plan always gives the same company. */
export interface CompanyPlan {
  readonly seed: number
  /** Rows of the first day's file. */
  readonly peopleCount: number
  /** Domain of user names and addresses. */
  readonly domain: string
}

/** Ways in which a row can be wrong, each with another answer in the provisioning log. */
export const brokenKinds = [
  'externalIdMissing',
  'userNameIllegal',
  'employeeIdTooLong',
  'userNameTaken',
  'displayNameMissing',
] as const
export type BrokenKind = (typeof brokenKinds)[number]

/** What a job with the default mapping makes of a file. */
export interface ExpectedOutcomes {
  readonly created: number
  readonly updated: number
  readonly disabled: number
  readonly skipped: number
  readonly failed: number
  /** People who are written although their manager is not known yet. */
  readonly warnings: number
  /** References of people of earlier files that this file makes whole. */
  readonly healedReferences: number
}

/** A file of the personnel system. Managers stand before the people they lead. */
export interface DemoFile {
  readonly people: readonly DemoPerson[]
  readonly expected: ExpectedOutcomes
}

export interface BrokenRow {
  readonly kind: BrokenKind
  readonly row: DemoPerson
  /** The same person as it should have been. */
  readonly sound: DemoPerson
}

export interface Company {
  readonly plan: CompanyPlan
  readonly firstDay: DemoFile
  /** Sound rows of the first day, in the order of the tree. */
  readonly staff: readonly DemoPerson[]
  readonly broken: readonly BrokenRow[]
  /** Leads people of the first day, but is hired on the second. */
  readonly lateManager: DemoPerson
  /** Goes on numbering and naming where the first day ended. */
  readonly maker: PersonMaker
  readonly random: Random
}

export const peopleCountMin = 30
const spanMin = 3
const spanMax = 12
const leaversPercent = 4
const brokenRowsPer = 500
const companyName = 'Fabrikam'

/** Makes a company. Fewer than `peopleCountMin` people are no tree worth showing and are refused. */
export function createCompany(plan: CompanyPlan): Company {
  if (plan.peopleCount < peopleCountMin) throw new RangeError(`A company needs at least ${peopleCountMin} people.`)
  const random = createRandom(plan.seed)
  const maker = createPersonMaker(random, { domain: plan.domain, company: companyName })
  const brokenEach = Math.max(1, Math.round(plan.peopleCount / brokenRowsPer))
  const treeCount = plan.peopleCount - brokenEach * brokenKinds.length + 1
  const tree = growTree(treeCount, { random, maker })
  const lateManager = tree.lastManager
  const staff = withLeavers(tree, random).filter(({ employeeId }) => employeeId !== lateManager.employeeId)
  const broken = makeBroken(brokenEach, { staff, maker, random })
  const warnings = staff.filter(({ managerId }) => managerId === lateManager.employeeId).length
  const expected = { ...nothingExpected, created: staff.length, failed: broken.length, warnings }
  return { plan, firstDay: { people: scatter(staff, broken), expected }, staff, broken, lateManager, maker, random }
}

export const nothingExpected: ExpectedOutcomes = {
  ...{ created: 0, updated: 0, disabled: 0, skipped: 0, failed: 0 },
  ...{ warnings: 0, healedReferences: 0 },
}

interface Tree {
  readonly people: readonly DemoPerson[]
  /** The last one who leads anybody; all of their people are leaves. */
  readonly lastManager: DemoPerson
}

interface Makers {
  readonly random: Random
  readonly maker: PersonMaker
}

interface Seat {
  readonly person: DemoPerson
  readonly department: Department
}

/** Level by level: each seat in turn gets its people until everybody has a place, so the root comes first. */
function growTree(count: number, { random, maker }: Makers): Tree {
  const spans = decideSpans(count, random)
  const root = maker.make({ managerId: '', department: executiveOffice, leads: true })
  const seats: Seat[] = [{ person: root, department: executiveOffice }]
  for (const [position, span] of spans.entries()) {
    const head = seats[position]
    if (head === undefined) break
    for (let place = 0; place < span; place += 1) {
      const department = position === 0 ? (departments[place % departments.length] ?? executiveOffice) : head.department
      const leads = seats.length < spans.length
      const person = maker.make({ managerId: head.person.employeeId, department, leads })
      seats.push({ person, department })
    }
  }
  return { people: seats.map(({ person }) => person), lastManager: seats[spans.length - 1]?.person ?? root }
}

/** How many people each manager leads, root first: all between the limits, together everyone but the root. */
function decideSpans(count: number, random: Random): readonly number[] {
  const spans: number[] = []
  let rest = count - 1
  while (rest > spanMax) {
    const span = random.integer(spanMin, spanMax)
    // Never leave so few that the last manager leads less than the minimum.
    spans.push(rest - span < spanMin ? rest - spanMin : span)
    rest -= spans.at(-1) ?? 0
  }
  return [...spans, rest]
}

/** Some who lead nobody have left already: their accounts are created disabled. */
function withLeavers({ people }: Tree, random: Random): readonly DemoPerson[] {
  const managers = managerIds(people)
  return people.map((person): DemoPerson => {
    const leaves = !managers.has(person.employeeId) && random.integer(1, 100) <= leaversPercent
    return leaves ? { ...person, status: 'terminated' } : person
  })
}

export function managerIds(people: readonly DemoPerson[]): ReadonlySet<string> {
  return new Set(people.map(({ managerId }) => managerId))
}

function makeBroken(
  each: number,
  { staff, maker, random }: Makers & { readonly staff: readonly DemoPerson[] },
): readonly BrokenRow[] {
  return brokenKinds.flatMap((kind) =>
    Array.from({ length: each }, () => {
      const sound = maker.make({
        managerId: staff[0]?.employeeId ?? '',
        department: random.pick(departments),
        leads: false,
      })
      // Only the first half: the broken row stands in the second and so comes later.
      const other = staff[random.integer(1, Math.floor(staff.length / 2) - 1)]
      return { kind, sound, row: { ...sound, ...damage(kind, sound, other?.userName ?? '') } }
    }),
  )
}

function damage(kind: BrokenKind, { employeeId, userName }: DemoPerson, takenName: string): Partial<DemoPerson> {
  switch (kind) {
    case 'externalIdMissing':
      return { employeeId: '' }
    case 'userNameIllegal':
      return { userName: userName.replace('.', ' ') }
    case 'employeeIdTooLong':
      return { employeeId: `${employeeId}-TRANSFERRED-2019` }
    case 'userNameTaken':
      return { userName: takenName }
    case 'displayNameMissing':
      return { displayName: '' }
  }
}

/** Puts the broken rows between the others of the second half, at equal distances. */
function scatter(staff: readonly DemoPerson[], broken: readonly BrokenRow[]): readonly DemoPerson[] {
  const people = [...staff]
  const half = Math.floor(staff.length / 2)
  const distance = (staff.length - half) / (broken.length + 1)
  for (const [index, { row }] of broken.entries()) {
    people.splice(half + Math.floor((index + 1) * distance) + index, 0, row)
  }
  return people
}
