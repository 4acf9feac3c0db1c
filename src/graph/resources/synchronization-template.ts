import type { Call } from '../../http/route.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { findServicePrincipal } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import { applicationOf, findApplicationTemplate } from '../schema/application-template.ts'
import { toTemplateJson } from '../synchronization-template-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationTemplateParts {
  readonly forTenant: ForTenant<'applications' | 'objects'>
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
  const found = await Promise.all(parts.templates.map((template) => show(call, parts, { template, appId })))
  return collectionResponse(call, fragment, { value: found })
}

async function getTemplate(call: Call, parts: SynchronizationTemplateParts) {
  const { id, appId } = await ownerOf(call, parts)
  const fragment = `servicePrincipals('${id}')/synchronization/templates/$entity`
  return entityResponse(call, fragment, await show(call, parts, { template: requireTemplate(call, parts), appId }))
}

/** As its application made it. */
async function show(
  { principal }: Call,
  { forTenant }: SynchronizationTemplateParts,
  { template, appId }: { readonly template: JobTemplate; readonly appId: string },
) {
  const { objects } = forTenant(principal.tenantId)
  const found = await findApplicationTemplate(objects, await applicationOf(objects, { appId }), template)
  return toTemplateJson(found, appId)
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
