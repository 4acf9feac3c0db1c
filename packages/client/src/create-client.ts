import { type AcceptedUpload, type BulkOperation, type BulkRequest, toBulkRequests } from './bulk-upload.ts'
import type { Collection, GraphRoutes } from './generated/routes.ts'
import { type AlternateKey, type Method, type ParamsOf, type PathOf, type QueryOptions, toUrlPath } from './path.ts'
import { createSender, type Send, type SenderOptions } from './sender.ts'

type RouteOf<M extends Method, Path> = `${M} ${Path & string}` extends infer Key extends keyof GraphRoutes
  ? GraphRoutes[Key]
  : never
/** What a route answers with. */
export type AnswerOf<M extends Method, Path> = RouteOf<M, Path>['answer']
/** What a route takes. */
export type BodyOf<M extends Method, Path> = RouteOf<M, Path>['body']

export interface CallOptions {
  readonly query?: QueryOptions
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export type UploadOptions = Pick<CallOptions, 'headers' | 'signal'>

/** Options of a call; the values of the path are among them when it has any. */
export type OptionsOf<Path extends string> =
  unknown extends ParamsOf<Path>
    ? readonly [options?: CallOptions]
    : readonly [options: CallOptions & { readonly params: ParamsOf<Path> }]

type ListPath = {
  [Path in PathOf<'GET'>]: AnswerOf<'GET', Path> extends Collection<unknown> ? Path : never
}[PathOf<'GET'>]
type ItemOf<Path> = AnswerOf<'GET', Path> extends Collection<infer Item> ? Item : never

export interface GraphClient {
  get<Path extends PathOf<'GET'>>(path: Path, ...options: OptionsOf<Path>): Promise<AnswerOf<'GET', Path>>
  post<Path extends PathOf<'POST'>>(
    path: Path,
    body: BodyOf<'POST', Path>,
    ...options: OptionsOf<Path>
  ): Promise<AnswerOf<'POST', Path>>
  patch<Path extends PathOf<'PATCH'>>(
    path: Path,
    body: BodyOf<'PATCH', Path>,
    ...options: OptionsOf<Path>
  ): Promise<AnswerOf<'PATCH', Path>>
  put<Path extends PathOf<'PUT'>>(
    path: Path,
    body: BodyOf<'PUT', Path>,
    ...options: OptionsOf<Path>
  ): Promise<AnswerOf<'PUT', Path>>
  delete<Path extends PathOf<'DELETE'>>(path: Path, ...options: OptionsOf<Path>): Promise<void>
  /** The pages of a collection, one request each. */
  pages<Path extends ListPath>(path: Path, ...options: OptionsOf<Path>): AsyncGenerator<Collection<ItemOf<Path>>>
  /** The objects of a collection, page after page. */
  items<Path extends ListPath>(path: Path, ...options: OptionsOf<Path>): AsyncGenerator<ItemOf<Path>>
  /** Hands people to a provisioning job, 50 at most. Repeating it does no harm. */
  bulkUpload(
    servicePrincipalId: string,
    jobId: string,
    request: BulkRequest,
    options?: UploadOptions,
  ): Promise<AcceptedUpload>
  /** Hands any number of people to a provisioning job, request after request; gives each as it was accepted. */
  uploadAll(
    servicePrincipalId: string,
    jobId: string,
    people: Iterable<BulkOperation['data']>,
    options?: UploadOptions,
  ): AsyncGenerator<AcceptedUpload>
  /** Any request, as the types do not know it. */
  readonly send: Send
}

/**
 * A client of Entrain, or of Microsoft Graph. Requests that are throttled (429) or meet an unavailable service (503, 504)
 * are repeated after the time that the answer names; any other refusal is thrown as `GraphError`.
 */
export function createClient(options: SenderOptions): GraphClient {
  const send = createSender(options)
  const call = (method: Method, path: string, more: Untyped & { readonly body?: unknown } = {}) =>
    request(send, { method, path, ...more })
  return {
    // The table of routes says what each path answers; nothing here can know it.
    get: (path, ...[more]) => call('GET', path, more) as never,
    post: (path, body, ...[more]) => call('POST', path, { ...more, body }) as never,
    patch: (path, body, ...[more]) => call('PATCH', path, { ...more, body }) as never,
    put: (path, body, ...[more]) => call('PUT', path, { ...more, body }) as never,
    async delete(path, ...[more]) {
      await call('DELETE', path, more)
    },
    pages: (path, ...[more]) => readPages(send, path, more),
    items: (path, ...[more]) => readItems(send, path, more),
    bulkUpload: (servicePrincipalId, jobId, body, more) => uploadTo(send, { servicePrincipalId, jobId, ...more }, body),
    async *uploadAll(servicePrincipalId, jobId, people, more) {
      for (const body of toBulkRequests(people)) yield uploadTo(send, { servicePrincipalId, jobId, ...more }, body)
    },
    send,
  }
}

/** Options, whatever the path. */
type Untyped = CallOptions & { readonly params?: unknown }

type Params = Readonly<Record<string, string | AlternateKey>>

interface Call extends Untyped {
  readonly method: Method
  readonly path: string
  readonly body?: unknown
}

async function request(send: Send, { method, path, params, query, headers, body, signal }: Call): Promise<unknown> {
  const response = await send({
    method,
    path: toUrlPath(path, params as Params | undefined, query),
    headers: { ...headersFor(query), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  return readAnswer(response)
}

/** `$count` and `$search` mean nothing without it (Graph page "Advanced query capabilities on directory objects"). */
function headersFor({ count, search }: QueryOptions = {}): Readonly<Record<string, string>> {
  return count || search !== undefined ? { ConsistencyLevel: 'eventual' } : {}
}

async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('json')) return JSON.parse(text)
  return type.startsWith('text/plain') && /^\d+$/.test(text) ? Number(text) : text
}

async function* readPages<Item>(send: Send, path: string, options: Untyped = {}): AsyncGenerator<Collection<Item>> {
  const { params, query, headers, signal } = options
  let next: string | undefined = toUrlPath(path, params as Params | undefined, query)
  while (next !== undefined) {
    // A nextLink does not carry the header, so it is sent again.
    const response = await send({
      method: 'GET',
      path: next,
      headers: { ...headersFor(query), ...headers },
      ...(signal && { signal }),
    })
    const page = (await readAnswer(response)) as Collection<Item>
    yield page
    next = page['@odata.nextLink']
  }
}

async function* readItems<Item>(send: Send, path: string, options: Untyped = {}): AsyncGenerator<Item> {
  for await (const page of readPages<Item>(send, path, options)) yield* page.value
}

interface Upload extends UploadOptions {
  readonly servicePrincipalId: string
  readonly jobId: string
}

async function uploadTo(
  send: Send,
  { servicePrincipalId, jobId, headers, signal }: Upload,
  body: BulkRequest,
): Promise<AcceptedUpload> {
  const path = '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload'
  const accepted = await send({
    method: 'POST',
    path: toUrlPath(path, { id: servicePrincipalId, jobId }),
    headers: { 'content-type': 'application/scim+json', ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
  return {
    requestId: accepted.headers.get('request-id'),
    location: accepted.headers.get('location'),
    statusUrl: accepted.headers.get('operation-location'),
  }
}
