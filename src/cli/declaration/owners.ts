import { CommandError } from '../command-error.ts'
import { textAt } from '../json-value.ts'
import { findApplication, quoted } from './read-tenant.ts'
import type { TenantClient } from './tenant-client.ts'

/** Object ids of an application and of its service principal. */
export interface Owned {
  readonly id: string
  readonly servicePrincipalId: string
}

/** Makes somebody an owner of an application and of its service principal, or no longer one. What is so already stays. */
export async function setOwner(
  tenant: TenantClient,
  { id, servicePrincipalId }: Owned,
  { ownerId, owns }: { readonly ownerId: string; readonly owns: boolean },
): Promise<void> {
  for (const path of [`/applications/${id}/owners`, `/servicePrincipals/${servicePrincipalId}/owners`]) {
    const isOwner = (await tenant.list(path)).some((owner) => textAt(owner, 'id') === ownerId)
    if (isOwner === owns) continue
    if (!owns) await tenant.send('DELETE', `${path}/${ownerId}/$ref`)
    else {
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ownerId}` }
      await tenant.send('POST', `${path}/$ref`, reference)
    }
  }
}

/**
 * The object id of a user (userPrincipalName) or of an application's service principal (uniqueName or appId). `declaredAppId`
 * is the appId that the declaration says of the name.
 */
export async function findOwner(
  tenant: TenantClient,
  name: string,
  declaredAppId: string | null = null,
): Promise<string> {
  if (name.includes('@')) {
    const id = textAt(await tenant.find(`/users/${encodeURIComponent(name)}?$select=id`), 'id')
    if (id !== undefined) return id
    throw new CommandError('server', `There is no user '${name}'.`, 'Owners are named by their userPrincipalName.')
  }
  const application = await findApplication(tenant, { uniqueName: name, appId: declaredAppId ?? name })
  const appId = textAt(application, 'appId') ?? name
  const id = textAt(await tenant.find(`/servicePrincipals(appId='${quoted(appId)}')`), 'id')
  if (id !== undefined) return id
  throw new CommandError('server', `There is no application '${name}', or it has no service principal.`)
}
