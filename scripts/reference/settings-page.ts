import { settings } from '../../src/config/settings.ts'
import type { DirectoryLimits, UnitLimit } from '../../src/http/directory-throttle.ts'
import { throttleProfiles } from '../../src/http/throttle.ts'
import { code, type Page, table } from './page.ts'

export function settingsPage(): Page {
  const rows = Object.values(settings).map(({ variable, defaultText, doc }) => [
    code(variable),
    defaultText === '' ? '' : code(defaultText),
    doc,
  ])
  const profiles = Object.entries(throttleProfiles).map(([name, { bulkUpload, reports, directory }]) => [
    code(name),
    toLimit(bulkUpload),
    toLimit(reports),
    directory === null ? 'not limited' : toUnits(directory),
  ])
  const text = `# Settings

The server reads these environment variables. The options of [the commands](commands.md) win over them. Everything that
is wrong is said at once, before the server starts.

${table(['Variable', 'Default', 'Meaning'], rows)}
## Throttle profiles

A window counts per tenant and application, a day's quota per tenant. Beyond a limit the answer is 429 with
\`Retry-After\` in whole seconds. Requests for directory objects count in resource units: what one costs stands in
\`x-ms-resource-unit\` of its answer, and from 80 % of a limit on \`x-ms-throttle-limit-percentage\` tells how full it is.
A tenant is small with fewer than 50 users, large with more than 500. Numbers set \`units:\` and \`writes:\` by themselves.

${table(['ENTRAIN_THROTTLE', 'bulkUpload', 'Provisioning log', 'Directory objects'], profiles)}`
  return { name: 'settings', source: 'src/config/settings.ts', text }
}

type Limit = (typeof throttleProfiles)[keyof typeof throttleProfiles]['bulkUpload' | 'reports']

function toLimit(limit: Limit): string {
  if (limit === null) return 'not limited'
  const window = `${limit.requests} in ${limit.windowMs / 1000} s`
  return limit.perDay === null ? window : `${window}, ${limit.perDay} in 24 hours`
}

function toUnits({ bySize, writes, application, tenantWrites }: DirectoryLimits): string {
  const parts = [
    bySize &&
      `${bySize.map(({ units }) => units).join(', ')} units (small, medium, large tenant) in ${seconds(bySize[0])}`,
    writes && `${writes.units} writes in ${seconds(writes)}`,
    application && `an application in all tenants ${application.units} units in ${seconds(application)}`,
    tenantWrites && `a tenant ${tenantWrites.units} writes in ${seconds(tenantWrites)}`,
  ]
  return parts.filter((part) => part !== null).join('; ')
}

function seconds({ windowMs }: UnitLimit): string {
  return `${windowMs / 1000} s`
}
