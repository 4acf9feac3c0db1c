import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const modulusBits = 2048

export interface SelfSignedWish {
  /** Distinguished name: `CN=Contoso`. */
  readonly subject: string
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number
  readonly endsAt: number
}

export interface SelfSigned {
  /** DER in base64. */
  readonly certificate: string
  /** SHA-1 of the certificate in hexadecimal, upper case. */
  readonly thumbprint: string
}

/** Makes an RSA key with a certificate that it signs itself. The private key is not kept: this service issues no SAML tokens. */
export async function createSelfSigned({ subject, startsAt, endsAt }: SelfSignedWish): Promise<SelfSigned> {
  const keys = await webcrypto.subtle.generateKey(
    { ...algorithm, modulusLength: modulusBits, publicExponent: new Uint8Array([1, 0, 1]) },
    false,
    ['sign', 'verify'],
  )
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys,
    notBefore: new Date(startsAt),
    notAfter: new Date(endsAt),
    signingAlgorithm: algorithm,
  })
  const der = Buffer.from(certificate.rawData)
  return {
    certificate: der.toString('base64'),
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
  }
}
