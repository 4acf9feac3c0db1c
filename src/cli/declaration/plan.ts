import { isJsonObject, type JsonObject, textAt } from '../json-value.ts'
import {
  type ActualApplication,
  type ActualJob,
  type Declaration,
  type DeclaredApplication,
  type DeclaredJob,
  keyOf,
} from './declaration.ts'
import { type Difference, findDifferences } from './differences.ts'

/** One change that makes the tenant more like its declaration. Steps of an application are in the order in which they are made. */
export interface Step {
  readonly kind: 'add' | 'change' | 'remove'
  /** The application it belongs to, as the declaration calls it. */
  readonly application: string
  /** For people: `permission User.Read.All (application)`. */
  readonly what: string
  readonly differences: readonly Difference[]
  readonly work: Work
}

export type Work =
  | { readonly do: 'createApplication'; readonly properties: JsonObject }
  | { readonly do: 'updateApplication'; readonly properties: JsonObject }
  | { readonly do: 'createServicePrincipal'; readonly properties: JsonObject }
  | { readonly do: 'updateServicePrincipal'; readonly properties: JsonObject }
  | { readonly do: 'grantRole'; readonly permission: string }
  | { readonly do: 'revokeRole'; readonly assignmentId: string }
  | { readonly do: 'setScopes'; readonly scopes: readonly string[] }
  | { readonly do: 'addOwner'; readonly owner: string; readonly appId: string | null }
  | { readonly do: 'removeOwner'; readonly ownerId: string }
  | { readonly do: 'addFederatedCredential'; readonly credential: JsonObject }
  | { readonly do: 'updateFederatedCredential'; readonly id: string; readonly credential: JsonObject }
  | { readonly do: 'removeFederatedCredential'; readonly id: string }
  | { readonly do: 'createJob'; readonly template: string; readonly index: number }
  | { readonly do: 'updateJob'; readonly job: JobPlace; readonly change: JsonObject }
  | { readonly do: 'putSchema'; readonly job: JobPlace; readonly schema: JsonObject }
  | { readonly do: 'setSchedule'; readonly job: JobPlace; readonly order: 'start' | 'pause' }

/** Which job of the service principal: the nth one of a template. */
export interface JobPlace {
  readonly template: string
  readonly index: number
}

/** Finds what has to be done. `actualOf` answers undefined for an application that is not there. */
export function planSteps(
  declaration: Declaration,
  actualOf: (application: DeclaredApplication) => ActualApplication | undefined,
): readonly Step[] {
  const { applications } = declaration
  const appIds = new Map(applications.map(({ uniqueName, appId }) => [uniqueName?.toLowerCase(), appId]))
  const appIdOf = (name: string) => appIds.get(name.toLowerCase()) ?? null
  return applications.flatMap((declared) =>
    new ApplicationPlan(declared, { actual: actualOf(declared), appIdOf }).steps(),
  )
}

interface Surroundings {
  readonly actual: ActualApplication | undefined
  /** The appId that the declaration says of an application that it names. */
  readonly appIdOf: (uniqueName: string) => string | null
}

class ApplicationPlan {
  readonly #declared: DeclaredApplication
  readonly #actual: ActualApplication | undefined
  readonly #appIdOf: (uniqueName: string) => string | null

  constructor(declared: DeclaredApplication, { actual, appIdOf }: Surroundings) {
    this.#declared = declared
    this.#actual = actual
    this.#appIdOf = appIdOf
  }

  steps(): readonly Step[] {
    return [
      ...this.#application(),
      ...this.#servicePrincipal(),
      ...this.#owners(),
      ...this.#federatedCredentials(),
      ...this.#roles(),
      ...this.#scopes(),
      ...this.#jobs(),
    ]
  }

