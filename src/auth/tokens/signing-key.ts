import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'
import type { SigningKey } from '../../contracts/store-tenants.ts'
import { certificateThumbprint } from './thumbprint.ts'

const modulusBits = 2048
const certificateYears = 10
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** Makes an RSA key with a self-signed certificate. Its id is the certificate's thumbprint (`x5t`). */
export async function generateSigningKey(now: number): Promise<SigningKey> {
  const keys = await webcrypto.subtle.generateKey(
    { ...algorithm, modulusLength: modulusBits, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  )
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + certificateYears)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Entrain token signing',
    keys,
    notBefore: new Date(now),
    notAfter,
    signingAlgorithm: algorithm,
  })
  const privateKey = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const der = Buffer.from(certificate.rawData)
  return {
    keyId: certificateThumbprint(der),
    privateKeyPem: toPem('PRIVATE KEY', privateKey),
    certificate: der.toString('base64'),
    createdAt: new Date(now).toISOString(),
    retiredAt: null,
  }
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
