import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exportJWK, SignJWT } from 'jose'
import { ensureServerCertificate } from '../src/config/certificates.ts'

/** Another OpenID issuer, on https and a port of its own, with a CA of its own. */
export interface Issuer extends AsyncDisposable {
  /** `https://localhost:{port}/realms/one` */
  readonly issuer: string
  readonly caFile: string
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  /** Signs claims; `iss`, `iat`, `nbf` and `exp` are there unless they are given. */
  sign(claims: Readonly<Record<string, unknown>>, options?: { readonly keyId?: string }): Promise<string>
  /** Another key signs from now on; the former is no longer published. */
  rotate(): Promise<void>
  /** What is answered for a path instead of the documents: a redirect, a status. */
  answers: Map<string, { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }>
}

const newKeys = promisify(generateKeyPair)

export async function openIssuer(algorithm: 'RS256' | 'ES256' = 'RS256'): Promise<Issuer> {
  const directory = await mkdtemp(join(tmpdir(), 'entrain-issuer-'))
  const { cert, key, authorityPath } = await ensureServerCertificate({
    directory,
    hosts: ['localhost'],
    now: Date.now(),
  })
  const asked: string[] = []
  const answers: Issuer['answers'] = new Map()
  let pair = await makeKey(algorithm)
  let origin = ''
  const server: Server = createServer({ cert, key }, async (request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const other = answers.get(path)
    const documents: Record<string, unknown> = {
      '/realms/one/.well-known/openid-configuration': { issuer: `${origin}/realms/one`, jwks_uri: `${origin}/keys` },
      '/keys': { keys: [{ ...(await exportJWK(pair.publicKey)), kid: pair.id, use: 'sig', alg: algorithm }] },
    }
    const known = documents[path]
    const body = other?.body ?? JSON.stringify(known ?? {})
    response.writeHead(other?.status ?? (known === undefined ? 404 : 200), other?.headers ?? {}).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `https://localhost:${(server.address() as AddressInfo).port}`
  return {
    issuer: `${origin}/realms/one`,
    caFile: authorityPath,
    asked,
    answers,
    sign(claims, { keyId } = {}) {
      const now = Math.floor(Date.now() / 1000)
      const all = { iss: `${origin}/realms/one`, iat: now, nbf: now, exp: now + 600, jti: randomUUID(), ...claims }
      return new SignJWT(all)
        .setProtectedHeader({ alg: algorithm, kid: keyId ?? pair.id, typ: 'JWT' })
        .sign(pair.privateKey)
    },
    async rotate() {
      pair = await makeKey(algorithm)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Pair {
  readonly id: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

async function makeKey(algorithm: 'RS256' | 'ES256'): Promise<Pair> {
  const made =
    algorithm === 'RS256' ? await newKeys('rsa', { modulusLength: 2048 }) : await newKeys('ec', { namedCurve: 'P-256' })
  return { id: randomUUID(), ...made }
}
