import { createHmac } from 'node:crypto'

/** `entry` names the log entry itself (`id`), `change` the attempted change that it tells of (`changeId`). */
export type LogIdKind = 'entry' | 'change'

const sequenceBits = 60n
const checkBits = 62n

/**
 * The public GUID of a log entry: stable, different per tenant and kind, and readable back by `readLogId`. The check half
 * is a keyed hash of the sequence, the other half the sequence under a mask made from the check half. It hides nothing
 * that is secret; it makes ids of other tenants and invented ones fall through. Form: RFC 9562 version 8.
 */
export function toLogId(kind: LogIdKind, tenantId: string, sequence: number): string {
  const check = checkOf(kind, tenantId, sequence)
  const masked = BigInt(sequence) ^ maskOf(kind, tenantId, check)
  const high = masked.toString(16).padStart(15, '0')
  const low = ((0b10n << checkBits) | check).toString(16)
  return `${high.slice(0, 8)}-${high.slice(8, 12)}-8${high.slice(12)}-${low.slice(0, 4)}-${low.slice(4)}`
}

const form = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{12})$/i

/** The sequence behind a GUID, or undefined when it is not one of this tenant and kind. */
export function readLogId(kind: LogIdKind, tenantId: string, id: string): number | undefined {
  const [, first, second, third, fourth, fifth] = form.exec(id) ?? []
  if (first === undefined) return undefined
  const check = BigInt(`0x${fourth}${fifth}`) & ((1n << checkBits) - 1n)
  const sequence = Number(BigInt(`0x${first}${second}${third}`) ^ maskOf(kind, tenantId, check))
  if (!Number.isSafeInteger(sequence) || checkOf(kind, tenantId, sequence) !== check) return undefined
  return sequence
}

function checkOf(kind: LogIdKind, tenantId: string, sequence: number): bigint {
  return digest(tenantId, `${kind} check ${sequence}`) >> (64n - checkBits)
}

function maskOf(kind: LogIdKind, tenantId: string, check: bigint): bigint {
  return digest(tenantId, `${kind} mask ${check}`) >> (64n - sequenceBits)
}

function digest(tenantId: string, text: string): bigint {
  return createHmac('sha256', tenantId.toLowerCase()).update(text).digest().readBigUInt64BE()
}
