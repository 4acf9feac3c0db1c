import type { AttributeValue } from '../model/attribute-value.ts'
import type { UserAttribute } from '../model/user-attributes.ts'

/** Reads and writes one attribute inside a user's Graph properties. */
export interface PropertyPath {
  read(properties: Readonly<Record<string, unknown>>): AttributeValue
  /** Changes the record handed in: it is the caller's own copy. `null` removes the property. */
  write(properties: Record<string, unknown>, value: AttributeValue): void
}

const known = new Map<string, PropertyPath>()

/** Accessors for `name`, `complex.member`, `complex.member.inner` and `list[0]`; made once per attribute. */
export function propertyPathOf(attribute: UserAttribute): PropertyPath {
  const cached = known.get(attribute.property)
  if (cached !== undefined) return cached
  const made = make(attribute.property)
  known.set(attribute.property, made)
  return made
}

function make(property: string): PropertyPath {
  if (property.endsWith('[0]')) return onlyElement(property.slice(0, -3))
  const [name = property, member, inner] = property.split('.')
  if (member === undefined) return plain(name)
  return inner === undefined ? memberOf(name, member) : innerMemberOf(name, member, inner)
}

function plain(name: string): PropertyPath {
  return {
    read: (properties) => toAttributeValue(properties[name]),
    write(properties, value) {
      if (value === null) delete properties[name]
      else properties[name] = value
    },
  }
}

function onlyElement(name: string): PropertyPath {
  return {
    read(properties) {
      const list = properties[name]
      return Array.isArray(list) ? toAttributeValue(list[0]) : null
    },
    write(properties, value) {
      if (value === null) delete properties[name]
      else properties[name] = [value]
    },
  }
}

function memberOf(name: string, member: string): PropertyPath {
  return {
    read(properties) {
      const complex = properties[name]
      return isRecord(complex) ? toAttributeValue(complex[member]) : null
    },
    write(properties, value) {
      const complex = properties[name]
      // A copy: the record may share its members with the one that it was made from.
      properties[name] = { ...(isRecord(complex) ? complex : {}), [member]: value }
    },
  }
}

/** `complex.member.inner`: a member that holds nothing any more goes away with its last value. */
function innerMemberOf(name: string, member: string, inner: string): PropertyPath {
  return {
    read(properties) {
      const complex = properties[name]
      const middle = isRecord(complex) ? complex[member] : null
      return isRecord(middle) ? toAttributeValue(middle[inner]) : null
    },
    write(properties, value) {
      const complex = properties[name]
      const { [member]: middle, ...others } = isRecord(complex) ? complex : {}
      const { [inner]: _, ...rest } = isRecord(middle) ? middle : {}
      const next = value === null ? rest : { ...rest, [inner]: value }
      const isEmpty = Object.keys(next).length === 0
      properties[name] = isEmpty ? others : { ...others, [member]: next }
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toAttributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : null
}
