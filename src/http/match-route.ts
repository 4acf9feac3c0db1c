import type { Method, Route } from './route.ts'

export type RouteMatch<R> =
  | { readonly kind: 'matched'; readonly route: R; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'methodNotAllowed'; readonly allow: readonly Method[] }
  | { readonly kind: 'unknown'; readonly segment: string }

export type MatchRoute<R> = (method: string, segments: readonly string[]) => RouteMatch<R>

/** Keys besides `id` by which Graph addresses an entity (graph-conventions section 1), in Graph's spelling. */
const alternateKeys = ['appId', 'uniqueName', 'roleTemplateId', 'userPrincipalName', 'name'] as const
export type AlternateKey = (typeof alternateKeys)[number]

/**
 * Compiles the route table into a function that finds the route of a path.
 *
 * - Fixed segments compare without letter case; `microsoft.graph.` before them and empty parentheses behind them are
 *   ignored: `delta`, `delta()`, `microsoft.graph.delta()` are one.
 * - `/users/x`, `/users('x')` and `/users(id='x')` are the same: the parameter's value is `x`.
 * - `/servicePrincipals(appId='x')` gives the parameter the tagged value `appId=x`; see `alternateKeyOf`.
 * - Where a fixed segment and a parameter both fit, the fixed one wins if the rest of the path fits as well.
 *
 * Throws when two routes have the same method and path.
 */
export function compileRoutes<R extends Routed>(routes: readonly R[]): MatchRoute<R> {
  const root = emptyNode<R>()
  for (const route of routes) addRoute(root, route)

  return (method, received) => {
    const segments = received.flatMap(toSteps)
    const found = walk(root, segments, 0)
    if (found === undefined) return { kind: 'unknown', segment: unknownSegment(root, segments) }

    const entry = found.node.routes.get(method)
    if (entry === undefined)
      return { kind: 'methodNotAllowed', allow: [...found.node.routes.values()].map((each) => each.route.method) }
    const params = Object.fromEntries(entry.names.map((name, index) => [name, found.values[index] ?? '']))
    return { kind: 'matched', route: entry.route, params }
  }
}

/** Reads a parameter that came from an alternate key, e.g. `appId=00000000-…`; undefined for a plain id. */
export function alternateKeyOf(param: string): { readonly name: AlternateKey; readonly value: string } | undefined {
  const at = param.indexOf('=')
  if (at === -1) return undefined
  const name = alternateKeys.find((key) => key === param.slice(0, at))
  return name === undefined ? undefined : { name, value: param.slice(at + 1) }
}

type Routed = Pick<Route, 'method' | 'path'>

interface Node<R> {
  readonly fixed: Map<string, Node<R>>
  param: Node<R> | undefined
  readonly routes: Map<string, { readonly route: R; readonly names: readonly string[] }>
}

/** One step of a path: a segment as received, or the key out of its parentheses (which fits parameters only). */
type Step = { readonly text: string; readonly isKey: boolean }

function emptyNode<R>(): Node<R> {
  return { fixed: new Map(), param: undefined, routes: new Map() }
}

function addRoute<R extends Routed>(root: Node<R>, route: R): void {
  const names: string[] = []
  let node = root
  for (const segment of route.path.split('/').filter((part) => part !== '')) {
    if (segment.startsWith('{')) {
      names.push(segment.slice(1, -1))
      node.param ??= emptyNode()
      node = node.param
    } else {
      const key = toFixedKey(segment)
      const next = node.fixed.get(key) ?? emptyNode()
      node.fixed.set(key, next)
      node = next
    }
  }
  if (node.routes.has(route.method)) throw new Error(`two routes for ${route.method} ${route.path}`)
  node.routes.set(route.method, { route, names })
}

function toFixedKey(segment: string): string {
  const lower = segment.toLowerCase()
  return lower.startsWith('microsoft.graph.') ? lower.slice('microsoft.graph.'.length) : lower
}

interface Found<R> {
  readonly node: Node<R>
  readonly values: readonly string[]
}

function walk<R>(node: Node<R>, steps: readonly Step[], depth: number): Found<R> | undefined {
  const step = steps[depth]
  if (step === undefined) return node.routes.size > 0 ? { node, values: [] } : undefined

  const fixed = step.isKey ? undefined : node.fixed.get(toFixedKey(step.text))
  const viaFixed = fixed && walk(fixed, steps, depth + 1)
  if (viaFixed !== undefined) return viaFixed

  if (node.param === undefined || step.text === '') return undefined
  const viaParam = walk(node.param, steps, depth + 1)
  return viaParam && { node: viaParam.node, values: [step.text, ...viaParam.values] }
}

/** The first segment that no route has at its place; the last one when the path only stops too early. */
function unknownSegment<R>(root: Node<R>, steps: readonly Step[]): string {
  let level = [root]
  for (const step of steps) {
    level = level.flatMap((node) => {
      const fixed = step.isKey ? undefined : node.fixed.get(toFixedKey(step.text))
      const param = step.text === '' ? undefined : node.param
      return [fixed, param].filter((next) => next !== undefined)
    })
    if (level.length === 0) return step.text
  }
  return steps.at(-1)?.text ?? ''
}

const quotedKey = /^'((?:[^']|'')*)'$/s
const namedKey = /^([A-Za-z]+)\s*=\s*(?:'((?:[^']|'')*)'|([^'()]*))$/s

/** Takes `name('key')`, `name(id='key')` and `name()` apart. What does not read as one of them stays one step. */
function toSteps(segment: string): Step[] {
  const open = segment.endsWith(')') ? segment.indexOf('(') : -1
  if (open < 1) return [{ text: segment, isKey: false }]
  const name = { text: segment.slice(0, open), isKey: false }
  const inside = segment.slice(open + 1, -1).trim()
  if (inside === '') return [name]
  const key = toKey(inside)
  return key === undefined ? [{ text: segment, isKey: false }] : [name, { text: key, isKey: true }]
}

function toKey(inside: string): string | undefined {
  const quoted = quotedKey.exec(inside)?.[1]
  if (quoted !== undefined) return quoted.replaceAll("''", "'")

  const named = namedKey.exec(inside)
  if (named === null) return undefined
  const value = (named[2] ?? named[3] ?? '').replaceAll("''", "'")
  const name = named[1]?.toLowerCase()
  if (name === 'id') return value
  const alternate = alternateKeys.find((key) => key.toLowerCase() === name)
  return alternate === undefined ? undefined : `${alternate}=${value}`
}
