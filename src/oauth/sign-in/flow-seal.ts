import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Clock } from '../../contracts/clock.ts'
import type { Flow } from './flow.ts'

/** How long somebody may take from the first page to the last. */
export const flowMs = 30 * 60_000
const nonceBytes = 12
const tagBytes = 16
const sealedCharsMax = 32_768

/**
 * Carries a sign-in from page to page in a hidden field: encrypted, so that nobody can change or read it, and kept
 * nowhere, so that nobody can fill the store with begun sign-ins.
 */
export interface FlowSeal {
  seal(flow: Flow): string
  /** Undefined when it is not ours, too old, or from before a restart. */
  open(sealed: string): Flow | undefined
}

/** The key lives as long as the process: after a restart people begin their sign-in again. */
export function createFlowSeal(clock: Clock): FlowSeal {
  const key = randomBytes(32)
  return {
    seal(flow) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const content = JSON.stringify({ flow, expiresAt: clock.now() + flowMs })
      const encrypted = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, encrypted, cipher.getAuthTag()]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed.slice(0, sealedCharsMax), 'base64url')
      if (bytes.length <= nonceBytes + tagBytes) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      try {
        const content = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
        // Authenticated: written by `seal`.
        const { flow, expiresAt } = JSON.parse(content.toString()) as { flow: Flow; expiresAt: number }
        return expiresAt > clock.now() ? flow : undefined
      } catch {
        return undefined
      }
    },
  }
}
