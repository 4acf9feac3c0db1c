import { noContent } from '../http/json-response.ts'
import type { HttpResponse } from '../http/message.ts'
import type { Call } from '../http/route.ts'
import { appliedPreferences, readReturn } from './prefer.ts'

/**
 * The answer to a PATCH that has succeeded: nothing, or with `Prefer: return=representation` what `show` answers, which is
 * what a GET would (graph-conventions sections 2 and 11).
 */
export async function answerUpdate(
  call: Call,
  show: () => HttpResponse | Promise<HttpResponse>,
): Promise<HttpResponse> {
  const wanted = readReturn(call)
  const applied = appliedPreferences({ return: wanted })
  if (wanted !== 'representation') return noContent(applied)
  const { headers, ...response } = await show()
  return { ...response, headers: { ...headers, ...applied } }
}
