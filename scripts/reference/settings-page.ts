import { settings } from '../../src/config/settings.ts'
import { throttleProfiles } from '../../src/http/throttle.ts'
import { code, type Page, table } from './page.ts'

export function settingsPage(): Page {
  const rows = Object.values(settings).map(({ variable, defaultText, doc }) => [
    code(variable),
    defaultText === '' ? '' : code(defaultText),
    doc,
  ])
  const profiles = Object.entries(throttleProfiles).map(([name, { bulkUpload, reports }]) => [
    code(name),
    toLimit(bulkUpload),
    toLimit(reports),
  ])
  const text = `# Settings

The server reads these environment variables. The options of [the commands](commands.md) win over them. Everything that
is wrong is said at once, before the server starts.

${table(['Variable', 'Default', 'Meaning'], rows)}
## Throttle profiles

A window counts per tenant and application, a day's quota per tenant. Beyond a limit the answer is 429 with
\`Retry-After\` in whole seconds.

${table(['ENTRAIN_THROTTLE', 'bulkUpload', 'Provisioning log'], profiles)}`
  return { name: 'settings', source: 'src/config/settings.ts', text }
}

type Limit = (typeof throttleProfiles)[keyof typeof throttleProfiles]['bulkUpload' | 'reports']

function toLimit(limit: Limit): string {
  if (limit === null) return 'not limited'
  const window = `${limit.requests} in ${limit.windowMs / 1000} s`
  return limit.perDay === null ? window : `${window}, ${limit.perDay} in 24 hours`
}
