import type { Call, Slot } from './ast.ts'
import type { MappingFunction } from './function.ts'

/** The slots of a call in the order of the function's parameters, without empty slots that are too many at the end. */
export function slotsOf(call: Call, definition: MappingFunction): readonly Slot[] {
  const arranged = definition.arrange?.(call.slots) ?? call.slots
  const fixed = definition.params.filter((param) => !param.repeating).length
  const group = definition.params.length - fixed
  let count = arranged.length
  while (count > fixed && arranged[count - 1] === null && (group === 0 || (count - fixed) % group !== 0)) count -= 1
  return count === arranged.length ? arranged : arranged.slice(0, count)
}
