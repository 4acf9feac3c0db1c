import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { isPermission, type Permission, permissions } from '../../auth/permissions.ts'
import { CommandError } from '../command-error.ts'
import { isJsonObject, type JsonObject } from '../json-value.ts'
import {
  applicationProperties,
  type Declaration,
  type DeclaredApplication,
  type DeclaredJob,
  keyOf,
  servicePrincipalProperties,
} from './declaration.ts'

/** Bytes of a declaration; schemas lie in files of their own. */
export const declarationBytesMax = 4 * 1024 * 1024

export interface DeclarationSource {
  /** As messages show it. */
  readonly file: string
  readonly text: string
  /** Reads a schema that the declaration names, relative to its folder. */
  readonly readSchema: (file: string) => JsonObject
}

/** Reads an `entrain.yaml`. Says file and line of whatever does not fit, all problems at once. */
export function parseDeclaration(source: DeclarationSource): Declaration {
  const lines = new LineCounter()
  const document = parseDocument(source.text, { lineCounter: lines, uniqueKeys: true })
  const broken = document.errors[0]
  if (broken !== undefined) throw new CommandError('usage', `${source.file}: ${broken.message}`)
  const problems: string[] = []
  const reader = new DeclarationReader({
    source,
    report(node, message) {
      const place = node?.range ? `:${lines.linePos(node.range[0]).line}` : ''
      problems.push(`${source.file}${place}: ${message}`)
    },
  })
  const declaration = reader.read(document.contents)
  if (problems.length === 0) return declaration
  throw new CommandError('usage', problems.join('\n'), 'docs/guides/declare-a-tenant.md lists what can be declared.')
}

type Report = (node: Node | null | undefined, message: string) => void

interface Reading {
  readonly source: DeclarationSource
  readonly report: Report
}

type Fields = ReadonlyMap<string, Node | null>

class DeclarationReader {
  readonly #source: DeclarationSource
  readonly #report: Report

  constructor({ source, report }: Reading) {
    this.#source = source
    this.#report = report
  }

  read(root: Node | null): Declaration {
    const fields = this.#fields(root, 'the file', ['applications'])
    const applications = this.#list(fields.get('applications')).map((node) => this.#application(node))
    const keys = applications.map(keyOf)
    const twice = keys.find((key, index) => key !== '' && keys.indexOf(key) !== index)
    if (twice !== undefined) this.#report(root, `'${twice}' is declared twice.`)
    return { applications }
  }

  #application(node: Node | null): DeclaredApplication {
    const known = [
      'uniqueName',
      'appId',
      ...applicationProperties,
      'servicePrincipal',
      'permissions',
      'owners',
      'federatedIdentityCredentials',
      'jobs',
    ]
    const fields = this.#fields(node, 'an application', known)
    const uniqueName = this.#text(fields.get('uniqueName'))
    const appId = this.#text(fields.get('appId'))
    if (uniqueName === null && appId === null) this.#report(node, 'An application needs a uniqueName, or its appId.')
    const granted = this.#fields(fields.get('permissions') ?? null, 'permissions', ['application', 'delegated'])
    return {
      uniqueName,
      appId,
      properties: this.#pick(fields, applicationProperties),
      servicePrincipal: this.#servicePrincipal(fields.get('servicePrincipal')),
      applicationPermissions: this.#permissions(granted.get('application'), 'application'),
      delegatedPermissions: this.#permissions(granted.get('delegated'), 'delegated'),
      owners: this.#texts(fields.get('owners')),
      federatedIdentityCredentials: this.#objects(fields.get('federatedIdentityCredentials')),
      jobs: fields.has('jobs') ? this.#list(fields.get('jobs')).map((job) => this.#job(job)) : null,
    }
  }

  #servicePrincipal(node: Node | null | undefined): JsonObject {
    const fields = this.#fields(node ?? null, 'servicePrincipal', servicePrincipalProperties)
    return this.#pick(fields, servicePrincipalProperties)
  }

  #job(node: Node | null): DeclaredJob {
    const fields = this.#fields(node, 'a job', ['template', 'schedule', 'settings', 'options', 'schema'])
    const template = this.#text(fields.get('template'))
    if (template === null) this.#report(node, "A job needs a template, such as 'API2AAD'.")
    const schedule = this.#text(fields.get('schedule'))
    const states = ['Active', 'Paused', 'Disabled'] as const
    const state = states.find((name) => name === schedule) ?? null
    if (schedule !== null && state === null)
      this.#report(fields.get('schedule'), `schedule is one of ${states.join(', ')}.`)
    const settings = Object.entries(this.#object(fields.get('settings')))
    return {
      template: template ?? '',
      schedule: state,
      settings: Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
      options: this.#object(fields.get('options')),
      schema: this.#schema(fields.get('schema')),
    }
  }

  #schema(node: Node | null | undefined): JsonObject | null {
    const file = this.#text(node)
    if (file === null) return null
    try {
      return this.#source.readSchema(file)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      this.#report(node, error.message)
      return null
    }
  }

  #permissions(node: Node | null | undefined, kind: 'application' | 'delegated'): readonly Permission[] | null {
    if (node === undefined) return null
    return this.#list(node).flatMap((item) => {
      const name = this.#text(item)
      if (name === null) return []
      if (isPermission(name) && permissions[name][kind] !== null) return [name]
      this.#report(item, `'${name}' is not ${kind === 'application' ? 'an application' : 'a delegated'} permission.`)
      return []
    })
  }

  #fields(node: Node | null, what: string, known: readonly string[]): Fields {
    const fields = new Map<string, Node | null>()
    if (node === null) return fields
    if (!isMap(node)) {
      this.#report(node, `Expected ${what} as names and values.`)
      return fields
    }
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue
      const name = String(pair.key.value)
      if (known.includes(name)) fields.set(name, toNode(pair.value))
      else this.#report(pair.key, `'${name}' is not known in ${what}. Known: ${known.join(', ')}.`)
    }
    return fields
  }

  #pick(fields: Fields, names: readonly string[]): JsonObject {
    const given = names.filter((name) => fields.has(name))
    return Object.fromEntries(given.map((name) => [name, toPlain(fields.get(name))]))
  }

  #list(node: Node | null | undefined): readonly (Node | null)[] {
    if (node === null || node === undefined) return []
    if (isSeq(node)) return node.items.map(toNode)
    this.#report(node, 'Expected a list.')
    return []
  }

  #text(node: Node | null | undefined): string | null {
    if (node === null || node === undefined) return null
    const value = isScalar(node) ? node.value : undefined
    if (typeof value === 'string') return value
    this.#report(node, 'Expected a text.')
    return null
  }

  #texts(node: Node | null | undefined): readonly string[] | null {
    return node === undefined ? null : this.#list(node).flatMap((item) => this.#text(item) ?? [])
  }

  #object(node: Node | null | undefined): JsonObject {
    const value = toPlain(node)
    if (value === null || value === undefined) return {}
    if (isJsonObject(value)) return value
    this.#report(node, 'Expected names and values.')
    return {}
  }

  #objects(node: Node | null | undefined): readonly JsonObject[] | null {
    return node === undefined ? null : this.#list(node).map((item) => this.#object(item))
  }
}

function toNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null
}

/** YAML without its nodes: what JSON has. */
function toPlain(node: Node | null | undefined): unknown {
  if (isScalar(node)) return node.value
  if (isSeq(node)) return node.items.map((item) => toPlain(toNode(item)))
  if (!isMap(node)) return null
  return Object.fromEntries(
    node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : '', toPlain(toNode(value))]),
  )
}
