import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CommandError } from '../command-error.ts'
import { listAt } from '../json-value.ts'
import { toLocalTime } from '../time-text.ts'
import { type AppSession, findApp } from './session.ts'
import { tell } from './work.ts'

/** Adds a certificate to those that the application has. */
export async function addCertificate(session: AppSession, name: string, file: string): Promise<void> {
  const certificate = readCertificate(file)
  const { id, appId } = await findApp(session, name)
  const application = await session.tenant.find(`/applications/${id}?$select=id,keyCredentials`)
  const added = {
    displayName: certificate.subject.replaceAll('\n', ', '),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: certificate.raw.toString('base64'),
  }
  const keyCredentials = [...listAt(application, 'keyCredentials'), added]
  await session.tenant.send('PATCH', `/applications/${id}`, { keyCredentials })
  const thumbprint = certificate.fingerprint.replaceAll(':', '')
  tell(session, { appId, thumbprint }, [
    ['client id', appId],
    ['thumbprint', thumbprint],
    ['valid until', toLocalTime(certificate.validToDate.toISOString())],
  ])
}

function readCertificate(file: string): X509Certificate {
  const pem = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/s.exec(readText(file))?.[0]
  try {
    return new X509Certificate(pem ?? '')
  } catch {
    const hint = `A certificate in DER form becomes PEM with "openssl x509 -inform der -in ${file} -out certificate.pem".`
    throw new CommandError('usage', `${file} holds no certificate in PEM form.`, hint)
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CommandError('usage', `${file} cannot be read (${reason}).`, makeHint)
  }
}

const makeHint =
  'Make a key and a certificate with "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=connector -keyout key.pem -out connector.pem".'
