import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { activityOf, assignAppRole, type WantedAssignment } from '../applications/assign-app-role.ts'
import { requireUser } from '../applications/find-user.ts'
import { showAssignments } from '../applications/grant-json.ts'
import { type ApplicationParts, type ApplicationTenant, tenantOf } from '../applications/parts.ts'
import { targetOf } from '../applications/targets.ts'
import { type CollectionView, countEntities, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { listContained, requireByPathKey, requireTyped } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import { writeAs } from '../write-as.ts'

/** The side of an assignment that a path begins at. */
interface Side {
  readonly set: 'servicePrincipals' | 'users' | 'groups'
  readonly name: 'appRoleAssignments' | 'appRoleAssignedTo'
}

const ofClient: Side = { set: 'servicePrincipals', name: 'appRoleAssignments' }
const ofResource: Side = { set: 'servicePrincipals', name: 'appRoleAssignedTo' }
const ofUser: Side = { set: 'users', name: 'appRoleAssignments' }
const ofGroup: Side = { set: 'groups', name: 'appRoleAssignments' }

/** Who may use which application in which role (graph-resources section 5). Both sides of an assignment show the same. */
export function appRoleAssignmentRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/appRoleAssignedTo': (call) => list(call, parts, ofResource),
    'GET /servicePrincipals/{id}/appRoleAssignedTo/$count': (call) => count(call, parts, ofResource),
    'POST /servicePrincipals/{id}/appRoleAssignedTo': (call) => create(call, parts, ofResource),
    'DELETE /servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}': (call) => remove(call, parts, ofResource),
    'GET /servicePrincipals/{id}/appRoleAssignments': (call) => list(call, parts, ofClient),
    'GET /servicePrincipals/{id}/appRoleAssignments/$count': (call) => count(call, parts, ofClient),
    'POST /servicePrincipals/{id}/appRoleAssignments': (call) => create(call, parts, ofClient),
    'GET /servicePrincipals/{id}/appRoleAssignments/{assignmentId}': (call) => get(call, parts, ofClient),
    'DELETE /servicePrincipals/{id}/appRoleAssignments/{assignmentId}': (call) => remove(call, parts, ofClient),
    'GET /users/{id}/appRoleAssignments': (call) => list(call, parts, ofUser),
    'GET /users/{id}/appRoleAssignments/$count': (call) => count(call, parts, ofUser),
    'POST /users/{id}/appRoleAssignments': (call) => create(call, parts, ofUser),
    'DELETE /users/{id}/appRoleAssignments/{assignmentId}': (call) => remove(call, parts, ofUser),
    'GET /groups/{id}/appRoleAssignments': (call) => list(call, parts, ofGroup),
    'GET /groups/{id}/appRoleAssignments/$count': (call) => count(call, parts, ofGroup),
    'POST /groups/{id}/appRoleAssignments': (call) => create(call, parts, ofGroup),
    'DELETE /groups/{id}/appRoleAssignments/{assignmentId}': (call) => remove(call, parts, ofGroup),
  }
}

/** Object id of what the path begins at. */
async function startOf(call: Call, tenant: ApplicationTenant, { set }: Side): Promise<string> {
  if (set === 'users') return (await requireUser(tenant.directory, call)).id
  if (set === 'servicePrincipals') return (await requireByPathKey(tenant.objects, 'servicePrincipal', call)).id
  const key = call.params.id ?? ''
  const named = key.startsWith('uniqueName=')
    ? await tenant.objects.findByKey('group', { name: 'uniqueName', value: key.slice('uniqueName='.length) })
    : undefined
  return (named ?? (await requireTyped(tenant.objects, 'group', key))).id
}

function endOf({ name }: Side): 'principal' | 'resource' {
  return name === 'appRoleAssignedTo' ? 'resource' : 'principal'
}

async function list(call: Call, parts: ApplicationParts, side: Side): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const start = await startOf(call, tenant, side)
  return listEntities(call, viewOf(call, { tenant, side, start }))
}

