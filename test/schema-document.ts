import assert from 'node:assert/strict'
import type { Answer, Json, World } from './world.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests edit JSON of every shape
export type Document = any

/** The schema as the API sends it, to be edited and sent back. */
export async function readSchema(world: World): Promise<Document> {
  return world.get<Document>(`${world.jobPath}/schema`)
}

export function objectMappingOf(document: Document): Document {
  return document.synchronizationRules[0].objectMappings[0]
}

/** The mapping to a target attribute; one is added when there is none. */
export function mappingOf(document: Document, target: string): Document {
  const { attributeMappings } = objectMappingOf(document)
  const found = attributeMappings.find((mapping: Json) => mapping.targetAttributeName === target)
  if (found !== undefined) return found
  attributeMappings.push({ targetAttributeName: target })
  return attributeMappings.at(-1)
}

export function declareSource(document: Document, name: string, extras: Json = {}): void {
  document.directories[0].objects[0].attributes.push({ name, ...extras })
}

export function sendJson(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  return world.send(method, `/v1.0${world.jobPath}/schema${path}`, {
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

export async function putSchema(world: World, document: Document): Promise<Answer> {
  const answer = await sendJson(world, 'PUT', '', document)
  assert.equal(answer.status, 204, answer.text)
  return answer
}

export interface Detail {
  readonly code: string
  readonly target: string
  readonly message: string
}

/** The details of a refused PUT. */
export async function refusedPut(world: World, document: Document): Promise<readonly Detail[]> {
  const answer = await sendJson(world, 'PUT', '', document)
  assert.equal(answer.status, 400, answer.text)
  const { error } = answer.json<{ error: { code: string; details: readonly Detail[] } }>()
  assert.equal(error.code, 'SchemaInvalid')
  return error.details
}
