import { createSelfSigned } from '../../auth/token-signing-certificate.ts'
import { invalidProperty, listOf } from '../../directory/applications/invalid-property.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { addPassword, readParameters, removePassword, replaceCredentials } from '../applications/credentials.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import { addKey, removeKey } from '../applications/rolling-keys.ts'
import type { Handlers } from '../handlers.ts'
import { requireByPathKey } from '../objects-of-type.ts'
import { entityResponse } from '../odata-response.ts'
import { writeAs } from '../write-as.ts'

/** Client secrets and certificates of service principals (graph-resources 1.3). */
export function servicePrincipalCredentialsRoutes(parts: ApplicationParts): Handlers {
  return {
    'POST /servicePrincipals/{id}/addPassword': (call) => addPassword(call, parts, 'servicePrincipal'),
    'POST /servicePrincipals/{id}/removePassword': (call) => removePassword(call, parts, 'servicePrincipal'),
    'POST /servicePrincipals/{id}/addKey': (call) => addKey(call, parts, 'servicePrincipal'),
    'POST /servicePrincipals/{id}/removeKey': (call) => removeKey(call, parts, 'servicePrincipal'),
    'POST /servicePrincipals/{id}/addTokenSigningCertificate': (call) => addTokenSigningCertificate(call, parts),
  }
}

const certificateYears = 3

/**
 * Makes a certificate for signing SAML tokens and adds it twice, to sign with and to verify with (Graph page
 * "addTokenSigningCertificate").
 */
async function addTokenSigningCertificate(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { displayName, endDateTime } = await readParameters(call)
  if (typeof displayName !== 'string' || !/^CN=[^,=]+$/.test(displayName)) {
    throw invalidProperty({ target: 'displayName', message: "The displayName has to be of the form 'CN=Contoso'." })
  }
  const startsAt = parts.clock.now()
  const endsAt = readEnd(endDateTime, startsAt)
  await requireByPathKey(tenantOf(call, parts).objects, 'servicePrincipal', call)
  const made = await createSelfSigned({ subject: displayName, startsAt, endsAt })
  const shared = {
    customKeyIdentifier: Buffer.from(made.thumbprint, 'hex').toString('base64'),
    displayName,
    startDateTime: new Date(startsAt).toISOString(),
    endDateTime: new Date(endsAt).toISOString(),
  }
  const verify = { ...shared, keyId: parts.newId(), type: 'AsymmetricX509Cert', usage: 'Verify', key: made.certificate }
  const sign = { ...shared, keyId: parts.newId(), type: 'X509CertAndPassword', usage: 'Sign', key: null }
  await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, 'servicePrincipal', call)
    const keyCredentials = [...listOf(holder.properties.keyCredentials), sign, verify]
    await replaceCredentials(writing, holder, { properties: { keyCredentials }, isAdded: true })
  })
  return entityResponse(call, 'microsoft.graph.selfSignedCertificate', { ...verify, thumbprint: made.thumbprint })
}

function readEnd(endDateTime: unknown, now: number): number {
  if (endDateTime === undefined || endDateTime === null) {
    const end = new Date(now)
    end.setUTCFullYear(end.getUTCFullYear() + certificateYears)
    return end.getTime()
  }
  const end = Date.parse(String(endDateTime))
  if (end > now) return end
  throw invalidProperty({ target: 'endDateTime', message: 'The endDateTime has to be a time in the future.' })
}
