import { convertCell } from './cell-values.ts'
import type { Assignment, ColumnPlan } from './column-mapping.ts'
import type { ConstantValue } from './mapping-file.ts'
import { coreSchema, enterpriseSchema, type ScimPath } from './scim-path.ts'
import type { Cell, ScimUser } from './source-person.ts'

/** What becomes of empty cells: nothing at all, or an explicit null, which may clear the attribute. */
export type EmptyCells = 'absent' | 'null'

type Draft = Record<string, unknown>

/** A flat row as a SCIM user. Both standard schemas are always named, custom ones when the user has values of theirs. */
export function toScimUser(plan: ColumnPlan, cells: readonly Cell[], empty: EmptyCells): ScimUser {
  const schemas = [coreSchema, enterpriseSchema]
  const user: Draft = { schemas }
  for (const assignment of plan.assignments) {
    const value = readValue(assignment, cells)
    if (value === undefined || (value === null && empty === 'absent')) continue
    putAt(user, assignment.path, value)
    const { path } = assignment
    if (path.kind === 'extension' && !schemas.includes(path.urn)) schemas.push(path.urn)
  }
  return user
}

/** Null for an empty cell, undefined for none. */
function readValue({ source, convert, values }: Assignment, cells: readonly Cell[]): ConstantValue | null | undefined {
  if (source.kind === 'constant') return source.value
  const converted = source.columns.map((column) => convertCell(cells[column], convert, values))
  const present = converted.flatMap((cell) => {
    if (cell.kind === 'value') return [cell.value]
    return cell.kind === 'unknown' ? [cell.text] : []
  })
  if (present.length > 0) return present.length === 1 ? present[0] : present.join(' ')
  return converted.every(({ kind }) => kind === 'absent') ? undefined : null
}

function putAt(user: Draft, path: ScimPath, value: ConstantValue | null): void {
  switch (path.kind) {
    case 'attribute':
      user[path.name] = value
      return
    case 'member':
      memberOf(user, path.name)[path.member] = value
      return
    case 'element':
      elementOf(user, path)[path.member] = value
      return
    case 'extension': {
      const extension = memberOf(user, path.urn)
      if (path.member === null) extension[path.name] = value
      else memberOf(extension, path.name)[path.member] = value
    }
  }
}

function memberOf(owner: Draft, name: string): Draft {
  const existing = owner[name]
  // Drafts are built here alone: a member that is an object was put there as one.
  if (typeof existing === 'object' && existing !== null) return existing as Draft
  const created: Draft = {}
  owner[name] = created
  return created
}

function elementOf(user: Draft, { name, type }: Extract<ScimPath, { kind: 'element' }>): Draft {
  const list: Draft[] = Array.isArray(user[name]) ? user[name] : []
  user[name] = list
  const existing = list.find((element) => element.type === type)
  if (existing !== undefined) return existing
  const created: Draft = name === 'emails' && type === 'work' ? { type, primary: true } : { type }
  list.push(created)
  return created
}
