import { EntrainError, type ErrorDetail } from '../model/error.ts'
import type { KeyValue, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'
import type { ApplicationTemplate } from './schema/application-template.ts'
import { parseSynchronizationSchema } from './schema/parse-schema.ts'

/** Graph `synchronizationTemplate`. */
export function toTemplateJson(
  { template: { id, description }, metadata }: Pick<ApplicationTemplate, 'template' | 'metadata'>,
  applicationId: string,
) {
  return { id, applicationId, default: true, description, discoverable: true, factoryTag: id, metadata }
}

/** Names of Graph's `synchronizationMetadata`. */
const metadataKeys = [
  'GalleryApplicationIdentifier',
  'GalleryApplicationKey',
  'IsOAuthEnabled',
  'IsSynchronizationAgentAssignmentRequired',
  'IsSynchronizationAgentRequired',
  'IsSynchronizationInPreview',
  'OAuthSettings',
  'SynchronizationLearnMoreIbizaFwLink',
  'ConfigurationFields',
] as const

const valueCharsMax = 8_192

export interface TemplateEdit {
  readonly metadata?: readonly KeyValue[]
  readonly schema?: SynchronizationSchema
}

/**
 * Reads the body of a template's PATCH: `metadata` and `schema` replace what is there; what cannot be changed may be
 * repeated as it is. Refuses with `invalidValue`, naming everything that is wrong.
 */
export function parseTemplateChange(body: JsonObject, current: JsonObject): TemplateEdit {
  const problems: ErrorDetail[] = []
  const edit: { metadata?: readonly KeyValue[]; schema?: SynchronizationSchema } = {}
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@odata')) continue
    if (name === 'metadata') edit.metadata = readMetadata(value, problems)
    else if (name === 'schema') edit.schema = parseSynchronizationSchema(value)
    else if (ownProperty(current, name) === undefined)
      problems.push({ code: 'InvalidValue', target: name, message: `A template has no property '${name}'.` })
    else if (ownProperty(current, name) !== value)
      problems.push({ code: 'InvalidValue', target: name, message: `'${name}' cannot be changed.` })
  }
  if (problems.length > 0)
    throw new EntrainError('invalidValue', `The template was not changed: ${problems[0]?.message}`, {
      details: problems,
    })
  return edit
}

function readMetadata(value: unknown, problems: ErrorDetail[]): readonly KeyValue[] {
  const refuse = (target: string, message: string) => {
    problems.push({ code: 'InvalidValue', target, message })
    return []
  }
  if (!Array.isArray(value)) return refuse('metadata', '\'metadata\' is a list of { "key", "value" }.')
  return value.flatMap((item: unknown, position) => {
    const [wanted, text] = isJsonObject(item) ? [ownProperty(item, 'key'), ownProperty(item, 'value')] : []
    const key = metadataKeys.find((known) => known.toLowerCase() === String(wanted).toLowerCase())
    const target = `metadata/${position}`
    if (key === undefined)
      return refuse(`${target}/key`, `Requested value '${wanted}' was not found. Known are ${metadataKeys.join(', ')}.`)
    if (typeof text !== 'string' || text.length > valueCharsMax)
      return refuse(`${target}/value`, `'value' must be a text of at most ${valueCharsMax} characters.`)
    return [{ key, value: text }]
  })
}
