import { type Company, type DemoFile, managerIds, nothingExpected } from './company.ts'
import { addressOf, type DemoPerson, placeOf } from './demo-person.ts'
import { departments, offices } from './organization.ts'

const hiresPercent = 2
const transfersPercent = 3
const leaversPercent = 2
const unchangedPercent = 5

/**
 * What the personnel system sends on the day after: people hired (first of them a manager whom people of the first day
 * wait for), moved, gone, sent again without a change, and one row repaired. It draws from the company's own chance,
 * so call it once for a company.
 */
export function createNextDay(company: Company): DemoFile {
  const { staff, lateManager } = company
  const share = (percent: number, least: number) => Math.max(least, Math.round((staff.length * percent) / 100))
  const free = availableStaff(company)
  const movedCount = Math.min(share(transfersPercent, 3), Math.floor(free.length / 3))
  const goneCount = Math.min(share(leaversPercent, 2), Math.floor(free.length / 4))
  const moved = free.slice(0, movedCount).map((person, index) => movePerson(person, index, company))
  const gone = free
    .slice(movedCount, movedCount + goneCount)
    .map((person): DemoPerson => ({ ...person, status: 'terminated' }))
  const unchanged = free.slice(movedCount + goneCount, movedCount + goneCount + share(unchangedPercent, 5))
  const hired = [lateManager, ...hirePeople(share(hiresPercent, 3), company)]
  const repaired = company.broken.filter(({ kind }) => kind === 'displayNameMissing').slice(0, 1)
  return {
    people: [...hired, ...moved, ...gone, ...unchanged, ...repaired.map(({ sound }) => sound)],
    expected: {
      ...nothingExpected,
      created: hired.length + repaired.length,
      updated: moved.length,
      disabled: gone.length,
      skipped: unchanged.length,
      healedReferences: staff.filter(({ managerId }) => managerId === lateManager.employeeId).length,
    },
  }
}

/** Active people who lead nobody and do not wait for the late manager, in an order of chance. */
function availableStaff({ staff, lateManager, random }: Company): readonly DemoPerson[] {
  const managers = managerIds(staff)
  return staff
    .filter(
      ({ employeeId, managerId, status }) =>
        !managers.has(employeeId) && managerId !== lateManager.employeeId && status === 'active',
    )
    .map((person) => ({ person, order: random.integer(0, 0xffff_ffff) }))
    .sort((left, right) => left.order - right.order)
    .map(({ person }) => person)
}

function movePerson(person: DemoPerson, index: number, { staff }: Company): DemoPerson {
  switch (index % 3) {
    case 0: {
      const department = departments.find(({ name }) => name !== person.department) ?? departments[0]
      return { ...person, ...placeOf(department), title: department.titles[0] }
    }
    case 1:
      return { ...person, managerId: otherManager(person, staff) }
    default: {
      const office = offices.find(({ city }) => city !== person.city) ?? offices[0]
      return { ...person, ...addressOf(office) }
    }
  }
}

function otherManager({ managerId }: DemoPerson, staff: readonly DemoPerson[]): string {
  return staff.find((other) => other.employeeId !== managerId)?.employeeId ?? managerId
}

/** Half of the new people work for the late manager, who stands before them in the file. */
function hirePeople(count: number, { maker, lateManager, staff, random }: Company): readonly DemoPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const managerId = index % 2 === 0 ? lateManager.employeeId : (staff[0]?.employeeId ?? '')
    return maker.make({ managerId, department: random.pick(departments), leads: false })
  })
}
