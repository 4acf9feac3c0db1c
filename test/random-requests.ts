import type { PropertyDefinition } from '../src/graph/model/definition.ts'
import { findType, propertiesOf } from '../src/graph/model/find-type.ts'
import type { RouteRow } from '../src/graph/route-table/route-row.ts'
import { extraMembers, filterValues, links, oddBodies, oddKeys, oddNames, oddTexts, texts } from './random-values.ts'
import type { Json } from './world.ts'

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export type Random = () => number

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface RandomRequest {
  readonly method: string
  /** With the version. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

/** Ids of what there is, by the set that a path begins with, and in between. */
export type KnownIds = ReadonlyMap<string, readonly string[]>

/** Makes requests to one row of the route table: half sensible, half not. */
export class RequestMaker {
  readonly #random: Random
  readonly #known: KnownIds
  /** Every other request is sensible throughout. */
  #isOdd = false

  constructor(random: Random, known: KnownIds) {
    this.#random = random
    this.#known = known
  }

  make(row: RouteRow): RandomRequest {
    this.#isOdd = this.#chance(0.5)
    const version = this.#pick(row.versions ?? ['v1.0', 'beta'])
    const method = this.#odd(0.08) ? this.#pick(['OPTIONS', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'POST']) : row.method
    const query = this.#chance(0.5) ? this.#query(row) : ''
    const hasBody = row.method !== 'GET' || this.#odd(0.1)
    const body = hasBody ? this.#body(row) : undefined
    const path = `/${version}${this.#path(row.path)}${query}`
    return { method, path, headers: this.#headers(body !== undefined), body }
  }

  #path(path: string): string {
    const segments = path.split('/')
    return segments
      .map((segment, index) =>
        segment.startsWith('{') ? this.#key(segments[index - 1] ?? '') : this.#spelling(segment),
      )
      .join('/')
  }

  /** What can stand for a fixed segment, and sometimes what cannot. */
  #spelling(segment: string): string {
    if (segment === '' || !this.#odd(0.06)) return segment
    return this.#pick([
      segment.toUpperCase(),
      `${segment}()`,
      `microsoft.graph.${segment}`,
      `${segment}(id='x')`,
      `${segment};a=b`,
    ])
  }

  #key(set: string): string {
    const ids = this.#known.get(set.toLowerCase()) ?? [...this.#known.values()].flat()
    if (!this.#odd(0.4) && ids.length > 0) return this.#pick(ids)
    return this.#pick(oddKeys)
  }

  #query(row: RouteRow): string {
    const sensible = ['$filter', '$select', '$orderby', '$expand', '$top', '$count', '$search']
    const names = this.#isOdd
      ? [...sensible, '$skip', '$skiptoken', '$deltatoken', '%24format', 'filter', 'x']
      : sensible
    const count = this.#isOdd ? 1 + Math.floor(this.#random() * 3) : 1
    const options = Array.from({ length: count }, () => {
      const name = this.#pick(names)
      return `${name}=${!this.#odd(0.2) ? encodeURIComponent(this.#optionValue(name, row).toWellFormed()) : this.#pick(oddKeys)}`
    })
    return `?${options.join('&')}`
  }

  #optionValue(name: string, row: RouteRow): string {
    if (this.#odd(0.3)) return this.#text()
    const property = this.#propertyName(row)
    switch (name.replace(/^\$|^%24/, '')) {
      case 'filter':
        return this.#filter(row, 3)
      case 'select':
        return [property, this.#propertyName(row), this.#isOdd ? this.#pick(['*', '', 'x/y', '__proto__']) : 'id'].join(
          ',',
        )
      case 'orderby':
        return `${property}${this.#pick(this.#isOdd ? [' up', ',id', ' desc'] : ['', ' asc', ' desc'])}`
      case 'expand':
        return `${this.#pick(links)}${this.#pick(['', `($select=${property})`, '($levels=max)', ...(this.#isOdd ? ['($expand=manager)', '($filter=id eq 1)', '('] : [])])}`
      case 'search':
        return this.#pick([
          `"${property}:a"`,
          '"displayName:a" OR "mail:b"',
          ...(this.#isOdd ? ['a', '"a', '"x:y" AND NOT "z:w"'] : []),
        ])
      case 'count':
        return this.#pick(['true', 'false', ...(this.#isOdd ? ['maybe'] : [])])
      default:
        return this.#pick([
          '1',
          '5',
          ...(this.#isOdd ? ['0', '999', '1000', '-1', '1e9', '99999999999', 'latest', ''] : []),
        ])
    }
  }

  #filter(row: RouteRow, depth: number): string {
    if (depth > 0 && this.#chance(0.2)) {
      const operator = this.#pick([' and ', ' or ', ' AND '])
      return `(${this.#filter(row, depth - 1)}${operator}${this.#filter(row, depth - 1)})`
    }
    if (depth > 0 && this.#chance(0.1)) return `not(${this.#filter(row, depth - 1)})`
    const property = this.#pick([...this.#propertiesOf(row), undefined])
    if (property === undefined || this.#odd(0.3)) return this.#oddFilter(row)
    const value = this.#filterValue(property.type)
    if (property.collection) return `${property.name}/any(x:x eq ${value})`
    return this.#pick([
      `${property.name} ${this.#pick(['eq', 'ne', 'ge', 'le'])} ${value}`,
      `${property.name} in (${value},null)`,
      `startsWith(${property.name},${value})`,
      `endsWith(${property.name},${value})`,
    ])
  }

  #filterValue(type: string): string {
    if (this.#odd(0.3)) return this.#pick(filterValues)
    const value = this.#single(type, 1)
    const isBare = typeof value !== 'string' || type === 'Edm.DateTimeOffset' || type === 'Edm.Guid'
    return isBare ? String(value) : `'${value.replaceAll("'", "''")}'`
  }

  #oddFilter(row: RouteRow): string {
    const name = this.#propertyName(row)
    const value = this.#pick(filterValues)
    return this.#pick([
      `${name} ${this.#pick(['gt', 'lt', 'has', 'xx'])} ${value}`,
      `${this.#pick(['contains', 'length', 'isof'])}(${name},${value})`,
      `${name}/any(x:x/${this.#propertyName(row)} eq ${value})`,
      `${name}/$count ${this.#pick(['eq', 'ne'])} ${this.#pick(['0', '1', '2'])}`,
      `${name}/id eq ${value}`,
      `not(${name}/any())`,
      `${'('.repeat(500)}${name} eq ${value}${')'.repeat(500)}`,
      Array.from({ length: 30 }, () => `${name} eq ${value}`).join(' or '),
    ])
  }

  #headers(hasBody: boolean): Readonly<Record<string, string>> {
    const all: Record<string, string> = {}
    if (hasBody) {
      const type = !this.#odd(0.2)
        ? 'application/json'
        : this.#pick([
            'text/plain',
            '',
            'application/scim+json',
            'application/json; charset=utf-16',
            'multipart/form-data',
          ])
      all['content-type'] = type
    }
    if (this.#chance(0.6)) all.consistencylevel = this.#isOdd ? this.#pick(['Eventual', 'session', '']) : 'eventual'
    if (this.#chance(0.2))
      all.prefer = this.#pick([
        'return=minimal',
        'return=representation',
        'create-if-missing',
        'odata.maxpagesize=1',
        'odata.maxpagesize=x',
        ';;,=',
        'respond-async',
      ])
    if (this.#odd(0.2)) all['if-match'] = this.#pick(['*', '"1"', 'W/"x"', 'x'])
    if (this.#odd(0.1))
      all.accept = this.#pick([
        'application/json;odata.metadata=none',
        'application/json;odata.metadata=full',
        'text/html',
        '*/*',
      ])
    if (this.#odd(0.1)) all['x-http-method'] = this.#pick(['PATCH', 'DELETE', 'GET', 'TRACE'])
    return all
  }

  #body(row: RouteRow): string | Uint8Array {
    if (this.#odd(0.24)) return this.#pick(oddBodies)
    return JSON.stringify(this.#object(row))
  }

  /** Properties of the type that the route is about, and members that actions and references take. */
  #object(row: RouteRow): Json {
    const properties = this.#propertiesOf(row).filter(({ name, write }) => this.#isOdd || isWritable(row, write, name))
    const likelihood = this.#pick([0, 0.1, 0.3])
    const chosen = properties.filter(({ required }) =>
      this.#chance(required && row.method === 'POST' ? 0.95 : likelihood),
    )
    const entries = chosen.map((property) => [property.name, this.#odd(0.3) ? this.#junk() : this.#valueOf(property)])
    const id = this.#pick([...this.#known.values()].flat())
    const extra = extraMembers(id).filter(() => this.#chance(this.#isOdd ? 0.12 : 0.04))
    return Object.fromEntries([...entries, ...extra])
  }

  /** What is checked by its form has values that fit, most of the time. */
  #valueOf(property: PropertyDefinition): unknown {
    const unique = String(Math.floor(this.#random() * 1e6))
    const fitting: Json = {
      userPrincipalName: `r${unique}@fabrikam.example`,
      mailNickname: `r${unique}`,
      displayName: `R ${unique}`,
      passwordProfile: { password: 'Regen-2026-Sommer!' },
      mailEnabled: false,
      securityEnabled: true,
      groupTypes: [],
      name: `r${unique}`,
      issuer: 'https://issuer.example',
      audiences: ['api://AzureADTokenExchange'],
      subject: `r${unique}`,
    }
    return Object.hasOwn(fitting, property.name) && !this.#odd(0.2) ? fitting[property.name] : this.#value(property, 3)
  }

  #value({ type, collection }: Pick<PropertyDefinition, 'type' | 'collection'>, depth: number): unknown {
    const one = () => this.#single(type, depth)
    return collection ? Array.from({ length: Math.floor(this.#random() * 3) }, one) : one()
  }

  #single(type: string, depth: number): unknown {
    const definition = findType(type)
    if (definition?.kind === 'enum') return this.#pick(Object.keys(definition.members))
    if (definition !== undefined) {
      if (depth === 0) return {}
      const members = propertiesOf(definition, 'beta').filter(() => this.#chance(0.6))
      return Object.fromEntries(members.map((member) => [member.name, this.#value(member, depth - 1)]))
    }
    switch (type) {
      case 'Edm.Boolean':
        return this.#chance(0.5)
      case 'Edm.Int32':
      case 'Edm.Int64':
      case 'Edm.Double':
        return this.#pick([0, 1, 5, ...(this.#isOdd ? [-1, 2 ** 31, 1e21] : [])])
      case 'Edm.Guid':
        return this.#pick([...this.#known.values()].flat())
      case 'Edm.DateTimeOffset':
        return this.#pick([
          '2030-01-01T00:00:00Z',
          '0001-01-01T00:00:00Z',
          '9999-12-31T23:59:59Z',
          '2030-02-30T00:00:00Z',
        ])
      default:
        return this.#chance(0.3) ? this.#pick([...this.#known.values()].flat()) : this.#text()
    }
  }

  #propertiesOf({ path, returns = '' }: RouteRow): readonly PropertyDefinition[] {
    const names = [
      returns.split(' ')[0] ?? '',
      ...path
        .split('/')
        .reverse()
        .flatMap((segment) => [segment, segment.replace(/s$/, '')]),
    ]
    const type = names.map(findType).find((found) => found !== undefined && found.kind !== 'enum')
    return type === undefined ? [] : propertiesOf(type, 'beta')
  }

  #propertyName(row: RouteRow): string {
    const properties = this.#propertiesOf(row)
    return properties.length > 0 && this.#chance(0.8) ? this.#pick(properties).name : this.#pick(oddNames)
  }

  #text(): string {
    return this.#pick(this.#isOdd ? [...texts, ...oddTexts] : texts)
  }

  #junk(): unknown {
    return this.#pick<unknown>([
      null,
      0,
      -1,
      1e308,
      true,
      '',
      [],
      {},
      [[]],
      [null],
      { a: { b: [{ c: 1 }] } },
      'x'.repeat(300),
      '\ud800',
    ])
  }

  #pick<T>(values: readonly T[]): T {
    const found = values[Math.floor(this.#random() * values.length)]
    if (found === undefined && values.length === 0) throw new Error('nothing to pick from')
    // The index lies within the list.
    return found as T
  }

  #odd(probability: number): boolean {
    return this.#isOdd && this.#chance(probability)
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }
}

function isWritable({ method }: RouteRow, write: PropertyDefinition['write'], name: string): boolean {
  return name !== 'id' && (write === undefined || (write === 'create' && method === 'POST'))
}
