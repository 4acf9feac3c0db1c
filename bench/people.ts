import { createPersonMaker, type DemoPerson } from '../src/cli/demo/demo-person.ts'
import { departments, executiveOffice } from '../src/cli/demo/organization.ts'
import { createRandom, type Random } from '../src/cli/demo/random.ts'
import { coreUserSchema, enterpriseUserSchema } from '../src/scim/uris.ts'
import { operationsPerRequest } from './options.ts'

export const domain = 'fabrikam.example'
const company = 'Fabrikam'
const seed = 20_260_101
const bulkRequestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'

/** Every so many-th person leads the ones that follow. */
const teamSize = 10
/** The last of a team reports to the next lead, who comes later: such references have to wait. */
const transferredPosition = 9
/** Every so many-th person has another department in the `changed` phase. */
export const changedEvery = 10

/** A SCIM user as it is sent: 28 attributes with a value, the one person without a manager has 27. */
export type ScimUser = { readonly externalId: string; readonly [name: string]: unknown }

/** The same people on every machine and in every run, in the order in which they were hired. */
export function makePeople(count: number): readonly ScimUser[] {
  const random = createRandom(seed)
  const maker = createPersonMaker(random, { domain, company })
  return Array.from({ length: count }, (_, index) => {
    const leads = index % teamSize === 0
    const department = index === 0 ? executiveOffice : random.pick(departments)
    const manager = managerOf(index, count)
    const person = maker.make({ managerId: manager === null ? '' : idOf(manager), department, leads })
    return toScimUser({ ...person, employeeId: idOf(index) }, index, random)
  })
}

/** All people again; the department of every tenth is another one. */
export function changePeople(people: readonly ScimUser[]): readonly ScimUser[] {
  return people.map((person, index) => {
    if (index % changedEvery !== 0) return person
    const enterprise = person[enterpriseUserSchema]
    const extension = typeof enterprise === 'object' ? enterprise : {}
    return { ...person, [enterpriseUserSchema]: { ...extension, department: `Transformation ${index % 7}` } }
  })
}

/** How many people `changePeople` changes. */
export const changedCountOf = (count: number): number => Math.ceil(count / changedEvery)

/** The bodies of the bulk requests that carry the people, in order. */
export function toBodies(people: readonly ScimUser[]): readonly Buffer[] {
  const bodies: Buffer[] = []
  for (let start = 0; start < people.length; start += operationsPerRequest) {
    const operations = people.slice(start, start + operationsPerRequest).map((data, index) => ({
      method: 'POST',
      bulkId: `${start + index + 1}`,
      path: '/Users',
      data,
    }))
    bodies.push(
      Buffer.from(JSON.stringify({ schemas: [bulkRequestSchema], Operations: operations, failOnErrors: null })),
    )
  }
  return bodies
}

function idOf(index: number): string {
  return `E${String(index + 1).padStart(7, '0')}`
}

function managerOf(index: number, count: number): number | null {
  if (index === 0) return null
  const team = Math.floor(index / teamSize)
  if (index % teamSize === 0) return Math.floor(team / teamSize) * teamSize
  const next = (team + 1) * teamSize
  return index % teamSize === transferredPosition && next < count ? next : team * teamSize
}

function toScimUser(person: DemoPerson, index: number, random: Random): ScimUser {
  const { givenName, familyName, displayName, street, city, state, postalCode, country, language } = person
  const timeZones = ['Europe/Berlin', 'Europe/London', 'Europe/Paris', 'America/Los_Angeles'] as const
  return {
    schemas: [coreUserSchema, enterpriseUserSchema],
    externalId: person.employeeId,
    userName: person.userName,
    active: true,
    displayName,
    nickName: givenName,
    title: person.title,
    userType: person.employeeType,
    preferredLanguage: language,
    locale: language,
    timezone: random.pick(timeZones),
    name: { formatted: `${familyName}, ${givenName}`, familyName, givenName },
    emails: [{ type: 'work', value: person.email, primary: true }],
    phoneNumbers: [
      { type: 'work', value: person.officePhone },
      { type: 'mobile', value: person.mobilePhone },
    ],
    addresses: [
      {
        type: 'work',
        formatted: `${street}\n${postalCode} ${city}\n${country}`,
        streetAddress: street,
        locality: city,
        region: state,
        postalCode,
        country,
      },
    ],
    [enterpriseUserSchema]: {
      employeeNumber: String(100_001 + index),
      costCenter: person.costCenter,
      organization: person.company,
      division: person.division,
      department: person.department,
      ...(person.managerId === '' ? {} : { manager: { value: person.managerId } }),
    },
  }
}
