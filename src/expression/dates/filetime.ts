import { EvaluationFailure } from '../error.ts'
import { type Instant, ticksPerMs, toInstant } from './instant.ts'

/** Milliseconds from 1601-01-01, where Windows begins to count, to 1970-01-01. */
const epochOffsetMs = 11_644_473_600_000n
/** Active Directory's accountExpires for an account that never expires. */
const never = 9_223_372_036_854_775_807n

/** Windows FILETIME: units of 100 nanoseconds since 1601-01-01 UTC. */
export function toFiletime({ epochMs, ticks }: Instant): bigint {
  return (BigInt(epochMs) + epochOffsetMs) * BigInt(ticksPerMs) + BigInt(ticks)
}

/** The instant of a FILETIME; Null for 0 and for the value that means never. */
export function fromFiletime(filetime: bigint): Instant | null {
  if (filetime === 0n || filetime === never) return null
  if (filetime < 0n) throw new EvaluationFailure('a FILETIME is not negative')
  const ticks = filetime % BigInt(ticksPerMs)
  return toInstant(Number(filetime / BigInt(ticksPerMs) - epochOffsetMs), Number(ticks))
}
