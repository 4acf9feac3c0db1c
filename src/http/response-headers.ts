import type { HttpRequest, HttpResponse } from './message.ts'

const exposed = [
  'ETag',
  'Location',
  'Preference-Applied',
  'Content-Range',
  'request-id',
  'client-request-id',
  'SdkVersion',
  'WWW-Authenticate',
  'Retry-After',
  'Entrain-Upload-Id',
  'Operation-Location',
  'Entrain-Schema-Warnings',
].join(', ')

const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'Entrain', Slice: 'E', Ring: '1', ScaleUnit: '001', RoleInstance: 'entrain' },
})

/** Headers of every Graph response, errors included (graph-conventions section 3). Node adds `Date`. */
export function standardHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-cache',
    'OData-Version': '4.0',
    'x-ms-ags-diagnostic': diagnostic,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': exposed,
    ...(origin.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  }
}

/** A browser that asks before it sends (Fetch standard, "CORS-preflight request"). It has no token yet. */
export function isPreflight(request: HttpRequest): boolean {
  return request.method === 'OPTIONS' && request.header('access-control-request-method') !== undefined
}

/** Allows what was asked for; the token decides about everything else. */
export function preflightResponse(request: HttpRequest): HttpResponse {
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': request.header('access-control-request-headers') ?? '*',
      'Access-Control-Max-Age': '86400',
    },
    body: null,
  }
}
