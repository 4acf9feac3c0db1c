import { json } from '../../http/json-response.ts'
import type { Handlers } from '../handlers.ts'
import { toServiceDocument } from '../metadata/service-document.ts'

/** Where paths begin (graph-conventions section 1). */
export function serviceDocumentRoutes(_: object): Handlers {
  return { 'GET /': async ({ origin, version }) => json(toServiceDocument(`${origin}/${version}`)) }
}
