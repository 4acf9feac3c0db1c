export {
  type AcceptedUpload,
  type BulkOperation,
  type BulkRequest,
  toBulkRequest,
  toBulkRequests,
} from './bulk-upload.ts'
export {
  type AnswerOf,
  type BodyOf,
  type CallOptions,
  createClient,
  type GraphClient,
  type UploadOptions,
} from './create-client.ts'
export type { Collection, GraphRoutes, Reference } from './generated/routes.ts'
export type * from './generated/types.ts'
export { GraphError, type GraphErrorDetail } from './graph-error.ts'
export { type AlternateKey, alternateKey, type QueryOptions } from './path.ts'
export type { GraphRequest, Send, SenderOptions } from './sender.ts'
