import { normaliseName } from '../people/column-names.ts'
import { type Culture, cultures, type Name } from './names.ts'
import { type Department, type Office, offices } from './organization.ts'
import type { Random } from './random.ts'

/** One row of the personnel file; empty text is an empty cell. */
export interface DemoPerson {
  readonly employeeId: string
  readonly userName: string
  readonly displayName: string
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly title: string
  readonly department: string
  readonly division: string
  readonly costCenter: string
  readonly company: string
  readonly managerId: string
  readonly officePhone: string
  readonly mobilePhone: string
  readonly street: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
  readonly country: string
  readonly language: string
  readonly employeeType: string
  readonly status: 'active' | 'terminated'
}

/** Makes people one after the other; each gets the next number and a user name of their own. */
export interface PersonMaker {
  make(place: PersonPlace): DemoPerson
}

export interface PersonPlace {
  readonly managerId: string
  readonly department: Department
  readonly leads: boolean
}

const firstNumber = 10_001
const contractorsOf = 12

export function createPersonMaker(
  random: Random,
  { domain, company }: { readonly domain: string; readonly company: string },
): PersonMaker {
  const taken = new Map<string, number>()
  let made = 0

  function takeUserName(given: Name, family: Name): string {
    const stem = `${toAscii(given)}.${toAscii(family)}`
    const times = (taken.get(stem) ?? 0) + 1
    taken.set(stem, times)
    return `${stem}${times === 1 ? '' : times}@${domain}`
  }

  return {
    make({ managerId, department, leads }) {
      const culture = random.pick(cultures)
      const [given, family] = [random.pick(culture.given), random.pick(culture.family)]
      const office = random.pick(offices)
      const userName = takeUserName(given, family)
      const employeeId = `E${firstNumber + made}`
      made += 1
      return {
        ...{ employeeId, userName, email: userName, company, managerId },
        ...namesOf(given, family, culture),
        ...placeOf(department),
        title: leads ? department.lead : random.pick(department.titles),
        ...addressOf(office),
        officePhone: numberOf(office.phone, random),
        mobilePhone: numberOf(office.mobile, random),
        employeeType: !leads && random.integer(1, contractorsOf) === 1 ? 'Contractor' : 'Employee',
        status: 'active',
      }
    },
  }
}

function namesOf(given: Name, family: Name, { familyFirst }: Culture) {
  const [givenName, familyName] = [writtenOf(given), writtenOf(family)]
  const displayName = familyFirst === true ? `${familyName}${givenName}` : `${givenName} ${familyName}`
  return { givenName, familyName, displayName }
}

export function placeOf({ name, division, costCenter }: Department) {
  return { department: name, division, costCenter }
}

export function addressOf({ street, city, state, postalCode, country, language }: Office) {
  return { street, city, state, postalCode, country, language }
}

function writtenOf(name: Name): string {
  return typeof name === 'string' ? name : name[0]
}

function toAscii(name: Name): string {
  return normaliseName(typeof name === 'string' ? name : name[1])
}

function numberOf([prefix, digits]: readonly [string, number], random: Random): string {
  return prefix + String(random.integer(0, 10 ** digits - 1)).padStart(digits, '0')
}