async function count(call: Call, parts: ApplicationParts, side: Side): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  return countEntities(call, viewOf(call, { tenant, side, start: await startOf(call, tenant, side) }))
}

interface Place {
  readonly tenant: ApplicationTenant
  readonly side: Side
  readonly start: string
}

function viewOf(call: Call, { tenant, side, start }: Place): CollectionView {
  return {
    entity: entityOf('appRoleAssignment', call.version),
    fragment: fragmentOf(side, start),
    load: async () => {
      const found = await listContained(tenant.objects, 'appRoleAssignment', { relation: endOf(side), id: start })
      return showAssignments(tenant, found, call.version)
    },
  }
}

function fragmentOf({ set, name }: Side, start: string): string {
  return `${set}('${start}')/${name}`
}

async function get(call: Call, parts: ApplicationParts, side: Side): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const start = await startOf(call, tenant, side)
  return showEntity(call, viewOf(call, { tenant, side, start }), async () => {
    const found = await tenant.objects.find(call.params.assignmentId ?? '')
    return showOne(call, tenant, requireOf(call, { found, side, start }))
  })
}

async function showOne(call: Call, tenant: ApplicationTenant, assignment: DirectoryObject): Promise<EntityJson> {
  const [shown] = await showAssignments(tenant, [assignment], call.version)
  if (shown === undefined) throw resourceNotFound(assignment.id)
  return shown
}

interface Found extends Omit<Place, 'tenant'> {
  readonly found: DirectoryObject | undefined
}

/** An assignment of somebody else is as absent as one that never was. */
function requireOf(call: Call, { found, side, start }: Found): DirectoryObject {
  if (found?.type === 'appRoleAssignment' && found.properties[`${endOf(side)}Id`] === start) return found
  throw resourceNotFound(call.params.assignmentId ?? '')
}

async function create(call: Call, parts: ApplicationParts, side: Side): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const { properties } = await readEntityBody(call, writableTypeOf('appRoleAssignment', call.version), 'create')
  const wanted = toWanted(properties)
  const start = await startOf(call, tenant, side)
  const member = `${endOf(side)}Id` as const
  if (wanted[member] !== start) {
    const message = `The ${member} of the body has to be the object of the URL, '${start}'.`
    throw invalidProperty({ target: member, message })
  }
  const assignment = await writeAs(call, parts, (writing) => assignAppRole(call, writing, wanted))
  const shown = await showOne(call, tenant, assignment)
  const fragment = fragmentOf(side, start)
  const body = { '@odata.context': contextUrl(call, `${fragment}/$entity`), ...shown }
  return created(body, `${call.origin}/${call.version}/${side.set}/${start}/${side.name}/${assignment.id}`)
}

function toWanted({ principalId, resourceId, appRoleId }: Readonly<Record<string, unknown>>): WantedAssignment {
  return {
    principalId: String(principalId).toLowerCase(),
    resourceId: String(resourceId).toLowerCase(),
    appRoleId: String(appRoleId).toLowerCase(),
  }
}

async function remove(call: Call, parts: ApplicationParts, side: Side): Promise<HttpResponse> {
  const start = await startOf(call, tenantOf(call, parts), side)
  await writeAs(call, parts, async ({ objects, audit }) => {
    const found = await objects.find(call.params.assignmentId ?? '')
    const assignment = requireOf(call, { found, side, start })
    const { principalId, principalType, resourceId, appRoleId } = assignment.properties
    const resource = await objects.find(String(resourceId))
    await objects.purge(assignment.id)
    await audit({
      activity: activityOf(principalType ?? 'ServicePrincipal', 'Remove'),
      category: 'ApplicationManagement',
      operationType: 'Unassign',
      targets: [
        resource === undefined ? { id: String(resourceId), type: 'ServicePrincipal' } : targetOf(resource),
        { id: String(principalId), type: 'Other' },
      ],
      modifiedProperties: [{ name: 'AppRole.Id', oldValue: appRoleId, newValue: null }],
    })
  })
  return noContent()
}
