import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { invalidProperty, listOf, textsOf } from './invalid-property.ts'

const entitlementsMax = 1_200
const memberTypes: readonly string[] = ['User', 'Application']
const scopeTypes: readonly string[] = ['User', 'Admin']
const valueForm = /^[\w!#$%&'()*+,\-./:;<=>?@[\]^`{|}~]*$/

/** App roles and scopes of an application are one set: what others are granted. */
export function entitlementsOf(application: JsonObject): readonly JsonObject[] {
  return [...rolesOf(application), ...scopesOf(application)]
}

export function rolesOf({ appRoles }: JsonObject): readonly JsonObject[] {
  return listOf(appRoles).filter(isJsonObject)
}

export function scopesOf({ api }: JsonObject): readonly JsonObject[] {
  return isJsonObject(api) ? listOf(api.oauth2PermissionScopes).filter(isJsonObject) : []
}

/** Refuses with `invalidValue` app roles and scopes that are not well formed or not told apart by their ids and values. */
export function checkEntitlements(application: JsonObject): void {
  const all = entitlementsOf(application)
  if (all.length > entitlementsMax) {
    throw invalidProperty({
      target: 'appRoles',
      message: `An application has at most ${entitlementsMax} roles and scopes.`,
    })
  }
  requireDistinct(all, 'id', 'appRoles')
  requireDistinct(rolesOf(application), 'value', 'appRoles')
  requireDistinct(scopesOf(application), 'value', 'api/oauth2PermissionScopes')
  for (const role of rolesOf(application)) checkRole(role)
  for (const scope of scopesOf(application)) checkScope(scope)
}

/** What is enabled may be in use: it has to be disabled before it goes away or changes its value. */
export function checkEnabledRemain(before: JsonObject, after: JsonObject): void {
  const remaining = new Map(entitlementsOf(after).map((entitlement) => [keyOf(entitlement.id), entitlement]))
  for (const { id, isEnabled, value } of entitlementsOf(before)) {
    if (isEnabled === false) continue
    const next = remaining.get(keyOf(id))
    if (next !== undefined && (next.value ?? null) === (value ?? null)) continue
    const message = 'Permission (scope or role) cannot be deleted or updated unless disabled first.'
    throw new EntrainError('enabledEntitlement', message, {
      details: [{ code: 'CannotDeleteOrUpdateEnabledEntitlement', message, target: String(id) }],
    })
  }
}

function requireDistinct(entitlements: readonly JsonObject[], name: 'id' | 'value', target: string): void {
  const seen = new Set<string>()
  for (const entitlement of entitlements) {
    const value = entitlement[name]
    if (value === undefined || value === null || value === '') continue
    const key = keyOf(value)
    if (seen.has(key)) {
      throw invalidProperty({
        target,
        message: `It contains the ${name} '${value}' twice. Give every role and scope its own.`,
      })
    }
    seen.add(key)
  }
}

function checkRole(role: JsonObject): void {
  const target = 'appRoles'
  requireFields(role, ['id', 'displayName', 'description'], target)
  const allowed = textsOf(role.allowedMemberTypes)
  if (allowed.length === 0 || allowed.some((type) => !memberTypes.includes(type))) {
    throw invalidProperty({ target, message: "allowedMemberTypes takes 'User', 'Application' or both." })
  }
  checkValue(role, target)
}

function checkScope(scope: JsonObject): void {
  const target = 'api/oauth2PermissionScopes'
  requireFields(scope, ['id', 'value', 'adminConsentDisplayName', 'adminConsentDescription'], target)
  if (typeof scope.type === 'string' && !scopeTypes.includes(scope.type)) {
    throw invalidProperty({ target, message: "The type of a scope is 'User' or 'Admin': who may consent to it." })
  }
  checkValue(scope, target)
}

function requireFields(entitlement: JsonObject, names: readonly string[], target: string): void {
  const missing = names.find((name) => typeof entitlement[name] !== 'string' || entitlement[name] === '')
  if (missing === undefined && typeof entitlement.isEnabled === 'boolean') return
  const message = `A value is required for property '${missing ?? 'isEnabled'}' of each of ${target}.`
  throw invalidProperty({ target, message })
}

function checkValue({ value }: JsonObject, target: string): void {
  if (typeof value !== 'string' || (!value.startsWith('.') && valueForm.test(value))) return
  throw invalidProperty({
    target,
    message: `The value '${value}' begins with a dot or has characters other than letters, digits and punctuation.`,
  })
}

function keyOf(value: unknown): string {
  return String(value).toLowerCase()
}
