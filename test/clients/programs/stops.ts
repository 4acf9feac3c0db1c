import { setTimeout as sleep } from 'node:timers/promises'
import { env, origin } from './credentials.ts'

/** What every tour visits, whatever the library. */
export const graph = `${origin}/v1.0`
export const bulkUploadPath = `/servicePrincipals/${env('SERVICE_PRINCIPAL_ID')}/synchronization/jobs/${env('JOB_ID')}/bulkUpload`
export const bulkUploadUrl = `${graph}${bulkUploadPath}`
export const provisioningApplication = 'API-driven provisioning to Microsoft Entra ID'
export const usersFilter = "startsWith(displayName,'Person')"

/** What a tour saw. */
export interface Tour {
  readonly uploadStatus: number
  readonly logged: readonly string[]
  readonly servicePrincipals: readonly string[]
  readonly people: readonly unknown[]
  readonly pages: number
}

export interface Page {
  readonly value: readonly { readonly id: string; readonly employeeId: string }[]
  readonly '@odata.nextLink'?: string
}

export interface Log {
  readonly value: readonly { readonly sourceIdentity: { readonly id: string } }[]
}

const peopleUploaded = 2
const triesMax = 300
const betweenTriesMs = 100

/** Reads the log until everybody who was uploaded is in it. */
export async function awaitLog(read: () => Promise<Log>): Promise<readonly string[]> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { value } = await read()
    if (value.length >= peopleUploaded) return [...new Set(value.map(({ sourceIdentity }) => sourceIdentity.id))].sort()
    await sleep(betweenTriesMs)
  }
  return []
}
