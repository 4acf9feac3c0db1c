import { randomFillSync } from 'node:crypto'

/** Random bytes are drawn in bulk: one call per id would cost more than the id. */
const pool = new Uint8Array(8_192)
let used = pool.length

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A UUID of version 7 (RFC 9562 section 5.7): ids made one after the other lie together in an index. */
export function newObjectId(now: number): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const time = Math.floor(now).toString(16).padStart(12, '0')
  const byte = (offset: number): number => pool[used + offset] ?? 0
  const pair = (offset: number): string => hex[byte(offset)] ?? '00'
  const version = hex[0x70 | (byte(0) & 0x0f)] ?? '70'
  const variant = hex[0x80 | (byte(2) & 0x3f)] ?? '80'
  const id = `${time.slice(0, 8)}-${time.slice(8)}-${version}${pair(1)}-${variant}${pair(3)}-${pair(4)}${pair(5)}${pair(6)}${pair(7)}${pair(8)}${pair(9)}`
  used += 10
  return id
}
