import type { HttpResponse } from '../../http/message.ts'
import type { User } from '../../model/user.ts'
import { asObject, type ClientRegistration, text } from '../client-registration.ts'
import type { ResourceScope } from '../consent/delegated-resource.ts'
import { consentBody, type FormPlace } from '../pages/sign-in-pages.ts'
import type { Flow } from './flow.ts'
import { showForm } from './show.ts'
import type { Visit } from './visit.ts'

export interface ConsentQuestion {
  readonly client: ClientRegistration
  readonly user: User
  readonly permissions: readonly Pick<ResourceScope, 'displayName' | 'description' | 'value'>[]
  readonly organization: 'no' | 'offer' | 'always'
  readonly cookie: string | undefined
}

/** Asks somebody to agree (identity-platform section 7, "Consent dialog content"). */
export function consentPage(visit: Visit, flow: Flow, question: ConsentQuestion): HttpResponse {
  const { client, user, permissions, organization, cookie } = question
  const registered = client.application?.properties ?? client.servicePrincipal?.properties ?? {}
  const verified = text(asObject(registered.verifiedPublisher).displayName)
  const publisher = verified || text(registered.publisherName) || text(registered.publisherDomain)
  const page = {
    appName: client.displayName,
    publisher: publisher === '' ? undefined : publisher,
    isVerified: verified !== '',
    username: user.properties.userPrincipalName,
    tenantName: visit.tenant.displayName,
    permissions,
    organization,
    links: linksOf(asObject(registered.info)),
  }
  const body = (place: FormPlace) => consentBody(place, page)
  return showForm(visit, flow, { title: 'Permissions requested', body, cookie })
}

function linksOf(info: Readonly<Record<string, unknown>>) {
  const links = [
    { name: 'Terms of service', url: text(info.termsOfServiceUrl) },
    { name: 'Privacy', url: text(info.privacyStatementUrl) },
  ]
  return links.filter(({ url }) => /^https?:\/\//i.test(url))
}
