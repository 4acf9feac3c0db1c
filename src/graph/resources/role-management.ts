import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { Condition } from '../../odata/condition.ts'
import type { Query } from '../../odata/query.ts'
import { type CollectionView, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { expandSingle } from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { isEventual } from '../odata-query.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import {
  createAssignment,
  deleteAssignment,
  findAssignment,
  listAssignments,
  listNamesOf,
  type RoleAssignmentParts,
} from '../role-assignments.ts'
import { catalogue, findRoleTemplate, toRoleDefinitionJson } from '../role-catalogue.ts'
import { writableTypeOf } from '../writable-type.ts'

const assignments = 'roleManagement/directory/roleAssignments'

/** Role definitions and role assignments (graph-resources 4.3). Every definition is a built-in role. */
export function roleManagementRoutes(parts: RoleAssignmentParts): Handlers {
  return {
    'GET /roleManagement/directory/roleDefinitions': (call) => listEntities(call, definitionView(call)),
    'GET /roleManagement/directory/roleDefinitions/{id}': (call) =>
      showEntity(call, definitionView(call), async () => findDefinition(call.params.id ?? '')),
    'GET /roleManagement/directory/roleAssignments': (call) => listEntities(call, assignmentView(call, parts)),
    'POST /roleManagement/directory/roleAssignments': (call) => assign(call, parts),
    'GET /roleManagement/directory/roleAssignments/{id}': (call) =>
      showEntity(call, assignmentView(call, parts), () => findAssignment(tenantOf(call, parts), call.params.id ?? '')),
    'DELETE /roleManagement/directory/roleAssignments/{id}': async (call) => {
      await deleteAssignment(call, call.params.id ?? '', parts)
      return noContent()
    },
    'GET /roleManagement/directory/transitiveRoleAssignments': (call) => listTransitive(call, parts),
  }
}

function definitionView({ version }: Call): CollectionView {
  return {
    entity: entityOf('unifiedRoleDefinition', version),
    fragment: 'roleManagement/directory/roleDefinitions',
    load: async () => catalogue.map(toRoleDefinitionJson),
  }
}

function findDefinition(id: string): EntityJson {
  const template = findRoleTemplate(id)
  if (template === undefined) throw resourceNotFound(id)
  return toRoleDefinitionJson(template)
}

function assignmentView(call: Call, parts: RoleAssignmentParts): CollectionView {
  const tenant = tenantOf(call, parts)
  const { version } = call
  const definitionNames = entityOf('unifiedRoleDefinition', version).defaultSet(version)
  return {
    entity: entityOf('unifiedRoleAssignment', version),
    fragment: assignments,
    load: () => listAssignments(tenant),
    expand: {
      principal: ({ principalId }, expansion) =>
        expandSingle(call, { tenant, listIds: async () => [String(principalId)] }, expansion),
      roleDefinition: async ({ roleDefinitionId }, { select = definitionNames }) =>
        pick(findDefinition(String(roleDefinitionId)), select),
      directoryScope: ({ directoryScopeId }, expansion) => {
        const ids = String(directoryScopeId).split('/').slice(-1)
        return expandSingle(call, { tenant, listIds: async () => ids.filter((id) => id !== '') }, expansion)
      },
    },
  }
}

async function assign(call: Call, parts: RoleAssignmentParts): Promise<HttpResponse> {
  const { version, origin } = call
  const { properties } = await readEntityBody(call, writableTypeOf('unifiedRoleAssignment', version), 'create')
  const made = await createAssignment(call, properties, parts)
  const names = entityOf('unifiedRoleAssignment', version).defaultSet(version)
  const body = { '@odata.context': contextUrl(call, `${assignments}/$entity`), ...pick(made, names) }
  return created(body, `${origin}/${version}/${assignments}/${made.id}`)
}

/** What a principal may do because of its own assignments and those of role-assignable groups (Graph page "List transitiveRoleAssignments"). */
function listTransitive(call: Call, parts: RoleAssignmentParts): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const entity = entityOf('unifiedRoleAssignment', call.version)
  const view: CollectionView = {
    entity,
    fragment: 'roleManagement/directory/transitiveRoleAssignments',
    async load(query) {
      requireAdvanced(call, query)
      const principalId = query.filter && principalOf(query.filter.condition)
      if (principalId === undefined) throw unsupported("The filter has to name a principal: principalId eq '{id}'.")
      const names = await listNamesOf(tenant, principalId)
      const found = (await listAssignments(tenant)).filter((each) => names.has(String(each.principalId)))
      // The filter names the principal, and the assignment of a group fulfils it, too.
      return found.map((each) => ({ ...each, principalId, assignedTo: each.principalId }))
    },
    show: ({ assignedTo, ...item }, select = entity.defaultSet(call.version)) =>
      pick({ ...item, principalId: assignedTo }, select),
  }
  return listEntities(call, view)
}

function requireAdvanced(call: Call, { count }: Query): void {
  if (isEventual(call) && count) return
  throw unsupported('This list needs $count=true and the header ConsistencyLevel: eventual.')
}

function principalOf(condition: Condition): string | undefined {
  if (condition.kind === 'and') return condition.clauses.map(principalOf).find((id) => id !== undefined)
  if (condition.kind !== 'compare' || condition.operator !== 'eq' || condition.property.path !== 'principalId') {
    return undefined
  }
  return condition.value.kind === 'text' ? condition.value.text : undefined
}

function unsupported(message: string): EntrainError {
  return new EntrainError('unsupportedQuery', message)
}

function tenantOf({ principal }: Call, { forTenant }: RoleAssignmentParts) {
  return forTenant(principal.tenantId)
}
