import { CommandError } from '../command-error.ts'
import { textAt } from '../json-value.ts'
import { type DeclaredApplication, keyOf } from './declaration.ts'
import { findOwner, setOwner } from './owners.ts'
import { requireAppRoleId } from './permission-names.ts'
import type { JobPlace, Step, Work } from './plan.ts'
import { findApplication, quoted } from './read-tenant.ts'
import type { TenantClient } from './tenant-client.ts'

/**
 * Makes one step after the other: first the applications, which may own each other, then what hangs on them. What was made
 * before a failure stays; the next plan says what is left.
 */
export async function applySteps(
  tenant: TenantClient,
  steps: readonly Step[],
  { declaredOf, onDone }: { declaredOf: (step: Step) => DeclaredApplication; onDone: (step: Step) => void },
): Promise<void> {
  const creations = steps.filter(isCreation)
  const others = steps.filter((step) => !isCreation(step))
  for (const step of [...creations, ...others]) {
    const place = new Place(tenant, declaredOf(step))
    await new Worker(tenant, place).make(step.work)
    onDone(step)
  }
}

function isCreation({ work }: Step): boolean {
  return work.do === 'createApplication' || work.do === 'createServicePrincipal'
}

/** Where an application is: looked up anew for each step, because the step before may have made it. */
class Place {
  readonly #tenant: TenantClient
  readonly #declared: DeclaredApplication

  constructor(tenant: TenantClient, declared: DeclaredApplication) {
    this.#tenant = tenant
    this.#declared = declared
  }

  async application(): Promise<{ readonly id: string; readonly appId: string }> {
    const found = await findApplication(this.#tenant, this.#declared)
    if (found !== undefined) return { id: textAt(found, 'id') ?? '', appId: textAt(found, 'appId') ?? '' }
    throw new CommandError('server', `There is no application '${keyOf(this.#declared)}'.`)
  }

  async servicePrincipalId(): Promise<string> {
    const { appId } = await this.application()
    const found = await this.#tenant.find(`/servicePrincipals(appId='${quoted(appId)}')`)
    return textAt(found, 'id') ?? ''
  }

  async jobPath({ template, index }: JobPlace): Promise<string> {
    const path = `/servicePrincipals/${await this.servicePrincipalId()}/synchronization/jobs`
    const jobs = await this.#tenant.list(path)
    const job = jobs.filter((candidate) => textAt(candidate, 'templateId') === template)[index]
    return `${path}/${textAt(job, 'id')}`
  }
}

class Worker {
  readonly #tenant: TenantClient
  readonly #place: Place

  constructor(tenant: TenantClient, place: Place) {
    this.#tenant = tenant
    this.#place = place
  }

  async make(work: Work): Promise<void> {
    const { send } = this.#tenant
    switch (work.do) {
      case 'createApplication':
        await send('POST', '/applications', work.properties)
        return
      case 'updateApplication':
        await send('PATCH', `/applications/${(await this.#place.application()).id}`, work.properties)
        return
      case 'createServicePrincipal':
        await send('POST', '/servicePrincipals', { appId: (await this.#place.application()).appId, ...work.properties })
        return
      case 'updateServicePrincipal':
        await send('PATCH', `/servicePrincipals/${await this.#place.servicePrincipalId()}`, work.properties)
        return
      case 'addOwner':
      case 'removeOwner':
        return this.#owner(work)
      case 'addFederatedCredential':
      case 'updateFederatedCredential':
      case 'removeFederatedCredential':
        return this.#federatedCredential(work)
      case 'grantRole':
      case 'revokeRole':
        return this.#role(work)
      case 'setScopes':
        return this.#scopes(work.scopes)
      default:
        return this.#job(work)
    }
  }

  async #owner(work: Extract<Work, { do: 'addOwner' | 'removeOwner' }>): Promise<void> {
    const { id } = await this.#place.application()
    const servicePrincipalId = await this.#place.servicePrincipalId()
    const owns = work.do === 'addOwner'
    const ownerId = owns ? await findOwner(this.#tenant, work.owner, work.appId) : work.ownerId
    await setOwner(this.#tenant, { id, servicePrincipalId }, { ownerId, owns })
  }

  async #federatedCredential(
    work: Extract<Work, { do: 'addFederatedCredential' | 'updateFederatedCredential' | 'removeFederatedCredential' }>,
  ): Promise<void> {
    const { send } = this.#tenant
    const path = `/applications/${(await this.#place.application()).id}/federatedIdentityCredentials`
    if (work.do === 'addFederatedCredential') await send('POST', path, work.credential)
    else if (work.do === 'updateFederatedCredential') await send('PATCH', `${path}/${work.id}`, work.credential)
    else await send('DELETE', `${path}/${work.id}`)
  }

  async #role(work: Extract<Work, { do: 'grantRole' | 'revokeRole' }>): Promise<void> {
    const principalId = await this.#place.servicePrincipalId()
    const path = `/servicePrincipals/${principalId}/appRoleAssignments`
    if (work.do === 'revokeRole') await this.#tenant.send('DELETE', `${path}/${encodeURIComponent(work.assignmentId)}`)
    else await grantRole(this.#tenant, principalId, work.permission)
  }

  async #scopes(scopes: readonly string[]): Promise<void> {
    await setScopes(this.#tenant, await this.#place.servicePrincipalId(), () => scopes)
  }

  async #job(work: Extract<Work, { do: 'createJob' | 'updateJob' | 'putSchema' | 'setSchedule' }>): Promise<void> {
    const { send } = this.#tenant
    if (work.do === 'createJob') {
      const path = `/servicePrincipals/${await this.#place.servicePrincipalId()}/synchronization/jobs`
      await send('POST', path, { templateId: work.template })
      return
    }
    const path = await this.#place.jobPath(work.job)
    if (work.do === 'updateJob') await send('PATCH', path, work.change)
    else if (work.do === 'putSchema') await send('PUT', `${path}/schema`, work.schema)
    else await send('POST', `${path}/${work.order}`)
  }
}

/** Grants an application permission of Microsoft Graph: what an administrator's consent to it does. */
export async function grantRole(tenant: TenantClient, principalId: string, permission: string): Promise<void> {
  const appRoleId = requireAppRoleId(permission)
  const resourceId = await tenant.graphPrincipalId()
  await tenant.send('POST', `/servicePrincipals/${principalId}/appRoleAssignments`, {
    principalId,
    resourceId,
    appRoleId,
  })
}

/** Changes what everybody's consent covers: the delegated permissions of the application on Microsoft Graph. */
export async function setScopes(
  tenant: TenantClient,
  clientId: string,
  change: (scopes: readonly string[]) => readonly string[],
): Promise<void> {
  const resourceId = await tenant.graphPrincipalId()
  const grants = await tenant.list(`/servicePrincipals/${clientId}/oauth2PermissionGrants`)
  const grant = grants.find(
    (candidate) =>
      textAt(candidate, 'resourceId') === resourceId && textAt(candidate, 'consentType') === 'AllPrincipals',
  )
  const before = (textAt(grant, 'scope') ?? '').split(' ').filter((scope) => scope !== '')
  const scope = change(before).join(' ')
  const id = textAt(grant, 'id')
  if (id === undefined) {
    if (scope === '') return
    await tenant.send('POST', '/oauth2PermissionGrants', { clientId, consentType: 'AllPrincipals', resourceId, scope })
  } else if (scope === '') await tenant.send('DELETE', `/oauth2PermissionGrants/${encodeURIComponent(id)}`)
  else await tenant.send('PATCH', `/oauth2PermissionGrants/${encodeURIComponent(id)}`, { scope })
}
