import {
  grantKeyOf,
  insertPermissionGrant,
  type NewPermissionGrant,
} from '../../directory/applications/app-role-assignment.ts'
import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { answerUpdate } from '../answer-update.ts'
import { requireUser } from '../applications/find-user.ts'
import { showPermissionGrants } from '../applications/grant-json.ts'
import { type ApplicationParts, type ApplicationTenant, tenantOf } from '../applications/parts.ts'
import { targetOf } from '../applications/targets.ts'
import {
  type AnswerEntities,
  type CollectionView,
  countEntities,
  type EntityJson,
  listEntities,
  showEntity,
} from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { listContained, listObjects, requireByPathKey, requireTyped } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import { type Writing, writeAs } from '../write-as.ts'

const fragment = 'oauth2PermissionGrants'

/** What applications may do on behalf of users: of one who consented, or of all (graph-resources section 6). */
export function oauth2PermissionGrantRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /oauth2PermissionGrants': (call) => list(call, parts, listEntities),
    'GET /oauth2PermissionGrants/$count': (call) => list(call, parts, countEntities),
    'POST /oauth2PermissionGrants': (call) => create(call, parts),
    'GET /oauth2PermissionGrants/{id}': (call) => get(call, parts),
    'PATCH /oauth2PermissionGrants/{id}': (call) => update(call, parts),
    'DELETE /oauth2PermissionGrants/{id}': (call) => remove(call, parts),
    'GET /servicePrincipals/{id}/oauth2PermissionGrants': (call) => listOfClient(call, parts, listEntities),
    'GET /servicePrincipals/{id}/oauth2PermissionGrants/$count': (call) => listOfClient(call, parts, countEntities),
    'GET /users/{id}/oauth2PermissionGrants': (call) => listOfUser(call, parts, listEntities),
    'GET /users/{id}/oauth2PermissionGrants/$count': (call) => listOfUser(call, parts, countEntities),
  }
}

async function list(call: Call, parts: ApplicationParts, answer: AnswerEntities): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  return answer(
    call,
    viewOf(call, tenant, () => listObjects(tenant.objects, 'oAuth2PermissionGrant')),
  )
}

async function listOfClient(call: Call, parts: ApplicationParts, answer: AnswerEntities): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const { id } = await requireByPathKey(tenant.objects, 'servicePrincipal', call)
  return answer(
    call,
    viewOf(call, tenant, () => listBy(tenant, 'client', id)),
  )
}

async function listOfUser(call: Call, parts: ApplicationParts, answer: AnswerEntities): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const { id } = await requireUser(tenant.directory, call)
  return answer(
    call,
    viewOf(call, tenant, () => listBy(tenant, 'principal', id)),
  )
}

function listBy({ objects }: ApplicationTenant, relation: 'client' | 'principal', id: string) {
  return listContained(objects, 'oAuth2PermissionGrant', { relation, id })
}

function viewOf(
  call: Call,
  tenant: ApplicationTenant,
  list: () => Promise<readonly DirectoryObject[]>,
): CollectionView {
  const load = async () => showPermissionGrants(tenant, await list(), call.version)
  return { entity: entityOf('oAuth2PermissionGrant', call.version), fragment, load }
}

async function get(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const view = viewOf(call, tenant, async () => [])
  return showEntity(call, view, async () => {
    const grant = await requireTyped(tenant.objects, 'oAuth2PermissionGrant', call.params.id ?? '')
    return showOne(call, tenant, grant)
  })
}

async function showOne(call: Call, tenant: ApplicationTenant, grant: DirectoryObject): Promise<EntityJson> {
  const [shown] = await showPermissionGrants(tenant, [grant], call.version)
  if (shown === undefined) throw resourceNotFound(grant.id)
  return shown
}

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, writableTypeOf('oAuth2PermissionGrant', call.version), 'create')
  const wanted = toWanted(properties)
  const grant = await writeAs(call, parts, (writing) => insert(writing, wanted))
  const shown = await showOne(call, tenantOf(call, parts), grant)
  const body = { '@odata.context': contextUrl(call, `${fragment}/$entity`), ...shown }
  return created(body, `${call.origin}/${call.version}/${fragment}/${grant.id}`)
}

