/** Where people work. Numbers lie in the ranges that the countries keep free for fiction. */
export interface Office {
  readonly street: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
  readonly country: string
  readonly language: string
  /** Beginning of a number; the given count of digits follows. */
  readonly phone: readonly [prefix: string, digits: number]
  readonly mobile: readonly [prefix: string, digits: number]
}

export const offices: readonly [Office, ...Office[]] = [
  {
    ...{
      street: 'Brückenstraße 14',
      city: 'Berlin',
      state: 'Berlin',
      postalCode: '10179',
      country: 'DE',
      language: 'de-DE',
    },
    ...{ phone: ['+49 30 23125', 3], mobile: ['+49 176 040690', 2] },
  },
  {
    ...{
      street: '27 Mill Lane',
      city: 'Leeds',
      state: 'West Yorkshire',
      postalCode: 'LS1 4AB',
      country: 'GB',
      language: 'en-GB',
    },
    ...{ phone: ['+44 1632 960', 3], mobile: ['+44 7700 900', 3] },
  },
  {
    ...{
      street: '8 rue des Tanneurs',
      city: 'Lyon',
      state: 'Auvergne-Rhône-Alpes',
      postalCode: '69002',
      country: 'FR',
      language: 'fr-FR',
    },
    ...{ phone: ['+33 1 99 00 ', 4], mobile: ['+33 6 39 98 ', 4] },
  },
  {
    ...{
      street: 'Hamngatan 3',
      city: 'Göteborg',
      state: 'Västra Götaland',
      postalCode: '411 14',
      country: 'SE',
      language: 'sv-SE',
    },
    ...{ phone: ['+46 8 465 004 ', 2], mobile: ['+46 70 174 06 ', 2] },
  },
  {
    ...{
      street: '410 Harbor Avenue',
      city: 'Seattle',
      state: 'WA',
      postalCode: '98101',
      country: 'US',
      language: 'en-US',
    },
    ...{ phone: ['+1 206 555 01', 2], mobile: ['+1 206 555 01', 2] },
  },
]

export interface Department {
  readonly name: string
  readonly division: string
  readonly costCenter: string
  readonly lead: string
  readonly titles: readonly [string, ...string[]]
}

export const executiveOffice: Department = {
  ...{ name: 'Executive Office', division: 'Corporate', costCenter: '1000', lead: 'Chief Executive' },
  titles: ['Executive Assistant'],
}

export const departments: readonly [Department, ...Department[]] = [
  {
    ...{ name: 'Engineering', division: 'Products', costCenter: '4100', lead: 'Engineering Manager' },
    titles: ['Software Engineer', 'Senior Software Engineer', 'Test Engineer', 'Site Reliability Engineer'],
  },
  {
    ...{ name: 'Product Design', division: 'Products', costCenter: '4200', lead: 'Design Lead' },
    titles: ['Product Designer', 'Researcher', 'Technical Writer'],
  },
  {
    ...{ name: 'Sales', division: 'Markets', costCenter: '5100', lead: 'Sales Manager' },
    titles: ['Account Manager', 'Sales Representative', 'Sales Engineer'],
  },
  {
    ...{ name: 'Customer Support', division: 'Markets', costCenter: '5200', lead: 'Support Lead' },
    titles: ['Support Specialist', 'Support Engineer'],
  },
  {
    ...{ name: 'Manufacturing', division: 'Operations', costCenter: '6100', lead: 'Shift Supervisor' },
    titles: ['Machine Operator', 'Assembler', 'Quality Inspector', 'Maintenance Technician'],
  },
  {
    ...{ name: 'Logistics', division: 'Operations', costCenter: '6200', lead: 'Logistics Manager' },
    titles: ['Warehouse Clerk', 'Dispatcher', 'Purchaser'],
  },
  {
    ...{ name: 'Finance', division: 'Corporate', costCenter: '1100', lead: 'Finance Manager' },
    titles: ['Accountant', 'Controller', 'Payroll Specialist'],
  },
  {
    ...{ name: 'People & Culture', division: 'Corporate', costCenter: '1200', lead: 'HR Manager' },
    titles: ['HR Generalist', 'Recruiter'],
  },
]
