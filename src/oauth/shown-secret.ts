import { createHash, randomBytes } from 'node:crypto'

/** Codes and refresh tokens: 256 random bits behind the id of their tenant, so that `/common` finds it. */
const pattern = /^0\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

export function makeShownSecret(tenantId: string): { readonly secret: string; readonly key: string } {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex').toString('base64url')
  const secret = `0.${tenant}.${randomBytes(32).toString('base64url')}`
  return { secret, key: hashSecret(secret) }
}

/** The tenant that a code or refresh token names, or undefined when it is none of ours. */
export function tenantOfSecret(secret: string): string | undefined {
  const tenant = pattern.exec(secret)?.[1]
  if (tenant === undefined) return undefined
  const hex = Buffer.from(tenant, 'base64url').toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** What the store knows a secret by. The secrets are random and long, so a slow hash adds nothing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
