import type { DemoPerson } from './demo-person.ts'

/** What the columns of the file are called, in their order; "upload" recognises all of them. */
export const demoColumns = {
  employeeId: 'Employee ID',
  userName: 'User Name',
  displayName: 'Display Name',
  givenName: 'First Name',
  familyName: 'Last Name',
  email: 'Work Email',
  title: 'Job Title',
  department: 'Department',
  division: 'Division',
  costCenter: 'Cost Center',
  company: 'Company',
  managerId: 'Manager ID',
  officePhone: 'Office Phone',
  mobilePhone: 'Mobile Phone',
  street: 'Street',
  city: 'City',
  state: 'State',
  postalCode: 'Postal Code',
  country: 'Country',
  language: 'Language',
  employeeType: 'Employee Type',
  status: 'Status',
} as const satisfies Record<keyof DemoPerson, string>

const names = Object.keys(demoColumns) as (keyof DemoPerson)[]

/** The file as CSV (RFC 4180, with line feeds), first the names of the columns. */
export function toCsv(people: readonly DemoPerson[]): string {
  const lines = [Object.values(demoColumns), ...people.map((person) => names.map((name) => person[name]))]
  return lines.map((cells) => `${cells.map(toCsvCell).join(',')}\n`).join('')
}

/** The file as a JSON list, one person per line, with the same names; empty cells are left out. */
export function toJsonList(people: readonly DemoPerson[]): string {
  const lines = people.map((person) => {
    const members = names.flatMap((name) => (person[name] === '' ? [] : [[demoColumns[name], person[name]] as const]))
    return JSON.stringify(Object.fromEntries(members))
  })
  return `[\n${lines.join(',\n')}\n]\n`
}

function toCsvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