function toWanted(properties: JsonObject): NewPermissionGrant {
  const { clientId, resourceId, consentType, principalId, ...rest } = properties
  if (consentType !== 'AllPrincipals' && consentType !== 'Principal') {
    const message = "The consentType is 'AllPrincipals' (everybody of the tenant) or 'Principal' (one user)."
    throw invalidProperty({ target: 'consentType', message })
  }
  const isForOne = consentType === 'Principal'
  const names = typeof principalId === 'string'
  if (isForOne !== names) {
    const message = isForOne
      ? 'A value is required for principalId: the user who consents.'
      : 'The principalId has to be null when the consentType is AllPrincipals.'
    throw invalidProperty({ target: 'principalId', message })
  }
  return {
    clientId: String(clientId).toLowerCase(),
    resourceId: String(resourceId).toLowerCase(),
    consentType,
    principalId: names ? principalId.toLowerCase() : null,
    properties: { ...rest, scope: toScope(rest.scope) },
  }
}

/** Scopes are separated by single spaces. */
function toScope(scope: unknown): string {
  const names = typeof scope === 'string' ? scope.split(/\s+/).filter((name) => name !== '') : []
  return [...new Set(names)].join(' ')
}

async function insert(writing: Writing, wanted: NewPermissionGrant): Promise<DirectoryObject> {
  const { objects, users, audit } = writing
  const client = await requireTyped(objects, 'servicePrincipal', wanted.clientId)
  const resource = await requireTyped(objects, 'servicePrincipal', wanted.resourceId)
  if (wanted.principalId !== null) {
    const [user] = await users.findByIds([wanted.principalId])
    if (user === undefined) throw resourceNotFound(wanted.principalId)
  }
  const key = { name: 'grant', value: grantKeyOf(wanted) }
  if ((await objects.findByKey('oAuth2PermissionGrant', key)) !== undefined) {
    throw new EntrainError('sameKeyValue', 'Permission entry already exists.')
  }
  const grant = await insertPermissionGrant(objects, wanted)
  await audit({
    activity: 'Add delegated permission grant',
    category: 'ApplicationManagement',
    operationType: 'Assign',
    targets: [targetOf(resource), targetOf(client)],
    modifiedProperties: [{ name: 'DelegatedPermissionGrant.Scope', oldValue: null, newValue: wanted.properties.scope }],
  })
  return { ...grant, version: 1, deletedDateTime: null }
}

/** Only the scope changes, as a whole. */
async function update(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, writableTypeOf('oAuth2PermissionGrant', call.version), 'update')
  await writeAs(call, parts, async ({ objects, audit }) => {
    const { id, properties: before } = await requireTyped(objects, 'oAuth2PermissionGrant', call.params.id ?? '')
    const scope = properties.scope === undefined ? before.scope : toScope(properties.scope)
    const after: JsonObject = { ...before, ...properties, scope }
    await objects.replace({ id, properties: after, keys: [{ name: 'grant', value: keyOf(after) }] })
    await audit({
      activity: 'Update delegated permission grant',
      category: 'ApplicationManagement',
      targets: [
        { id: String(after.resourceId), type: 'ServicePrincipal' },
        { id: String(after.clientId), type: 'ServicePrincipal' },
      ],
      modifiedProperties: [{ name: 'DelegatedPermissionGrant.Scope', oldValue: before.scope, newValue: scope }],
    })
  })
  return answerUpdate(call, () => get(call, parts))
}

function keyOf({ clientId, resourceId, consentType, principalId }: JsonObject): string {
  return grantKeyOf({
    clientId: String(clientId),
    resourceId: String(resourceId),
    consentType: String(consentType),
    principalId: typeof principalId === 'string' ? principalId : null,
  })
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async ({ objects, audit }) => {
    const { id, properties } = await requireTyped(objects, 'oAuth2PermissionGrant', call.params.id ?? '')
    await objects.purge(id)
    await audit({
      activity: 'Remove delegated permission grant',
      category: 'ApplicationManagement',
      operationType: 'Unassign',
      targets: [
        { id: String(properties.resourceId), type: 'ServicePrincipal' },
        { id: String(properties.clientId), type: 'ServicePrincipal' },
      ],
      modifiedProperties: [{ name: 'DelegatedPermissionGrant.Scope', oldValue: properties.scope, newValue: null }],
    })
  })
  return noContent()
}
