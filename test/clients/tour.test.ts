import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { firstClientPermissions } from '../../src/app/set-up.ts'
import { keyCredential, makeCertificate, register } from '../applications.ts'
import { bulkRequest, newcomer, openWorld, type World } from '../world.ts'
import type { Tour } from './programs/stops.ts'
import { converse, python, settingsOf, skipsPython } from './run-client.ts'
import { openBrowserDoor, visitor } from './visit.ts'

const programs = {
  node: [process.execPath, fileURLToPath(new URL('programs/tour.ts', import.meta.url))],
  python: [python, fileURLToPath(new URL('programs/tour.py', import.meta.url))],
} as const

type Language = keyof typeof programs

interface Route {
  readonly library: string
  readonly kind: 'secret' | 'certificate' | 'device code' | 'browser'
}

/** A person may upload as a Global Administrator only. */
async function tour(world: World, language: Language, { library, kind }: Route): Promise<Tour> {
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
  const visit = visitor(world, ada)
  await using door = await openBrowserDoor(world, visit)
  // Python waits for the browser to end unless it is told not to.
  const browser = language === 'python' ? { BROWSER: `${door.env.BROWSER} %s &` } : door.env
  const client = kind === 'certificate' ? await withCertificate(world) : {}
  const [command, program] = programs[language]
  return await converse<Tour>({
    command,
    args: [program, library, kind],
    env: { ...settingsOf(world), BODY: bulkRequest(newcomer('E-1'), newcomer('E-2')), ...browser, ...client },
    answer: visit,
    signal: door.signal,
  })
}

/** A client of its own with the permissions of the tour, and the files of its certificate. */
async function withCertificate(world: World): Promise<Readonly<Record<string, string>>> {
  const certificate = await makeCertificate()
  const application = { keyCredentials: [keyCredential(certificate)] }
  const { clientId } = await register(world, { application, permissions: firstClientPermissions })
  const [file, keyFile] = ['client.pem', 'client-key.pem'].map((name) => join(world.config.dataDirectory, name))
  await writeFile(file ?? '', `${certificate.certificatePem}${certificate.privateKeyPem}`)
  await writeFile(keyFile ?? '', certificate.privateKeyPem)
  const thumbprint = Buffer.from(certificate.thumbprint, 'base64url').toString('hex').toUpperCase()
  return {
    CLIENT_ID: clientId,
    CERTIFICATE_FILE: file ?? '',
    PRIVATE_KEY_FILE: keyFile ?? '',
    CERTIFICATE_THUMBPRINT: thumbprint,
    CERTIFICATE_THUMBPRINT_SHA256: createHash('sha256').update(Buffer.from(certificate.der, 'base64')).digest('hex'),
  }
}

/** Signs in, uploads two people, reads the log at Location, lists users page by page and service principals by name. */
function tourTest(language: Language, library: string, kind: Route['kind']): void {
  const skip = language === 'python' ? skipsPython : false
  test(`${library} with a ${kind}: uploads, reads the log, lists and pages`, { skip }, async () => {
    await using world = await openWorld()
    assert.deepEqual(await tour(world, language, { library, kind }), {
      uploadStatus: 202,
      logged: ['E-1', 'E-2'],
      servicePrincipals: [world.setUp.servicePrincipalId],
      people: ['E-1', 'E-2'],
      pages: 2,
    })
  })
}

const kinds = ['secret', 'certificate', 'device code', 'browser'] as const

// Programs with a device's code wait five seconds between two questions; the others go on meanwhile.
describe('unmodified clients, by their documented settings only', { concurrency: 3 }, () => {
  for (const kind of kinds) {
    tourTest('node', '@azure/identity', kind)
    tourTest('node', 'msal-node', kind)
    tourTest('node', 'msgraph-sdk', kind)
    tourTest('node', 'microsoft-graph-client', kind)
    tourTest('python', 'azure-identity', kind)
    tourTest('python', 'msal', kind)
  }
})
