import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { EntrainError } from '../model/error.ts'
import type { ManagedIdentity } from '../oauth/managed-identity.ts'
import { isJsonObject } from '../std/json-object.ts'

const fileName = 'managed-identities.json'
const identitiesMax = 1_000

/** Where the managed identities of a data folder are listed; secrets are in it as hashes only. */
export function managedIdentitiesFile(dataDirectory: string): string {
  return join(dataDirectory, fileName)
}

/** None when there is no file. Refuses with `invalidValue` what cannot be read. */
export async function readManagedIdentities(dataDirectory: string): Promise<readonly ManagedIdentity[]> {
  const file = managedIdentitiesFile(dataDirectory)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return []
  const identities = parseIdentities(text)
  if (identities !== undefined) return identities
  throw new EntrainError('invalidValue', `${file} is no list of managed identities. Remove it, and add them anew.`)
}

export async function writeManagedIdentities(
  dataDirectory: string,
  identities: readonly ManagedIdentity[],
): Promise<void> {
  if (identities.length > identitiesMax) {
    throw new EntrainError('invalidValue', `There can be ${identitiesMax} managed identities at most.`)
  }
  const file = managedIdentitiesFile(dataDirectory)
  // A running server reads the file at any time, so it is never half there.
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify({ identities }, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}

function parseIdentities(text: string): readonly ManagedIdentity[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const listed: unknown = isJsonObject(value) ? value.identities : undefined
    if (!Array.isArray(listed)) return undefined
    const identities = listed.flatMap((item: unknown) => toIdentity(item) ?? [])
    return identities.length === listed.length ? identities : undefined
  } catch {
    return undefined
  }
}

function toIdentity(item: unknown): ManagedIdentity | undefined {
  if (!isJsonObject(item)) return undefined
  const { name, secretHash, tenantId, servicePrincipalId } = item
  if (typeof name !== 'string' || typeof secretHash !== 'string') return undefined
  if (typeof tenantId !== 'string' || typeof servicePrincipalId !== 'string') return undefined
  return { name, secretHash, tenantId, servicePrincipalId }
}
