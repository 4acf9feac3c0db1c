import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretBox } from '../graph/secret-box.ts'

/** File beside the databases, so that a copy of a database alone tells nothing. Backups do not have it. */
export const secretsKeyFile = 'secrets.key'

const cipher = 'aes-256-gcm'
const keyBytes = 32
const ivBytes = 12
const tagBytes = 16
const prefix = 'v1.'

/** Seals with AES-256-GCM (NIST SP 800-38D). The key is made when the first value is sealed. */
export function createSecretBox(dataDirectory: string): SecretBox {
  let known: Buffer | undefined
  const key = (): Buffer => {
    known ??= readOrMakeKey(dataDirectory)
    return known
  }
  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const sealing = createCipheriv(cipher, key(), iv)
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
      return `${prefix}${Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64')}`
    },
    open(sealed) {
      if (!sealed.startsWith(prefix)) return undefined
      const bytes = Buffer.from(sealed.slice(prefix.length), 'base64')
      try {
        const opening = createDecipheriv(cipher, key(), bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString('utf8')
      } catch {
        // Another installation's key, or a value that was changed.
        return undefined
      }
    },
  }
}

function readOrMakeKey(dataDirectory: string): Buffer {
  const file = join(dataDirectory, secretsKeyFile)
  mkdirSync(dataDirectory, { recursive: true })
  try {
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== keyBytes) throw new Error(`${file} does not hold a key of ${keyBytes} bytes.`)
  return key
}
