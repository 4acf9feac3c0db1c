import type { Call } from '../../http/route.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { findServicePrincipal } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationTemplateParts {
  readonly forTenant: ForTenant<'applications'>
  readonly templates: readonly JobTemplate[]
}

/** What jobs of a service principal can begin with (Graph page "synchronizationTemplate resource type"). */
export function synchronizationTemplateRoutes(parts: SynchronizationTemplateParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/templates': (call) => listTemplates(call, parts),
    'GET /servicePrincipals/{id}/synchronization/templates/{templateId}': (call) => getTemplate(call, parts),
  }
}

async function listTemplates(call: Call, parts: SynchronizationTemplateParts) {
  const { id, appId } = await ownerOf(call, parts)
  const fragment = `servicePrincipals('${id}')/synchronization/templates`
  return collectionResponse(call, fragment, { value: parts.templates.map((template) => toJson(template, appId)) })
}

async function getTemplate(call: Call, parts: SynchronizationTemplateParts) {
  const { id, appId } = await ownerOf(call, parts)
  const fragment = `servicePrincipals('${id}')/synchronization/templates/$entity`
  return entityResponse(call, fragment, toJson(requireTemplate(call, parts), appId))
}

function ownerOf({ principal, params }: Call, { forTenant }: SynchronizationTemplateParts) {
  return findServicePrincipal(forTenant(principal.tenantId).applications, params.id ?? '')
}

function requireTemplate(
  { params: { templateId = '' } }: Call,
  { templates }: SynchronizationTemplateParts,
): JobTemplate {
  const template = templates.find(({ id }) => id === templateId)
  if (template === undefined) throw resourceNotFound(templateId)
  return template
}

function toJson({ id, description }: JobTemplate, applicationId: string) {
  return { id, applicationId, default: true, description, discoverable: true, factoryTag: id, metadata: [] }
}
