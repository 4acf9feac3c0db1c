import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { listSecurityAttributeDefinitions, type SecurityAttributesChange } from '../../directory/security-attributes.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { findWritableExtensions } from '../extension-values.ts'
import { readJsonObject } from '../json-body.ts'
import { takeOut } from '../open-body.ts'
import { parseEntityBody } from '../parse-entity-body.ts'
import { idOfReference } from '../references.ts'
import { writableTypeOf } from '../writable-type.ts'
import { invalid, requireValidProperties } from './refuse-properties.ts'

/** What a create or update wants to write, checked. */
export interface UserBody {
  /** By Graph name, null to clear; without what the other members hold. */
  readonly properties: JsonObject
  /** Undefined: not sent. */
  readonly password: string | undefined
  /** To be applied to what the user has (directory/security-attributes.ts). */
  readonly securityAttributes: Omit<SecurityAttributesChange, 'stored'> | undefined
  /** An id, or undefined when `manager@odata.bind` was not sent. */
  readonly managerId: string | undefined
}

export interface UserBodyParts {
  readonly objects: Pick<ObjectsReader, 'findByKey' | 'list'>
  readonly isVerifiedDomain: (domain: string) => boolean
}

const bodyBytesMax = 1024 * 1024

/** Reads the body of POST and PATCH. Refuses with `badRequest` and `invalidValue`, naming the property. */
export async function readUserBody(call: Call, parts: UserBodyParts, use: 'create' | 'update'): Promise<UserBody> {
  const body = await readJsonObject(call, bodyBytesMax)
  const { special, rest } = takeOut(body, 'customSecurityAttributes')
  const findOpen = await findWritableExtensions(parts.objects, rest, 'User')
  const parsed = parseEntityBody(rest, writableTypeOf('user', call.version, findOpen), use)
  const { passwordProfile, ...others } = parsed.properties
  const { profile, password } = splitPassword(passwordProfile, use)
  const properties = { ...toStored(others), ...(profile !== undefined && { passwordProfile: profile }) }
  requireValidProperties(properties, parts.isVerifiedDomain)
  return {
    properties,
    password,
    securityAttributes:
      special === undefined
        ? undefined
        : { definitions: await listSecurityAttributeDefinitions(parts.objects), changes: special },
    managerId: managerOf(parsed.binds),
  }
}

function splitPassword(value: unknown, use: 'create' | 'update') {
  if (!isJsonObject(value)) {
    if (value === null) throw invalid('passwordProfile', 'It cannot be cleared.')
    return { profile: undefined, password: undefined }
  }
  const { password, ...flags } = value
  if (use === 'create' && typeof password !== 'string') {
    const message = "A value is required for property 'passwordProfile/password' of resource 'User'."
    const details = [{ code: 'InvalidValue', message, target: 'passwordProfile/password' }]
    throw new EntrainError('invalidValue', message, { details })
  }
  const profile = { ...(use === 'create' && { forceChangePasswordNextSignIn: true }), ...flags }
  return { profile, password: typeof password === 'string' ? password : undefined }
}

/** As the directory keeps it: the identity that is the userPrincipalName goes with it and is not kept twice. */
function toStored(properties: JsonObject): JsonObject {
  const { identities, userType } = properties
  return {
    ...properties,
    ...(Array.isArray(identities) && {
      identities: identities.filter(
        (identity) => isJsonObject(identity) && identity.signInType !== 'userPrincipalName',
      ),
    }),
    ...(typeof userType === 'string' && {
      userType: /^guest$/i.test(userType) ? 'Guest' : userType.replace(/^member$/i, 'Member'),
    }),
  }
}

function managerOf(binds: Readonly<Record<string, readonly string[]>>): string | undefined {
  const [other] = Object.keys(binds).filter((name) => name.toLowerCase() !== 'manager')
  if (other !== undefined) throw invalid(other, 'Only the manager can be bound here.')
  const [urls] = Object.values(binds)
  if (urls === undefined) return undefined
  const [url] = urls
  if (url === undefined || urls.length > 1) throw invalid('manager', 'A user has one manager.')
  return idOfReference(url)
}
