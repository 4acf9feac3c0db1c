import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describePermission } from '../src/oauth/consent/permission-texts.ts'
import { toPage } from '../src/oauth/pages/page.ts'
import { consentBody } from '../src/oauth/pages/sign-in-pages.ts'

/** `npm run picture:page`: draws the consent page with Chromium as docs/images/consent.png. */
const program = process.env.CHROMIUM ?? '/usr/bin/chromium'
const picture = fileURLToPath(new URL('../docs/images/consent.png', import.meta.url))
const windowSize = '520,935'

const permissions = ['User.Read', 'SynchronizationData-User.Upload', 'offline_access']
const place = { action: '/', flow: '' }
const body = consentBody(place, {
  appName: 'HR connector',
  publisher: 'fabrikam.example',
  isVerified: false,
  username: 'ada@fabrikam.example',
  tenantName: 'Fabrikam',
  permissions: permissions.map((value) => ({ value, ...describePermission(value) })),
  organization: 'offer',
  links: [{ name: 'Privacy', url: 'https://hr.fabrikam.example/privacy' }],
})
const folder = mkdtempSync(join(tmpdir(), 'entrain-picture-'))
const file = join(folder, 'consent.html')
writeFileSync(file, String(toPage({ title: 'Permissions requested', brand: 'Fabrikam', body }).body))
const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${folder}`]
const drawn = spawnSync(program, [
  ...options,
  `--window-size=${windowSize}`,
  `--screenshot=${picture}`,
  pathToFileURL(file).href,
])
rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
if (drawn.status !== 0) throw new Error(`${program} ended with ${drawn.status}: ${drawn.stderr}`)
console.log(`drawn to ${picture}`)
