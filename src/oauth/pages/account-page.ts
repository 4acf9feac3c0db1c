import type { HttpResponse } from '../../http/message.ts'
import { html } from './html.ts'
import { toPage } from './page.ts'

/**
 * Asks whoever signs in for the user name first, because its domain tells the organization. The request comes back as it
 * was, with the name as `login_hint`.
 */
export function accountPage(path: string, parameters: ReadonlyMap<string, string>): HttpResponse {
  const tried = parameters.get('login_hint') ?? ''
  const fields = [...parameters]
    .filter(([name]) => name !== 'login_hint')
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  const problem =
    tried === ''
      ? undefined
      : html`<p class="problem" role="alert">No organization here has the domain of this name.</p>`
  return toPage({
    title: 'Sign in',
    brand: 'Entrain',
    leadsTo: parameters.get('redirect_uri'),
    body: html`${problem}<form method="post" action="${path}">${fields}<label for="login_hint">User name</label><input id="login_hint" name="login_hint" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="${tried}"><div class="row"><button>Next</button></div></form>`,
  })
}
