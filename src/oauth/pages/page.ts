import { createHash } from 'node:crypto'
import type { HttpResponse } from '../../http/message.ts'
import { Html, html } from './html.ts'

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --edge: #7a838d; --paper: #fff; --ground: #eef1f5; --main: #0b5cad; --bad: #b42318; --on-main: #fff; accent-color: var(--main) }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa5b1; --line: #3d444d; --edge: #76808c; --paper: #161b22; --ground: #0d1117; --main: #4c9be8; --bad: #ff8a80; --on-main: #06121f } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: flex; align-items: center; justify-content: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
main { width: 100%; max-width: 27.5rem; padding: 2.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; box-shadow: 0 8px 30px rgb(0 0 0 / .08) }
.brand { margin: 0 0 1.25rem; color: var(--soft); font-size: .9rem; font-weight: 600; letter-spacing: .01em }
h1 { margin: 0 0 .75rem; font-size: 1.45rem; line-height: 1.25 }
p { margin: 0 0 1rem } .soft, .rules { color: var(--soft); font-size: .9rem }
a { color: var(--main) }
label { display: block; margin: 0 0 .3rem; font-weight: 600; font-size: .92rem } .rules { margin: 0 0 .4rem }
input:not([type=checkbox]) { width: 100%; margin: 0 0 1rem; padding: .6rem .7rem; border: 1px solid var(--edge); border-radius: .4rem; background: transparent; color: inherit; font: inherit }
input[aria-invalid] { border-color: var(--bad) }
.check { display: flex; gap: .6rem; align-items: flex-start; font-weight: 400; margin: 0 0 1rem }
.check input { flex: none; width: 1.1rem; height: 1.1rem; margin: .15rem 0 0 }
button { padding: .6rem 1.2rem; border: 1px solid var(--main); border-radius: .4rem; background: var(--main); color: var(--on-main); font: inherit; font-weight: 600; cursor: pointer }
button:hover { filter: brightness(1.12) }
button.second { background: transparent; color: var(--main) }
button.second:hover, .account:hover { filter: none; background: color-mix(in srgb, var(--main) 10%, transparent) }
.account { display: block; width: 100%; margin: 0 0 .6rem; text-align: left; background: transparent; color: inherit; border-color: var(--edge); font-weight: 600 }
.account small { display: block; color: var(--soft); font-weight: 400 }
.row { display: flex; flex-wrap: wrap; gap: .75rem; justify-content: flex-end; margin-top: .5rem }
.problem { margin: 0 0 1rem; padding: .65rem .8rem; border-left: 4px solid var(--bad); background: color-mix(in srgb, var(--bad) 10%, transparent); border-radius: .3rem }
ul { margin: 0 0 1rem; padding: 0; list-style: none } li { padding: .55rem 0; border-top: 1px solid var(--line) } li small { display: block; color: var(--soft); font-size: .85rem }
code { font-size: .95em } dl { margin: 1rem 0 0; font-size: .85rem; color: var(--soft) } dt { font-weight: 600 } dd { margin: 0 0 .5rem }
.notice { margin: 0 0 1rem; padding: .65rem .8rem; border-left: 4px solid var(--main); background: color-mix(in srgb, var(--main) 10%, transparent); border-radius: .3rem }
.qr { display: block; width: 13rem; max-width: 100%; margin: 0 auto 1rem; border-radius: .4rem }
section { margin-top: 1.75rem } h2 { margin: 0 0 .5rem; font-size: 1.08rem } section ul { margin-bottom: .75rem }
.split { display: flex; gap: 1rem; justify-content: space-between; align-items: center } .split > div { min-width: 0 } .split button { padding: .35rem .8rem }
summary { margin: 0 0 .75rem; color: var(--main); font-weight: 600; cursor: pointer }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
@media (max-width: 30rem) { body { padding: .75rem } main { padding: 1.5rem 1.25rem } .row button { flex: 1 1 auto } }
`
const submitScript = 'document.forms[0].submit()'

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

const styleSource = hashSource(style)
const scriptSource = hashSource(submitScript)

const styleText = new Html(style)
const scriptText = new Html(submitScript)

export interface Page {
  readonly title: string
  /** Name of the organization. */
  readonly brand: string
  readonly body: Html
  readonly status?: number
  readonly cookie?: string | undefined
  /** Where the answer of a form may lead, beside this service: browsers apply `form-action` to redirects as well. */
  readonly leadsTo?: string | undefined
  /** The form is sent without a click, where scripts run. */
  readonly submitsItself?: boolean
}

/** A page for people: no script (but one line that sends a form to its client), no frame, nothing from elsewhere. */
export function toPage(page: Page): HttpResponse {
  const { title, brand, body, status = 200, cookie, leadsTo, submitsItself = false } = page
  const script = submitsItself ? html`<script>${scriptText}</script>` : undefined
  const document = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title} – ${brand}</title><style>${styleText}</style></head>
<body><main><p class="brand">${brand}</p><h1>${title}</h1>
${body}
</main>${script}</body></html>
`
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy(leadsTo, submitsItself),
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
      ...(cookie !== undefined && { 'Set-Cookie': cookie }),
    },
    body: document.text,
  }
}

function policy(leadsTo: string | undefined, submitsItself: boolean): string {
  const target = leadsTo === undefined ? undefined : toSource(leadsTo)
  const targets = ["'self'", ...(target === undefined ? [] : [target])].join(' ')
  const script = submitsItself ? `; script-src ${scriptSource}` : ''
  return `default-src 'none'; style-src ${styleSource}${script}; form-action ${targets}; frame-ancestors 'none'; base-uri 'none'`
}

/** An origin, or the scheme of an address that has none. Taken from a parsed URL, so that nothing else gets into the policy. */
function toSource(address: string): string | undefined {
  const url = URL.parse(address)
  // A host may have signs in it that end a directive or a policy.
  if (url === null || /[;,]/.test(url.host)) return undefined
  return url.origin === 'null' ? url.protocol : url.origin
}
