import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const dayMs = 86_400_000
const authorityLifetimeMs = 3650 * dayMs
/** Verifiers on some systems refuse leaves that live longer than 398 days. */
const leafLifetimeMs = 397 * dayMs
/** Clients' clocks may be behind. */
const backdateMs = 3_600_000

/** P-256: every TLS 1.2 client knows it, and a handshake costs the server a fraction of an RSA one. */
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }

/** PEM texts. */
export interface CertificateAuthority {
  readonly cert: string
  readonly key: string
}

/** Makes a certificate authority that may sign leaves and nothing below them (RFC 5280 sections 4.2.1.2, .3 and .9). */
export async function generateAuthority(now: number): Promise<CertificateAuthority> {
  const keys = await generateKeys()
  const id = randomBytes(3).toString('hex')
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=Entrain local authority ${id}, O=Entrain`,
    keys,
    signingAlgorithm,
    notBefore: new Date(now - backdateMs),
    notAfter: new Date(now + authorityLifetimeMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: certificate.toString('pem'), key: await toPem(keys.privateKey) }
}

/** Makes a server certificate for the hosts. */
export async function generateServerCertificate(
  authority: CertificateAuthority,
  { hosts, now }: { readonly hosts: readonly string[]; readonly now: number },
): Promise<CertificateAuthority> {
  const issuer = new X509Certificate(authority.cert)
  const keys = await generateKeys()
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=Entrain server, O=Entrain',
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm,
    notBefore: new Date(now - backdateMs),
    notAfter: new Date(now + leafLifetimeMs),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        hosts.map((host) => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }) as const),
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return { cert: certificate.toString('pem'), key: await toPem(keys.privateKey) }
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])
}

async function toPem(privateKey: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')}\n`
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), keyAlgorithm, false, ['sign'])
}

/** Positive and never beginning with a zero byte (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}
