import { EntrainError, type ErrorDetail } from '../model/error.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'

/** People of one request; the reference takes one (ours). */
export const subjectsMax = 50

/** Whom to provision: a person that the job knows, or in a dry run a SCIM user as it would be uploaded (ours). */
export type Subject = { readonly objectId: string } | { readonly data: JsonObject }

export interface ProvisionRequest {
  readonly subjects: readonly Subject[]
  /** Nothing is written (ours). */
  readonly dryRun: boolean
}

/**
 * Reads the body of provisionOnDemand, `{ "parameters": [{ "ruleId", "subjects": [{ "objectId", "objectTypeName" }] }] }`:
 * the subjects, in order. Refuses with `requestParameterInvalid` and names every place.
 */
export function parseProvisionOnDemand(body: unknown, schema: SynchronizationSchema): ProvisionRequest {
  const problems: ErrorDetail[] = []
  const refuse = (target: string, message: string) =>
    problems.push({ code: 'RequestParameterInvalid', target, message })
  const parameters = isJsonObject(body) ? ownProperty(body, 'parameters') : undefined
  const dryRun = isJsonObject(body) ? (ownProperty(body, 'dryRun') ?? false) : false
  if (typeof dryRun !== 'boolean') refuse('dryRun', "'dryRun' is true or false.")
  const subjects: Subject[] = []
  if (!Array.isArray(parameters) || parameters.length === 0)
    refuse('parameters', 'Send a list of parameters, with subjects.')
  else
    for (const [position, parameter] of parameters.entries())
      subjects.push(...readParameter(parameter, `parameters/${position}`, { schema, refuse, dryRun: dryRun === true }))
  if (problems.length === 0 && subjects.length > subjectsMax)
    refuse('parameters', `${subjects.length} subjects are too many: send at most ${subjectsMax} in one request.`)
  if (problems.length > 0) {
    const message = `The request was not carried out: ${problems[0]?.message}`
    throw new EntrainError('requestParameterInvalid', message, { details: problems })
  }
  return { subjects, dryRun: dryRun === true }
}

interface Reading {
  readonly schema: SynchronizationSchema
  readonly refuse: (target: string, message: string) => void
  readonly dryRun: boolean
}

function readParameter(parameter: unknown, at: string, reading: Reading): Subject[] {
  const { schema, refuse } = reading
  if (!isJsonObject(parameter)) {
    refuse(at, 'A parameter is an object with ruleId and subjects.')
    return []
  }
  const ruleId = ownProperty(parameter, 'ruleId') ?? null
  const rules = schema.synchronizationRules.map(({ id }) => id)
  if (ruleId !== null && !rules.includes(String(ruleId)))
    refuse(`${at}/ruleId`, `The schema has no synchronization rule '${String(ruleId)}'; it has ${rules.join(', ')}.`)
  const subjects = ownProperty(parameter, 'subjects')
  if (!Array.isArray(subjects) || subjects.length === 0) {
    refuse(`${at}/subjects`, 'Send a list of subjects.')
    return []
  }
  return subjects.flatMap((subject, position) => {
    const place = `${at}/subjects/${position}`
    if (!isJsonObject(subject)) refuse(place, 'A subject is an object with objectId.')
    return isJsonObject(subject) ? readSubject(subject, place, reading) : []
  })
}

function readSubject(subject: JsonObject, at: string, { schema, refuse, dryRun }: Reading): Subject[] {
  const typeName = ownProperty(subject, 'objectTypeName') ?? null
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const names = ['User', ...mappings.flatMap((mapping) => [mapping.sourceObjectName, mapping.targetObjectName])]
  if (typeName !== null && !names.some((name) => name.toLowerCase() === String(typeName).toLowerCase()))
    refuse(`${at}/objectTypeName`, `The job provisions no objects of type '${String(typeName)}'. Write User.`)
  const data = ownProperty(subject, 'data')
  if (isJsonObject(data) && dryRun) return [{ data }]
  if (data !== undefined) {
    refuse(
      `${at}/data`,
      "'data' is a SCIM user, and only a dry run takes one; to provision somebody new, upload the person.",
    )
    return []
  }
  const objectId = ownProperty(subject, 'objectId')
  if (typeof objectId === 'string' && objectId.trim() !== '') return [{ objectId: objectId.trim() }]
  refuse(`${at}/objectId`, "'objectId' is the person's externalId, or the id of the account.")
  return []
}
