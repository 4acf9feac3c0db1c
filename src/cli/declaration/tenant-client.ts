import { graphAppId, permissions } from '../../auth/permissions.ts'
import type { GraphClient } from '../client.ts'
import { CommandError } from '../command-error.ts'
import { GraphError } from '../graph-error.ts'
import { isJsonObject, type JsonObject, parseJson, textAt } from '../json-value.ts'

/** A tenant's applications over the Graph API. */
export interface TenantClient {
  readonly graph: GraphClient
  readonly signal: AbortSignal
  /** Undefined when there is no such object. */
  find(path: string): Promise<JsonObject | undefined>
  list(path: string): Promise<readonly JsonObject[]>
  /** Undefined when the answer has no body. */
  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<JsonObject | undefined>
  /** Object id of Microsoft Graph's service principal, the resource of its permissions. */
  graphPrincipalId(): Promise<string>
}

export function createTenantClient(graph: GraphClient, signal: AbortSignal): TenantClient {
  let graphId: Promise<string> | undefined
  const find = async (path: string) => {
    try {
      return await graph.getJson(path, { signal })
    } catch (error) {
      if (error instanceof GraphError && error.status === 404) return undefined
      throw error
    }
  }
  const findGraphId = async () => {
    const id = textAt(await find(`/servicePrincipals(appId='${graphAppId}')`), 'id')
    if (id !== undefined) return id
    throw new CommandError('server', 'The tenant has no service principal of Microsoft Graph.')
  }
  return {
    graph,
    signal,
    find,
    async list(path) {
      const found: JsonObject[] = []
      for await (const item of graph.items(path, signal)) found.push(item)
      return found
    },
    async send(method, path, body) {
      const content = { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }
      const { body: text } = await graph.send({ method, path, signal, ...(method === 'DELETE' ? {} : content) })
      const answer = parseJson(text)
      return isJsonObject(answer) ? answer : undefined
    },
    graphPrincipalId: () => {
      graphId ??= findGraphId()
      return graphId
    },
  }
}

/** Names of Graph's application permissions by the id of their app role. */
export const roleNames: ReadonlyMap<string, string> = new Map(
  Object.entries(permissions).flatMap(([name, { application }]) =>
    application === null ? [] : [[application, name] as const],
  ),
)
