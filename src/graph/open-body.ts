import type { ObjectsReader } from '../contracts/store-objects.ts'
import { invalidProperty } from '../directory/applications/invalid-property.ts'
import {
  changeSecurityAttributes,
  listSecurityAttributeDefinitions,
  type SecurityAttributesChange,
} from '../directory/security-attributes.ts'
import type { Call } from '../http/route.ts'
import type { JsonObject } from '../std/json-object.ts'
import { type ExtensionTarget, findWritableExtensions } from './extension-values.ts'
import { readJsonObject } from './json-body.ts'
import { type EntityBody, parseEntityBody, type WritableType } from './parse-entity-body.ts'

const bodyBytesMax = 1024 * 1024

export interface OpenBodyParts {
  readonly objects: Pick<ObjectsReader, 'findByKey' | 'list'>
  readonly target: ExtensionTarget
  readonly type: WritableType
}

/** Reads the body of a type that tenants add directory extensions to. Refuses as `readEntityBody` does. */
export async function readOpenBody(
  call: Call,
  { objects, target, type }: OpenBodyParts,
  use: 'create' | 'update',
): Promise<EntityBody> {
  const body = await readJsonObject(call, bodyBytesMax)
  return parseEntityBody(body, { ...type, findOpen: await findWritableExtensions(objects, body, target) }, use)
}

export interface AttributedBody extends EntityBody {
  /** To be applied to what the object has; undefined when it was not sent. */
  readonly securityAttributes: Omit<SecurityAttributesChange, 'stored'> | undefined
}

/** Reads the body of a type that has custom security attributes as well. */
export async function readAttributedBody(
  call: Call,
  { objects, target, type }: OpenBodyParts,
  use: 'create' | 'update',
): Promise<AttributedBody> {
  const { special, rest } = takeOut(await readJsonObject(call, bodyBytesMax), 'customSecurityAttributes')
  const findOpen = await findWritableExtensions(objects, rest, target)
  const definitions = special === undefined ? [] : await listSecurityAttributeDefinitions(objects)
  return {
    ...parseEntityBody(rest, { ...type, findOpen }, use),
    securityAttributes: special === undefined ? undefined : { definitions, changes: special },
  }
}

/** What a body makes of the custom security attributes of an object. Refuses with `invalidValue` what does not fit. */
export function securityAttributesAfter(
  stored: JsonObject,
  { securityAttributes }: Pick<AttributedBody, 'securityAttributes'>,
): JsonObject {
  if (securityAttributes === undefined) return {}
  const outcome = changeSecurityAttributes({ ...securityAttributes, stored: stored.customSecurityAttributes })
  if (outcome.kind === 'fits') return { customSecurityAttributes: outcome.values }
  throw invalidProperty({ target: outcome.path, message: outcome.reason })
}

/** A property by its name in any letter case, and the body without it. */
export function takeOut(body: JsonObject, name: string): { readonly special: unknown; readonly rest: JsonObject } {
  const key = Object.keys(body).find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  if (key === undefined) return { special: undefined, rest: body }
  const { [key]: special, ...rest } = body
  return { special, rest }
}
