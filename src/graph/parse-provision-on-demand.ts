import { EntrainError, type ErrorDetail } from '../model/error.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'

/** People of one request; the reference takes one (ours). */
export const subjectsMax = 50

/**
 * Reads the body of provisionOnDemand, `{ "parameters": [{ "ruleId", "subjects": [{ "objectId", "objectTypeName" }] }] }`:
 * the ids of the subjects, in order. Refuses with `requestParameterInvalid` and names every place.
 */
export function parseProvisionOnDemand(body: unknown, schema: SynchronizationSchema): readonly string[] {
  const problems: ErrorDetail[] = []
  const refuse = (target: string, message: string) =>
    problems.push({ code: 'RequestParameterInvalid', target, message })
  const parameters = isJsonObject(body) ? ownProperty(body, 'parameters') : undefined
  const objectIds: string[] = []
  if (!Array.isArray(parameters) || parameters.length === 0)
    refuse('parameters', 'Send a list of parameters, with subjects.')
  else
    for (const [position, parameter] of parameters.entries())
      objectIds.push(...readParameter(parameter, `parameters/${position}`, { schema, refuse }))
  if (problems.length === 0 && objectIds.length > subjectsMax)
    refuse('parameters', `${objectIds.length} subjects are too many: send at most ${subjectsMax} in one request.`)
  if (problems.length > 0) {
    const message = `The request was not carried out: ${problems[0]?.message}`
    throw new EntrainError('requestParameterInvalid', message, { details: problems })
  }
  return objectIds
}

interface Reading {
  readonly schema: SynchronizationSchema
  readonly refuse: (target: string, message: string) => void
}

function readParameter(parameter: unknown, at: string, { schema, refuse }: Reading): string[] {
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
    return isJsonObject(subject) ? readSubject(subject, place, { schema, refuse }) : []
  })
}

function readSubject(subject: JsonObject, at: string, { schema, refuse }: Reading): string[] {
  const typeName = ownProperty(subject, 'objectTypeName') ?? null
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const names = ['User', ...mappings.flatMap((mapping) => [mapping.sourceObjectName, mapping.targetObjectName])]
  if (typeName !== null && !names.some((name) => name.toLowerCase() === String(typeName).toLowerCase()))
    refuse(`${at}/objectTypeName`, `The job provisions no objects of type '${String(typeName)}'. Write User.`)
  const objectId = ownProperty(subject, 'objectId')
  if (typeof objectId === 'string' && objectId.trim() !== '') return [objectId.trim()]
  refuse(`${at}/objectId`, "'objectId' is the person's externalId, or the id of the account.")
  return []
}
