import type { HttpResponse } from '../../http/message.ts'
import type { ErrorPlace, OAuthError } from '../error.ts'
import { html } from './html.ts'
import { toPage } from './page.ts'

/** A refusal that must not be sent to a redirect URI, or has none. */
export function errorPage(refusal: OAuthError, place: ErrorPlace & { readonly now: number }): HttpResponse {
  const { correlationId, traceId, now } = place
  return toPage({
    title: 'We cannot sign you in',
    brand: 'Entrain',
    status: refusal.status,
    body: html`<p class="problem" role="alert">AADSTS${refusal.number}: ${refusal.message}</p><p>Close this page and begin again in the application. If it stays like this, send these to your administrator:</p>
<dl><dt>Correlation ID</dt><dd>${correlationId}</dd><dt>Request ID</dt><dd>${traceId}</dd><dt>Time</dt><dd>${new Date(now).toISOString()}</dd></dl>`,
  })
}

export function messagePage(title: string, brand: string, text: string, cookie?: string): HttpResponse {
  return toPage({ title, brand, cookie, body: html`<p>${text}</p>` })
}

/** A form that brings an answer to the client (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(
  brand: string,
  target: string,
  parameters: Readonly<Record<string, string>>,
  cookie?: string,
) {
  const fields = Object.entries(parameters).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return toPage({
    title: 'Back to the application',
    brand,
    cookie,
    leadsTo: target,
    submitsItself: true,
    body: html`<form method="post" action="${target}">${fields}<p>You are taken back to the application.</p><div class="row"><button>Continue</button></div></form>`,
  })
}
