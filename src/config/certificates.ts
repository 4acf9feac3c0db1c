import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { CertificateAuthority } from './generate-certificates.ts'

const dayMs = 86_400_000
const leafRenewalMs = 30 * dayMs
/** A leaf must not outlive its authority, and people have to be told before they trust a new one. */
const authorityRenewalMs = 400 * dayMs
const fileNames = {
  authority: 'ca.pem',
  authorityKey: 'ca-key.pem',
  cert: 'server.pem',
  key: 'server-key.pem',
} as const

export interface ServerCertificate {
  /** PEM texts for the listener. */
  readonly cert: string
  readonly key: string
  /** What clients have to trust. */
  readonly authorityPath: string
  /** ISO 8601, UTC. */
  readonly notAfter: string
  /** A new authority means that clients have to be told; a new leaf does not. */
  readonly created: 'nothing' | 'leaf' | 'authority and leaf'
}

export interface CertificateWish {
  /** Made when it is missing. */
  readonly directory: string
  /** Names and addresses besides localhost, 127.0.0.1 and ::1. */
  readonly hosts: readonly string[]
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

/**
 * Gives the server's certificate out of the directory. Makes a local authority and a leaf when they are missing, a new
 * leaf when the old one ends within 30 days or lacks a name. Keys are readable for their owner only.
 */
export async function ensureServerCertificate(wish: CertificateWish): Promise<ServerCertificate> {
  await mkdir(wish.directory, { recursive: true })
  const path = (name: keyof typeof fileNames) => join(wish.directory, fileNames[name])
  const hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...wish.hosts.map((host) => host.toLowerCase())])]

  const trusted = await readTrusted(path, wish.now)
  const leaf = trusted === undefined ? undefined : await readLeaf(path, trusted, { hosts, now: wish.now })
  if (leaf !== undefined) return { ...leaf, authorityPath: path('authority'), created: 'nothing' }

  const kept = trusted === undefined ? undefined : await withKey(path, trusted)
  const authority = kept ?? (await createAuthority(path, wish.now))
  const { generateServerCertificate } = await loadGenerator()
  const { cert, key } = await generateServerCertificate(authority, { hosts, now: wish.now })
  await write(path('key'), key, 0o600)
  await write(path('cert'), cert, 0o644)
  const created = kept === undefined ? 'authority and leaf' : 'leaf'
  return { cert, key, authorityPath: path('authority'), notAfter: endOf(cert).toISOString(), created }
}

/** Loaded only when a certificate is made: the library would slow down every start. */
function loadGenerator(): Promise<typeof import('./generate-certificates.ts')> {
  return import('./generate-certificates.ts')
}

type PathOf = (name: keyof typeof fileNames) => string

/** The authority's certificate while it lasts. Its key is needed only to sign, so it may be kept elsewhere meanwhile. */
async function readTrusted(path: PathOf, now: number): Promise<string | undefined> {
  if (!existsSync(path('authority'))) return undefined
  const cert = await readFile(path('authority'), 'utf8')
  return endOf(cert).getTime() - now < authorityRenewalMs ? undefined : cert
}

async function withKey(path: PathOf, cert: string): Promise<CertificateAuthority | undefined> {
  return existsSync(path('authorityKey')) ? { cert, key: await readFile(path('authorityKey'), 'utf8') } : undefined
}

async function createAuthority(path: PathOf, now: number): Promise<CertificateAuthority> {
  const { generateAuthority } = await loadGenerator()
  const authority = await generateAuthority(now)
  await write(path('authorityKey'), authority.key, 0o600)
  await write(path('authority'), authority.cert, 0o644)
  return authority
}

async function readLeaf(
  path: PathOf,
  trusted: string,
  { hosts, now }: { readonly hosts: readonly string[]; readonly now: number },
): Promise<Pick<ServerCertificate, 'cert' | 'key' | 'notAfter'> | undefined> {
  if (!existsSync(path('cert')) || !existsSync(path('key'))) return undefined
  const [cert, key] = await Promise.all([readFile(path('cert'), 'utf8'), readFile(path('key'), 'utf8')])
  const parsed = new X509Certificate(cert)
  const lasts = endOf(cert).getTime() - now >= leafRenewalMs
  const named = hosts.every((host) => (isIP(host) === 0 ? parsed.checkHost(host) : parsed.checkIP(host)) !== undefined)
  const ours = parsed.verify(new X509Certificate(trusted).publicKey)
  return lasts && named && ours ? { cert, key, notAfter: endOf(cert).toISOString() } : undefined
}

function endOf(certificatePem: string): Date {
  return new Date(new X509Certificate(certificatePem).validTo)
}

/** Written beside and moved into place, so that a crash leaves the old file or the new one and never half of either. */
async function write(path: string, text: string, mode: number): Promise<void> {
  const beside = `${path}.new`
  const file = await open(beside, 'w', mode)
  try {
    await file.chmod(mode)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
