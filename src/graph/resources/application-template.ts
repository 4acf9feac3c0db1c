import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { json } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { applicationTemplates, tagsOf, toTemplateJson } from '../applications/application-templates.ts'
import { answerApplication } from '../applications/application-view.ts'
import { readParameters } from '../applications/credentials.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import { answerServicePrincipal } from '../applications/service-principal-view.ts'
import { applicationContextOf, registerApplication } from '../applications/write-application.ts'
import { createServicePrincipal } from '../applications/write-service-principal.ts'
import { type CollectionView, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { contextUrl } from '../odata-response.ts'
import { writeAs } from '../write-as.ts'

/** Kinds of applications to begin with, those for provisioning among them (graph-resources section 2). */
export function applicationTemplateRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /applicationTemplates': (call) => listEntities(call, viewOf(call)),
    'GET /applicationTemplates/{id}': (call) =>
      showEntity(call, viewOf(call), async () => toTemplateJson(requireTemplate(call))),
    'POST /applicationTemplates/{id}/instantiate': (call) => instantiate(call, parts),
  }
}

function viewOf(call: Call): CollectionView {
  const load = async () => applicationTemplates.map(toTemplateJson)
  return { entity: entityOf('applicationTemplate', call.version), fragment: 'applicationTemplates', skips: true, load }
}

function requireTemplate({ params: { id = '' } }: Call) {
  const found = applicationTemplates.find((template) => template.id === id.toLowerCase())
  if (found === undefined) throw resourceNotFound(id)
  return found
}

/** Makes an application and its service principal at once (Graph page "applicationTemplate: instantiate"). */
async function instantiate(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const template = requireTemplate(call)
  const { displayName, serviceManagementReference = null } = await readParameters(call)
  if (typeof displayName !== 'string' || displayName.trim() === '') {
    const message = "A value is required for parameter 'displayName': the name of the new application."
    throw invalidProperty({ target: 'displayName', message })
  }
  const context = await applicationContextOf(call, parts)
  const { newId } = parts
  const made = await writeAs(call, parts, async (writing) => {
    const tags = tagsOf(template)
    const properties = { displayName, serviceManagementReference, applicationTemplateId: template.id, tags }
    const { application } = await registerApplication(call, writing, {
      body: { properties, binds: {} },
      context,
      newId,
    })
    const { appId } = application.properties
    const wanted = {
      properties: { appId, tags, applicationTemplateId: template.id },
      binds: {},
      securityAttributes: undefined,
    }
    const { tenantId } = context
    const servicePrincipal = await createServicePrincipal(call, writing, { body: wanted, tenantId, newId })
    return { application, servicePrincipal }
  })
  const servicePrincipal = await answerServicePrincipal(call, tenantOf(call, parts), made.servicePrincipal)
  const body = {
    '@odata.context': contextUrl(call, 'microsoft.graph.applicationServicePrincipal'),
    application: answerApplication(call, made.application),
    servicePrincipal,
  }
  return json(body, 201)
}
