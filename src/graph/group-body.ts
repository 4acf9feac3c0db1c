import { bindsMax, type GroupRefusal } from '../directory/group-rules.ts'
import { EntrainError } from '../model/error.ts'
import type { EntityBody } from './parse-entity-body.ts'
import { idOfReference } from './references.ts'

/** Ids that a request binds, by relationship. Refuses other relationships and more than 20 references. */
export function readBinds({ binds }: EntityBody): {
  readonly members: readonly string[]
  readonly owners: readonly string[]
} {
  const unknown = Object.keys(binds).find((name) => name !== 'members' && name !== 'owners')
  if (unknown !== undefined) throw refused({ property: unknown, reason: 'Only members and owners can be bound.' })
  const { members = [], owners = [] } = binds
  const count = members.length + owners.length
  if (count > bindsMax) {
    const property = members.length > 0 ? 'members' : 'owners'
    throw refused({ property, reason: `The request binds ${count} objects, at most ${bindsMax}.` })
  }
  return { members: members.map(idOfReference), owners: owners.map(idOfReference) }
}

/** A refusal of the directory's rules, in the words of Graph. */
export function refused({ property, reason }: GroupRefusal): EntrainError {
  const message = `Invalid value specified for property '${property}' of resource 'Group'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target: property }] })
}
