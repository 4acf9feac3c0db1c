import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { ensureServerCertificate } from './certificates.ts'

const now = Date.now()
const dayMs = 86_400_000

async function directory(context: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'entrain-certificates-'))
  context.after(() => rm(path, { recursive: true }))
  return path
}

describe('ensureServerCertificate', () => {
  test('passes the strict check of OpenSSL', async (context) => {
    const path = await directory(context)
    await ensureServerCertificate({ directory: path, hosts: ['id.fabrikam.example', '192.0.2.7'], now })
    const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca.pem']
    for (const name of [
      '-verify_hostname localhost',
      '-verify_hostname id.fabrikam.example',
      '-verify_ip 192.0.2.7',
      '-verify_ip ::1',
    ]) {
      const output = execFileSync('openssl', [...strict, ...name.split(' '), 'server.pem'], { cwd: path })
      assert.match(String(output), /server\.pem: OK/)
    }
  })

  test('is trusted by a client that trusts the authority, by name and by address', async (context) => {
    const path = await directory(context)
    const { cert, key, authorityPath } = await ensureServerCertificate({ directory: path, hosts: [], now })
    const server = createServer({ cert, key }, (_, response) => response.end('ok'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    context.after(() => server.close())
    const { port } = server.address() as AddressInfo
    const ca = await readFile(authorityPath)
    for (const host of ['localhost', '127.0.0.1']) {
      await new Promise((resolve, reject) => {
        get({ host, port, ca, family: 4, agent: false }, (response) => response.resume().on('end', resolve)).on(
          'error',
          reject,
        )
      })
    }
  })

  test('keeps what is there, and hides the keys from everybody else', async (context) => {
    const path = await directory(context)
    const first = await ensureServerCertificate({ directory: path, hosts: [], now })
    const second = await ensureServerCertificate({ directory: path, hosts: ['LOCALHOST'], now })
    assert.equal(first.created, 'authority and leaf')
    assert.equal(second.created, 'nothing')
    assert.equal(second.cert, first.cert)
    for (const name of ['server-key.pem', 'ca-key.pem']) {
      assert.equal((await stat(join(path, name))).mode & 0o777, 0o600)
    }
  })

  test('needs the key of the authority only to sign', async (context) => {
    const path = await directory(context)
    await ensureServerCertificate({ directory: path, hosts: [], now })
    await rm(join(path, 'ca-key.pem'))
    assert.equal((await ensureServerCertificate({ directory: path, hosts: [], now })).created, 'nothing')
    const renamed = await ensureServerCertificate({ directory: path, hosts: ['id.fabrikam.example'], now })
    assert.equal(renamed.created, 'authority and leaf')
  })

  test('renews the leaf under the same authority when it is about to end or lacks a name', async (context) => {
    const path = await directory(context)
    const first = await ensureServerCertificate({ directory: path, hosts: [], now })
    const authority = await readFile(first.authorityPath, 'utf8')
    const named = await ensureServerCertificate({ directory: path, hosts: ['id.fabrikam.example'], now })
    assert.equal(named.created, 'leaf')
    const later = await ensureServerCertificate({ directory: path, hosts: [], now: now + 370 * dayMs })
    assert.equal(later.created, 'leaf')
    assert.ok(Date.parse(later.notAfter) > Date.parse(named.notAfter))
    assert.equal(await readFile(first.authorityPath, 'utf8'), authority)
  })

  test('makes a new authority before a leaf could outlive the old one', async (context) => {
    const path = await directory(context)
    const first = await ensureServerCertificate({ directory: path, hosts: [], now })
    const end = new Date(new X509Certificate(await readFile(first.authorityPath)).validTo).getTime()
    const later = await ensureServerCertificate({ directory: path, hosts: [], now: end - 399 * dayMs })
    assert.equal(later.created, 'authority and leaf')
  })
})
