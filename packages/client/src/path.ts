import type { GraphRoutes } from './generated/routes.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Paths that a method knows, as the reference writes them: `/users/{id}`. */
export type PathOf<M extends Method> = keyof GraphRoutes extends infer Key
  ? Key extends `${M} ${infer Path}`
    ? Path
    : never
  : never

/** A property that stands in for the id: `alternateKey('appId', '…')`. */
export interface AlternateKey {
  readonly name: string
  readonly value: string
}

export function alternateKey(name: string, value: string): AlternateKey {
  return { name, value }
}

/** The values that a path needs: one per `{name}`. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string | AlternateKey } & ParamsOf<Rest>
  : unknown

/** Query options without their dollar sign: `{ select: ['id'], filter: "displayName eq 'x'", count: true }`. */
export interface QueryOptions {
  readonly select?: readonly string[]
  readonly filter?: string
  readonly orderby?: string
  readonly search?: string
  readonly expand?: string
  readonly top?: number
  readonly count?: boolean
}

/** The path with its values, percent-encoded, and its query. */
export function toUrlPath(
  path: string,
  params: Readonly<Record<string, string | AlternateKey>> = {},
  query: QueryOptions = {},
): string {
  const filled = path.replaceAll(/\/\{(\w+)\}/g, (_, name: string) => toSegment(name, params[name]))
  const options = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`$${name}=${encodeURIComponent(String(value))}`],
  )
  return options.length === 0 ? filled : `${filled}?${options.join('&')}`
}

function toSegment(name: string, value: string | AlternateKey | undefined): string {
  if (value === undefined || value === '') throw new TypeError(`The path needs a value for {${name}}.`)
  if (typeof value === 'string') return `/${encodeURIComponent(value)}`
  return `(${value.name}='${encodeURIComponent(value.value.replaceAll("'", "''"))}')`
}
