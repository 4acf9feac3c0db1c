import { readFile } from 'node:fs/promises'
import { ensureServerCertificate } from '../config/certificates.ts'
import { type Config, certificateHosts } from '../config/config.ts'
import type { Clock } from '../contracts/clock.ts'
import type { TlsMaterial } from '../http/listen.ts'
import type { Events } from '../telemetry/events.ts'

export interface Tls {
  readonly material: TlsMaterial
  /** PEM of the local authority that clients must trust; null when the certificate was brought along. */
  readonly caFile: string | null
}

/** The certificate to serve with: the one that was set, else the local one; null for plain HTTP. */
export async function loadTls(
  config: Config,
  clock: Clock,
  events: Pick<Events, 'certificateRenewed'>,
): Promise<Tls | null> {
  if (config.http) return null
  if (config.tls !== null) {
    const [cert, key] = await Promise.all([readFile(config.tls.certPath, 'utf8'), readFile(config.tls.keyPath, 'utf8')])
    return { material: { cert, key }, caFile: null }
  }
  const wish = { directory: config.dataDirectory, hosts: certificateHosts(config), now: clock.now() }
  const certificate = await ensureServerCertificate(wish)
  if (certificate.created !== 'nothing') {
    events.certificateRenewed({ path: certificate.authorityPath, notAfter: certificate.notAfter })
  }
  return { material: { cert: certificate.cert, key: certificate.key }, caFile: certificate.authorityPath }
}
