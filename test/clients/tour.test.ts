import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { firstClientPermissions } from '../../src/app/set-up.ts'
import { keyCredential, makeCertificate, register } from '../applications.ts'
import { bulkRequest, newcomer, openWorld, type World } from '../world.ts'
import { run, settingsOf } from './run-client.ts'

/** The operating system's own Python, where its packages of the clients are. */
const python = '/usr/bin/python3'
const hasPython = spawnSync(python, ['-c', 'import azure.identity, msal, requests']).status === 0
// A machine of one's own need not have them; where every change is judged, they have to be there.
const skipsPython = hasPython || process.env.CI !== undefined ? false : 'python3-azure, python3-msal are not installed'

const programs = {
  node: [process.execPath, fileURLToPath(new URL('programs/tour.ts', import.meta.url))],
  python: [python, fileURLToPath(new URL('programs/tour.py', import.meta.url))],
} as const

interface Tour {
  readonly uploadStatus: number
  readonly logged: readonly string[]
  readonly servicePrincipals: readonly string[]
  readonly people: readonly string[]
  readonly pages: number
}

async function tour(
  world: World,
  language: keyof typeof programs,
  argv: readonly string[],
  client: Readonly<Record<string, string>> = {},
): Promise<Tour> {
  const [command, program] = programs[language]
  const env = {
    ...settingsOf(world),
    REQUESTS_CA_BUNDLE: world.setUp.caFile ?? '',
    BODY: bulkRequest(newcomer('E-1'), newcomer('E-2')),
    ...client,
  }
  const { code, out, err } = await run(command, [program, ...argv], env)
  assert.equal(code, 0, `${argv.join(' ')} ended with ${code}:\n${err}${out}`)
  return JSON.parse(out)
}

/** A client of its own with the permissions of the tour, and the files of its certificate. */
async function withCertificate(world: World): Promise<Readonly<Record<string, string>>> {
  const certificate = await makeCertificate()
  const application = { keyCredentials: [keyCredential(certificate)] }
  const { clientId } = await register(world, { application, permissions: firstClientPermissions })
  const file = join(world.config.dataDirectory, 'client.pem')
  await writeFile(file, `${certificate.certificatePem}${certificate.privateKeyPem}`)
  const thumbprint = Buffer.from(certificate.thumbprint, 'base64url').toString('hex').toUpperCase()
  return { CLIENT_ID: clientId, CERTIFICATE_FILE: file, CERTIFICATE_THUMBPRINT: thumbprint }
}

/** Signs in, uploads two people, reads the log at Location, lists users page by page and service principals by name. */
function tourTest(language: keyof typeof programs, ...argv: readonly string[]): void {
  const skip = language === 'python' ? skipsPython : false
  test(`${argv.join(' with a ')}: uploads, reads the log, lists and pages`, { skip }, async () => {
    await using world = await openWorld()
    const client = argv[1] === 'certificate' ? await withCertificate(world) : {}
    assert.deepEqual(await tour(world, language, argv, client), {
      uploadStatus: 202,
      logged: ['E-1', 'E-2'],
      servicePrincipals: [world.setUp.servicePrincipalId],
      people: ['E-1', 'E-2'],
      pages: 2,
    })
  })
}

describe('unmodified clients, by their documented settings only', () => {
  tourTest('node', '@azure/identity', 'secret')
  tourTest('node', 'msal-node', 'secret')
  tourTest('node', 'msgraph-sdk', 'secret')
  tourTest('python', 'azure-identity', 'secret')
  tourTest('python', 'azure-identity', 'certificate')
  tourTest('python', 'msal', 'secret')
  tourTest('python', 'msal', 'certificate')
})
