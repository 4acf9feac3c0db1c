import { replaceServicePrincipal } from '../../directory/applications/application-object.ts'
import { listLinkedIds } from '../../directory/membership.ts'
import { json, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import { targetOf } from '../applications/targets.ts'
import { listEntities } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { toObjectJson } from '../object-json.ts'
import { requireByPathKey, requireTyped } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { alreadyLinked, readReference } from '../references.ts'
import { writableTypeOf } from '../writable-type.ts'
import { writeAs } from '../write-as.ts'

const desktop = 'remoteDesktopSecurityConfiguration'

/** Policies that are linked to a service principal, and what it says of remote desktops (graph-resources section 14). */
export function servicePrincipalPolicyRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/claimsMappingPolicies': (call) => list(call, parts, 'claimsMappingPolicy'),
    'POST /servicePrincipals/{id}/claimsMappingPolicies/$ref': (call) => add(call, parts),
    'DELETE /servicePrincipals/{id}/claimsMappingPolicies/{policyId}/$ref': (call) => remove(call, parts),
    'GET /servicePrincipals/{id}/homeRealmDiscoveryPolicies': (call) => list(call, parts, 'homeRealmDiscoveryPolicy'),
    'GET /servicePrincipals/{id}/tokenLifetimePolicies': (call) => list(call, parts, 'tokenLifetimePolicy'),
    'GET /servicePrincipals/{id}/remoteDesktopSecurityConfiguration': (call) => getDesktop(call, parts),
    'PATCH /servicePrincipals/{id}/remoteDesktopSecurityConfiguration': (call) => updateDesktop(call, parts),
    'DELETE /servicePrincipals/{id}/remoteDesktopSecurityConfiguration/$ref': (call) => removeDesktop(call, parts),
  }
}

type PolicyType = 'claimsMappingPolicy' | 'homeRealmDiscoveryPolicy' | 'tokenLifetimePolicy'

async function list(call: Call, parts: ApplicationParts, type: PolicyType): Promise<HttpResponse> {
  const { objects } = tenantOf(call, parts)
  const { id } = await requireByPathKey(objects, 'servicePrincipal', call)
  const entity = entityOf(type, call.version)
  return listEntities(call, {
    entity,
    fragment: `${type.replace(/y$/, 'ies')}`,
    load: async () => {
      const found = await objects.findMany(await listLinkedIds(objects, 'policies', id))
      return found.flatMap((object) => (object?.type === type ? toObjectJson(object, entity) : []))
    },
  })
}

async function add(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const policyId = await readReference(call)
  await writeAs(call, parts, async ({ objects, audit }) => {
    const servicePrincipal = await requireByPathKey(objects, 'servicePrincipal', call)
    const policy = await requireTyped(objects, 'claimsMappingPolicy', policyId)
    if (!(await objects.link('policies', servicePrincipal.id, policy.id))) throw alreadyLinked('claimsMappingPolicies')
    await audit({
      activity: 'Add policy to service principal',
      category: 'Policy',
      operationType: 'Assign',
      targets: [targetOf(servicePrincipal), { ...targetOf(policy), type: 'Policy' }],
    })
  })
  return noContent()
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { policyId = '' } = call.params
  await writeAs(call, parts, async ({ objects, audit }) => {
    const servicePrincipal = await requireByPathKey(objects, 'servicePrincipal', call)
    if (!(await objects.unlink('policies', servicePrincipal.id, policyId))) throw resourceNotFound(policyId)
    await audit({
      activity: 'Remove policy from service principal',
      category: 'Policy',
      operationType: 'Unassign',
      targets: [targetOf(servicePrincipal), { id: policyId, type: 'Policy' }],
    })
  })
  return noContent()
}

async function getDesktop(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { id, properties } = await requireByPathKey(tenantOf(call, parts).objects, 'servicePrincipal', call)
  const stored = properties[desktop]
  if (!isJsonObject(stored)) throw resourceNotFound(desktop)
  return showDesktop(call, id, stored)
}

function showDesktop(call: Call, id: string, stored: object): HttpResponse {
  const context = contextUrl(call, `servicePrincipals('${id}')/${desktop}/$entity`)
  return json({ '@odata.context': context, id, ...stored })
}

async function updateDesktop(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const body = await readEntityBody(call, writableTypeOf(desktop, call.version), 'update')
  const { id, stored } = await writeAs(call, parts, async ({ objects, audit }) => {
    const servicePrincipal = await requireByPathKey(objects, 'servicePrincipal', call)
    const before = servicePrincipal.properties[desktop]
    const stored = {
      isRemoteDesktopProtocolEnabled: false,
      ...(isJsonObject(before) ? before : {}),
      ...body.properties,
    }
    await replaceServicePrincipal(objects, servicePrincipal, { ...servicePrincipal.properties, [desktop]: stored })
    await audit({
      activity: 'Update service principal',
      category: 'ApplicationManagement',
      targets: [targetOf(servicePrincipal)],
      modifiedProperties: [{ name: desktop, oldValue: before ?? null, newValue: stored }],
    })
    return { id: servicePrincipal.id, stored }
  })
  return showDesktop(call, id, stored)
}

async function removeDesktop(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async ({ objects, audit }) => {
    const servicePrincipal = await requireByPathKey(objects, 'servicePrincipal', call)
    const { [desktop]: before, ...rest } = servicePrincipal.properties
    if (before === undefined) throw resourceNotFound(desktop)
    await replaceServicePrincipal(objects, servicePrincipal, rest)
    await audit({
      activity: 'Update service principal',
      category: 'ApplicationManagement',
      targets: [targetOf(servicePrincipal)],
      modifiedProperties: [{ name: desktop, oldValue: before, newValue: null }],
    })
  })
  return noContent()
}
