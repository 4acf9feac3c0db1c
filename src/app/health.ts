import type { HttpResponse, PartialHandler } from '../http/message.ts'

/** `/health`: the process answers. `/ready`: it also takes uploads. Both are open to everybody and say nothing else. */
export function createHealthHandler(isReady: () => boolean): PartialHandler {
  return (request) => {
    const path = request.url.pathname
    if (path === '/health') return Promise.resolve(answer(true))
    return path === '/ready' ? Promise.resolve(answer(isReady())) : undefined
  }
}

function answer(isGood: boolean): HttpResponse {
  return {
    status: isGood ? 200 : 503,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify({ status: isGood ? 'ok' : 'unavailable' }),
  }
}
