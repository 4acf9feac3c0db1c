import type { Endpoint } from './endpoint.ts'
import { oauthErrors } from './error.ts'

/** `GET /error?code=7000215`, the `error_uri` of refusals: what the number is called. Nothing of the query is repeated but a known number. */
export const errorInformation: Endpoint = async ({ request }) => {
  const code = request.url.searchParams.get('code') ?? ''
  const found = Object.entries(oauthErrors).find(([number]) => number === code)
  const text =
    found === undefined
      ? 'No refusal of this service has that number.\n'
      : `AADSTS${found[0]}: ${found[1].error} (HTTP ${found[1].status}). The sentence after the number in error_description says what to change.\n`
  return {
    status: found === undefined ? 404 : 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: text,
  }
}
