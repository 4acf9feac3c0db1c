import { randomUUID } from 'node:crypto'
import { graphAppId } from '../auth/permissions.ts'
import type { IssuedToken } from '../auth/tokens/issue.ts'
import type { AuditEntry } from '../contracts/store-audits.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { User } from '../model/user.ts'
import type { AuthenticatedClient } from './authenticate-client.ts'
import { OAuthError } from './error.ts'
import type { FoundResource } from './find-resource.ts'
import { type SignInBasics, toSignInEntry } from './sign-in-log-entry.ts'

/** Something that an application showed to get a token, or tried to: for itself, or on behalf of a user. */
export interface ApplicationSignIn extends Omit<SignInBasics, 'id'> {
  readonly servicePrincipal: Pick<ServicePrincipal, 'id' | 'appId' | 'displayName'>
  /** Left out: the application acts for itself. */
  readonly isOnBehalf?: boolean
  /** On whose behalf, as far as that became known. */
  readonly user?: User | undefined
  /** Undefined until it was found right. */
  readonly credential: AuthenticatedClient['credential'] | { readonly kind: 'managedIdentity' } | undefined
  readonly resource: FoundResource | undefined
  readonly outcome: Pick<IssuedToken, 'uti'> | OAuthError
}

/** The entry of the sign-in log (Graph `signIn`, with the properties of service principal sign-ins). */
export function toApplicationSignIn(signIn: ApplicationSignIn): AuditEntry {
  const { servicePrincipal, user, credential, resource, outcome } = signIn
  return toSignInEntry(
    { ...signIn, id: randomUUID() },
    {
      appId: servicePrincipal.appId,
      appDisplayName: servicePrincipal.displayName,
      servicePrincipalId: servicePrincipal.id,
      servicePrincipalName: servicePrincipal.displayName,
      userId: user?.id ?? '',
      userDisplayName: user?.properties.displayName ?? null,
      userPrincipalName: user?.properties.userPrincipalName ?? null,
      clientAppUsed: '',
      isInteractive: false,
      signInEventTypes: [eventTypeOf(signIn)],
      tokenIssuerType: 'AzureAD',
      uniqueTokenIdentifier: outcome instanceof OAuthError ? null : outcome.uti,
      ...resourceProperties(resource),
      ...credentialProperties(credential),
    },
  )
}

function eventTypeOf({ isOnBehalf = false, credential }: ApplicationSignIn): string {
  if (isOnBehalf) return 'nonInteractiveUser'
  return credential?.kind === 'managedIdentity' ? 'managedIdentity' : 'servicePrincipal'
}

function resourceProperties(resource: FoundResource | undefined) {
  const servicePrincipal = resource?.servicePrincipal
  const graph = resource?.isGraph ? { displayName: 'Microsoft Graph', appId: graphAppId } : undefined
  return {
    resourceId: servicePrincipal?.properties.appId ?? graph?.appId ?? null,
    resourceDisplayName: servicePrincipal?.properties.displayName ?? graph?.displayName ?? null,
    resourceServicePrincipalId: servicePrincipal?.id ?? null,
  }
}

function credentialProperties(credential: ApplicationSignIn['credential']) {
  return {
    clientCredentialType: toCredentialType(credential?.kind),
    servicePrincipalCredentialKeyId: credential !== undefined && 'keyId' in credential ? credential.keyId : null,
    servicePrincipalCredentialThumbprint: credential?.kind === 'certificate' ? credential.thumbprint : null,
    federatedCredentialId: credential?.kind === 'federatedIdentityCredential' ? credential.name : null,
  }
}

/** Graph's words of `clientCredentialType`. */
function toCredentialType(kind: NonNullable<ApplicationSignIn['credential']>['kind'] | undefined): string {
  switch (kind) {
    case 'clientSecret':
      return 'clientSecret'
    case 'certificate':
      return 'clientAssertion'
    case 'federatedIdentityCredential':
      return 'federatedIdentityCredential'
    case 'managedIdentity':
      return 'managedIdentity'
    default:
      return 'none'
  }
}
