import { stringify } from 'yaml'
import { isJsonObject, type JsonObject, textAt } from '../json-value.ts'
import { assignNames, toSlug } from './assign-names.ts'
import { type ActualApplication, applicationProperties, servicePrincipalProperties } from './declaration.ts'

/** An export: the declaration, and the schemas as files beside it. */
export interface Printed {
  readonly yaml: string
  readonly schemas: ReadonlyMap<string, JsonObject>
}

const head = `# What this tenant's applications, grants and jobs are.
# "entrain plan" says what differs, "entrain apply" makes it so.
`

/**
 * Writes what is there as a declaration: planned against the same tenant, it changes nothing; applied to another one, it
 * makes the same there. So an application without a uniqueName is written with its appId, which finds it here, and with
 * the uniqueName that it is given elsewhere.
 */
export function printDeclaration(applications: readonly ActualApplication[]): Printed {
  const schemas = new Map<string, JsonObject>()
  const names = assignNames(applications)
  const nameOf = ({ appId }: ActualApplication) => names.get(appId) ?? appId
  const list = applications
    .toSorted((a, b) => compare(nameOf(a), nameOf(b)))
    .map((application) => toDeclared(application, { schemas, names }))
  return { yaml: `${head}${stringify({ applications: list }, { lineWidth: 0 })}`, schemas }
}

interface Export {
  readonly schemas: Map<string, JsonObject>
  readonly names: ReadonlyMap<string, string>
}

function toDeclared(actual: ActualApplication, { schemas, names }: Export): JsonObject {
  const { appId, application, servicePrincipal, jobs } = actual
  const name = names.get(appId) ?? appId
  return {
    uniqueName: name,
    ...(actual.uniqueName === null && { appId }),
    ...pickSet(application, applicationProperties),
    ...(servicePrincipal !== null && { servicePrincipal: pickSet(servicePrincipal, servicePrincipalProperties) }),
    permissions: {
      application: [...actual.applicationGrants.keys()].toSorted(),
      delegated: (actual.delegatedGrant?.scopes ?? []).toSorted(),
    },
    owners: [...actual.owners.keys()].map((owner) => names.get(owner) ?? owner).toSorted(),
    ...(actual.federatedIdentityCredentials.length > 0 && {
      federatedIdentityCredentials: actual.federatedIdentityCredentials.map((credential) =>
        pickSet(credential, ['name', 'issuer', 'subject', 'audiences', 'description']),
      ),
    }),
    ...(jobs.length > 0 && {
      jobs: jobs.map(({ template, job, schema }) => {
        const file = freeFileName(toSlug(name) || 'job', schemas)
        schemas.set(file, schema)
        return { template, schedule: textAt(job.schedule, 'state') ?? 'Disabled', ...settingsOf(job), schema: file }
      }),
    }),
  }
}

function settingsOf(job: JsonObject): JsonObject {
  const settings = Array.isArray(job.synchronizationJobSettings) ? job.synchronizationJobSettings : []
  const named = settings.map((setting) => [textAt(setting, 'name') ?? '', textAt(setting, 'value') ?? ''])
  return {
    ...(named.length > 0 && { settings: Object.fromEntries(named) }),
    ...(isJsonObject(job.options) && { options: job.options }),
  }
}

/** What has a value; unset members of complex values say nothing either. */
function pickSet(object: JsonObject, names: readonly string[]): JsonObject {
  const set = names.map((name) => [name, withoutUnset(object[name])] as const)
  return Object.fromEntries(set.filter(([, value]) => !isUnset(value)))
}

function withoutUnset(value: unknown): unknown {
  if (!isJsonObject(value)) return value
  const members = Object.entries(value).map(([name, member]) => [name, withoutUnset(member)] as const)
  return Object.fromEntries(members.filter(([, member]) => !isUnset(member)))
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0
}

function freeFileName(name: string, files: ReadonlyMap<string, unknown>): string {
  const nth = (number: number) => `${name}${number === 1 ? '' : `-${number}`}.schema.json`
  let number = 1
  while (files.has(nth(number))) number += 1
  return nth(number)
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
