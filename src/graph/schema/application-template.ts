import type { TenantStore } from '../../contracts/store.ts'
import type { ObjectsReader, ObjectsWriter } from '../../contracts/store-objects.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { ServicePrincipal } from '../../model/application.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { KeyValue, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { resourceNotFound } from '../not-found.ts'
import { parseSynchronizationSchema } from './parse-schema.ts'

/** A template as an application sees it: the product's own, or what the application made of it. */
export interface ApplicationTemplate {
  /** Gives new jobs the application's schema. */
  readonly template: JobTemplate
  readonly schema: SynchronizationSchema
  /** 1 is the product's own. */
  readonly schemaVersion: number
  /** Graph `synchronizationMetadataEntry`. */
  readonly metadata: readonly KeyValue[]
  /** What is kept of it; undefined as long as nothing was changed. */
  readonly stored: DirectoryObject | undefined
}

/** What is kept of a template that an application changed, as properties of a `synchronizationTemplateSchema`. */
export interface TemplateChange {
  /** Null: the product's own. */
  readonly schema: SynchronizationSchema | null
  readonly schemaVersion: number
  readonly metadata: readonly KeyValue[]
}

type Objects = Pick<ObjectsReader, 'find' | 'findByKey'>

/** By object id or by the alternate key `appId`. Refuses with `notFound`. */
export async function requireApplication(objects: Objects, key: string): Promise<DirectoryObject> {
  const alternate = alternateKeyOf(key)
  const found =
    alternate === undefined
      ? await objects.find(key)
      : alternate.name === 'appId'
        ? await objects.findByKey('application', { name: 'appId', value: alternate.value })
        : undefined
  if (found?.type !== 'application') throw resourceNotFound(alternate?.value ?? key)
  return found
}

/** The application behind a service principal, when it is registered in the same tenant. */
export function applicationOf(
  objects: Objects,
  { appId }: Pick<ServicePrincipal, 'appId'>,
): Promise<DirectoryObject | undefined> {
  return objects.findByKey('application', { name: 'appId', value: appId })
}

export async function findApplicationTemplate(
  objects: Pick<ObjectsReader, 'findByKey'>,
  application: Pick<DirectoryObject, 'id'> | undefined,
  template: JobTemplate,
): Promise<ApplicationTemplate> {
  const stored =
    application && (await objects.findByKey('synchronizationTemplateSchema', templateKey(application.id, template.id)))
  if (stored === undefined)
    return { template, schema: template.schemaFor(template.id), schemaVersion: 1, metadata: [], stored }
  // Written by `keepTemplate`.
  const { schema, schemaVersion, metadata } = stored.properties as unknown as TemplateChange
  const own = schema === null ? template : { ...template, schemaFor: (id: string) => adopt(schema, template.id, id) }
  return { template: own, schema: own.schemaFor(template.id), schemaVersion, metadata, stored }
}

/** The template that jobs of a service principal begin with; undefined when there is none of that id. */
export async function findTemplateOf(
  { applications, objects }: Pick<TenantStore, 'applications' | 'objects'>,
  { servicePrincipalId, templateId }: { readonly servicePrincipalId: string; readonly templateId: string },
  findTemplate: (templateId: string) => JobTemplate | undefined,
): Promise<JobTemplate | undefined> {
  const product = findTemplate(templateId)
  const servicePrincipal = await applications.findServicePrincipal(servicePrincipalId)
  if (product === undefined || servicePrincipal === undefined) return product
  return (await findApplicationTemplate(objects, await applicationOf(objects, servicePrincipal), product)).template
}

/** Inside a transaction: keeps what an application made of a template. */
export async function keepTemplate(
  objects: ObjectsWriter,
  {
    id,
    applicationId,
    templateId,
  }: { readonly id: string; readonly applicationId: string; readonly templateId: string },
  change: TemplateChange,
): Promise<void> {
  const key = templateKey(applicationId, templateId)
  const properties = { ...change, templateId }
  const known = await objects.findByKey('synchronizationTemplateSchema', key)
  if (known !== undefined) {
    await objects.replace({ id: known.id, properties, keys: [key] })
    return
  }
  await objects.insert({ id, type: 'synchronizationTemplateSchema', properties, keys: [key] })
  await objects.link('parent', id, applicationId)
}

function templateKey(applicationId: string, templateId: string) {
  return { name: 'template', value: `${applicationId} ${templateId}` }
}

/** Ids of rules and directories that are made of the template's id are made of the job's. */
function adopt(schema: SynchronizationSchema, templateId: string, id: string): SynchronizationSchema {
  const rename = <T extends { readonly id: string }>(part: T): T =>
    part.id.startsWith(`${templateId}.`) ? { ...part, id: `${id}${part.id.slice(templateId.length)}` } : part
  const { synchronizationRules, directories, ...rest } = parseSynchronizationSchema(schema)
  return {
    ...rest,
    id,
    version: '1',
    synchronizationRules: synchronizationRules.map(rename),
    directories: directories.map(rename),
  }
}
