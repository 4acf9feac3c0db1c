import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CommandError } from '../command-error.ts'
import { listAt } from '../json-value.ts'
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
    ['valid until', certificate.validTo],
  ])
}

function readCertificate(file: string): X509Certificate {
  try {
    const pem = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/s.exec(readFileSync(file, 'utf8'))?.[0]
    return new X509Certificate(pem ?? '')
  } catch {
    throw new CommandError('usage', `${file} holds no certificate in PEM form.`)
  }
}
