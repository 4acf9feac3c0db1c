import type { JsonObject } from '../std/json-object.ts'
import { securityAttributeLimits } from './security-attributes.ts'

/** Why a definition is refused; `property` as Graph names it. */
export interface DefinitionRefusal {
  readonly property: string
  readonly reason: string
}

const nameForm = /^[\p{L}\p{N}_]+$/u
const types: readonly unknown[] = ['Boolean', 'Integer', 'String']
const statuses: readonly unknown[] = ['Available', 'Deprecated']
const allowedValueForbidden = /[<>%&\\?/]|^\s|\s$/

/** Refuses an attribute set (graph-resources 13; Graph page "attributeSet resource type"). */
export function refuseAttributeSet({ id, description, maxAttributesPerSet }: JsonObject): DefinitionRefusal | null {
  const { activeDefinitionsMax } = securityAttributeLimits
  const max = Number(maxAttributesPerSet ?? activeDefinitionsMax)
  return (
    refuseName('id', id) ??
    refuseDescription(description) ??
    (max >= 1 && max <= activeDefinitionsMax
      ? null
      : { property: 'maxAttributesPerSet', reason: `It takes 1 to ${activeDefinitionsMax}.` })
  )
}

/** Refuses the definition of a custom security attribute (Graph page "customSecurityAttributeDefinition resource type"). */
export function refuseAttributeDefinition(properties: JsonObject): DefinitionRefusal | null {
  const { name, type, status, isCollection, usePreDefinedValuesOnly, description } = properties
  const checks: readonly [property: string, fits: boolean, reason: string][] = [
    ['type', types.includes(type), 'It takes Boolean, Integer or String.'],
    ['status', statuses.includes(status), 'It takes Available or Deprecated.'],
    ['isCollection', !(type === 'Boolean' && isCollection === true), 'A Boolean attribute has one value.'],
    [
      'usePreDefinedValuesOnly',
      !(type === 'Boolean' && usePreDefinedValuesOnly === true),
      'A Boolean attribute has no predefined values.',
    ],
  ]
  const [property, , reason] = checks.find(([, fits]) => !fits) ?? []
  return (
    refuseName('name', name) ??
    refuseDescription(description) ??
    (property !== undefined && reason !== undefined ? { property, reason } : null)
  )
}

/** Refuses a predefined value (Graph page "allowedValue resource type"). */
export function refuseAllowedValue({ id, isActive }: JsonObject, type: string): DefinitionRefusal | null {
  const { valueLengthMax } = securityAttributeLimits
  const isText = typeof id === 'string' && id !== '' && id.length <= valueLengthMax && !allowedValueForbidden.test(id)
  if (!isText) return { property: 'id', reason: `It takes a text of 1 to ${valueLengthMax} characters.` }
  if (type === 'Integer' && !/^-?\d{1,10}$/.test(id))
    return { property: 'id', reason: 'It takes a whole number, as text.' }
  return typeof isActive === 'boolean' ? null : { property: 'isActive', reason: 'It takes true or false.' }
}

function refuseName(property: string, value: unknown): DefinitionRefusal | null {
  const { nameLengthMax } = securityAttributeLimits
  const fits = typeof value === 'string' && value.length <= nameLengthMax && nameForm.test(value)
  return fits ? null : { property, reason: `It takes 1 to ${nameLengthMax} letters and digits, no blanks.` }
}

function refuseDescription(value: unknown): DefinitionRefusal | null {
  const { descriptionLengthMax } = securityAttributeLimits
  if (value === undefined || value === null || String(value).length <= descriptionLengthMax) return null
  return { property: 'description', reason: `It takes at most ${descriptionLengthMax} characters.` }
}