  #step(kind: Step['kind'], what: string, work: Work, differences: readonly Difference[] = []): Step {
    return { kind, application: keyOf(this.#declared), what, differences, work }
  }

  #application(): readonly Step[] {
    const { properties, uniqueName } = this.#declared
    if (this.#actual === undefined) {
      const all = { displayName: keyOf(this.#declared), ...properties, ...(uniqueName !== null && { uniqueName }) }
      return [this.#step('add', 'application', { do: 'createApplication', properties: all })]
    }
    const differences = findDifferences(this.#actual.application, properties)
    if (differences.length === 0) return []
    const changed = pick(properties, differences)
    return [this.#step('change', 'application', { do: 'updateApplication', properties: changed }, differences)]
  }

  #servicePrincipal(): readonly Step[] {
    const { servicePrincipal: properties } = this.#declared
    const actual = this.#actual?.servicePrincipal ?? null
    if (actual === null) return [this.#step('add', 'service principal', { do: 'createServicePrincipal', properties })]
    const differences = findDifferences(actual, properties)
    if (differences.length === 0) return []
    const changed = pick(properties, differences)
    return [
      this.#step('change', 'service principal', { do: 'updateServicePrincipal', properties: changed }, differences),
    ]
  }

  #owners(): readonly Step[] {
    const { owners } = this.#declared
    if (owners === null) return []
    const actual = this.#actual?.owners ?? new Map<string, string>()
    const known = new Map([...actual].map(([name, id]) => [name.toLowerCase(), id]))
    const namesOf = (owner: string) => [owner, this.#appIdOf(owner) ?? owner].map((name) => name.toLowerCase())
    const wanted = new Set(owners.flatMap(namesOf))
    const added = owners.filter((owner) => !namesOf(owner).some((name) => known.has(name)))
    const removed = [...actual].filter(([name]) => !wanted.has(name.toLowerCase()))
    return [
      ...added.map((owner) =>
        this.#step('add', `owner ${owner}`, { do: 'addOwner', owner, appId: this.#appIdOf(owner) }),
      ),
      ...removed.map(([name, ownerId]) => this.#step('remove', `owner ${name}`, { do: 'removeOwner', ownerId })),
    ]
  }

  #federatedCredentials(): readonly Step[] {
    const { federatedIdentityCredentials: wanted } = this.#declared
    if (wanted === null) return []
    const actual = this.#actual?.federatedIdentityCredentials ?? []
    const named = (list: readonly JsonObject[], name: string | undefined) =>
      list.find((credential) => textAt(credential, 'name') === name)
    const removed = actual.filter((credential) => named(wanted, textAt(credential, 'name')) === undefined)
    return [
      ...wanted.flatMap((credential) =>
        this.#federatedCredential(credential, named(actual, textAt(credential, 'name'))),
      ),
      ...removed.map((credential) => {
        const id = textAt(credential, 'id') ?? ''
        return this.#step('remove', titleOf(credential), { do: 'removeFederatedCredential', id })
      }),
    ]
  }

  #federatedCredential(credential: JsonObject, before: JsonObject | undefined): readonly Step[] {
    if (before === undefined)
      return [this.#step('add', titleOf(credential), { do: 'addFederatedCredential', credential })]
    const differences = findDifferences(before, credential)
    if (differences.length === 0) return []
    const { name: _, ...change } = credential
    const work = { do: 'updateFederatedCredential', id: textAt(before, 'id') ?? '', credential: change } as const
    return [this.#step('change', titleOf(credential), work, differences)]
  }

  #roles(): readonly Step[] {
    const { applicationPermissions: wanted } = this.#declared
    if (wanted === null) return []
    const actual = this.#actual?.applicationGrants ?? new Map<string, string>()
    const missing = wanted.filter((permission) => !actual.has(permission))
    const others = [...actual].filter(([name]) => !wanted.some((permission) => permission === name))
    return [
      ...missing.map((permission) =>
        this.#step('add', `permission ${permission} (application)`, { do: 'grantRole', permission }),
      ),
      ...others.map(([name, assignmentId]) =>
        this.#step('remove', `permission ${name} (application)`, { do: 'revokeRole', assignmentId }),
      ),
    ]
  }

  #scopes(): readonly Step[] {
    const { delegatedPermissions: wanted } = this.#declared
    if (wanted === null) return []
    const before = this.#actual?.delegatedGrant?.scopes ?? []
    const isSame = before.length === wanted.length && wanted.every((scope) => before.includes(scope))
    if (isSame) return []
    const difference = { property: 'scope', before: before.toSorted(), after: wanted.toSorted() }
    const kind = before.length === 0 ? 'add' : wanted.length === 0 ? 'remove' : 'change'
    return [this.#step(kind, 'delegated permissions for everybody', { do: 'setScopes', scopes: wanted }, [difference])]
  }

  #jobs(): readonly Step[] {
    const { jobs } = this.#declared
    if (jobs === null) return []
    return jobs.flatMap((job, position) => {
      const index = jobs.slice(0, position).filter(({ template }) => template === job.template).length
      const same = (this.#actual?.jobs ?? []).filter(({ template }) => template === job.template)
      return this.#job(job, { template: job.template, index }, same[index])
    })
  }

  #job(declared: DeclaredJob, place: JobPlace, actual: ActualJob | undefined): readonly Step[] {
    const name = place.index === 0 ? `job ${place.template}` : `job ${place.template} (${place.index + 1})`
    const create = actual === undefined ? [this.#step('add', name, { do: 'createJob', ...place })] : []
    return [
      ...create,
      ...this.#settings(declared, { name, place, actual }),
      ...this.#schema(declared, { name, place, actual }),
      ...this.#schedule(declared, { name, place, actual }),
    ]
  }

  #settings({ settings, options }: DeclaredJob, { name, place, actual }: JobAt): readonly Step[] {
    const before = actual?.job ?? {}
    const differences = [
      ...findDifferences(settingsOf(before), settings),
      ...findDifferences(before.options, options, 'options'),
    ]
    if (differences.length === 0) return []
    const changed = Object.entries(settings).map(([setting, value]) => ({ name: setting, value }))
    const change = {
      ...(changed.length > 0 && { synchronizationJobSettings: changed }),
      ...(Object.keys(options).length > 0 && { options }),
    }
    return [this.#step('change', `settings of ${name}`, { do: 'updateJob', job: place, change }, differences)]
  }

  #schema({ schema }: DeclaredJob, { name, place, actual }: JobAt): readonly Step[] {
    if (schema === null) return []
    const differences = findDifferences(actual?.schema ?? {}, withoutVersions(schema))
    if (differences.length === 0) return []
    const named = differences.map(({ property }) => ({ property, before: '…', after: '…' }))
    return [this.#step('change', `schema of ${name}`, { do: 'putSchema', job: place, schema }, named)]
  }

  #schedule({ schedule }: DeclaredJob, { name, place, actual }: JobAt): readonly Step[] {
    const before = textAt(actual?.job.schedule, 'state') ?? 'Disabled'
    // A job cannot be made one that never ran; pausing it is the nearest.
    const isSame = schedule === null || schedule === before || (schedule === 'Disabled' && before === 'Paused')
    if (isSame) return []
    const order = schedule === 'Active' ? 'start' : 'pause'
    const difference = { property: 'schedule', before, after: schedule }
    return [this.#step('change', `schedule of ${name}`, { do: 'setSchedule', job: place, order }, [difference])]
  }
}

interface JobAt {
  readonly name: string
  readonly place: JobPlace
  readonly actual: ActualJob | undefined
}

/** What a schema says without what the server numbers it with; that differs from tenant to tenant. */
function withoutVersions({ version: _, id: __, directories, ...others }: JsonObject): JsonObject {
  if (!Array.isArray(directories)) return others
  const plain = directories.map((directory: unknown) => {
    if (!isJsonObject(directory)) return directory
    const { version: _, ...definition } = directory
    return definition
  })
  return { ...others, directories: plain }
}

function settingsOf(job: JsonObject): JsonObject {
  const settings = Array.isArray(job.synchronizationJobSettings) ? job.synchronizationJobSettings : []
  return Object.fromEntries(
    settings.map((setting) => [textAt(setting, 'name') ?? '', textAt(setting, 'value') ?? null]),
  )
}

function titleOf(credential: JsonObject): string {
  return `federated credential ${textAt(credential, 'name') ?? ''}`
}

/** The properties that differ somewhere inside. */
function pick(properties: JsonObject, differences: readonly Difference[]): JsonObject {
  const names = new Set(differences.map(({ property }) => property.split('/')[0]))
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name)))
}
