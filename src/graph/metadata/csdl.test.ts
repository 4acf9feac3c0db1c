import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { isIn, types } from '../model/find-type.ts'
import { toCsdl } from './csdl.ts'

interface Node {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Node[]
}

/** The elements of a document, in their order. */
function parse(text: string): Node {
  assert.equal(XMLValidator.validate(text), true)
  const parser = new XMLParser({ ignoreAttributes: false, preserveOrder: true, attributeNamePrefix: '' })
  return { tag: '', attributes: {}, children: toNodes(parser.parse(text)) }
}

function toNodes(elements: readonly Record<string, unknown>[]): readonly Node[] {
  return elements.flatMap((element) => {
    const tag = Object.keys(element).find((name) => name !== ':@')
    if (tag === undefined || tag.startsWith('?') || tag === '#text') return []
    const attributes = (element[':@'] ?? {}) as Record<string, string>
    return { tag, attributes, children: toNodes(element[tag] as readonly Record<string, unknown>[]) }
  })
}

function all({ children }: Node): readonly Node[] {
  return children.flatMap((child) => [child, ...all(child)])
}

const typeTags = ['EntityType', 'ComplexType', 'EnumType']

for (const version of ['v1.0', 'beta'] as const) {
  describe(`$metadata of ${version}`, () => {
    const nodes = all(parse(toCsdl(version)))
    const declared = new Set(nodes.filter(({ tag }) => typeTags.includes(tag)).map(({ attributes }) => attributes.Name))

    test('resolves every type that it names', () => {
      const named = nodes.flatMap(({ attributes: { Type, BaseType, EntityType } }) => [Type, BaseType, EntityType])
      const own = named.flatMap((name) => /^(?:Collection\()?microsoft\.graph\.(\w+)\)?$/.exec(name ?? '')?.[1] ?? [])
      assert.ok(own.length > 300)
      assert.deepEqual(
        own.filter((name) => !declared.has(name)),
        [],
      )
      const others = named.filter(
        (name) => name !== undefined && !/^(Collection\()?(Edm|microsoft\.graph)\./.test(name),
      )
      assert.deepEqual(others, [])
    })

    test('declares every type of the model once', () => {
      assert.deepEqual(
        [...declared].sort(),
        types
          .filter((type) => isIn(type, version))
          .map(({ name }) => name)
          .sort(),
      )
    })

    test('begins every path somewhere, and says how its objects are told apart', () => {
      const sets = nodes.filter(({ tag }) => tag === 'EntitySet' || tag === 'Singleton')
      assert.ok(sets.some(({ attributes }) => attributes.Name === 'servicePrincipals'))
      assert.ok(sets.some(({ attributes }) => attributes.Name === 'auditLogs'))
      assert.equal(nodes.filter(({ tag }) => tag === 'PropertyRef').length, 1)
    })

    test('binds actions and functions to what they work on', () => {
      const operations = nodes.filter(({ tag }) => tag === 'Action' || tag === 'Function')
      const add = operations.filter(({ attributes }) => attributes.Name === 'addPassword')
      assert.ok(add.length > 0)
      for (const { children } of operations) assert.equal(children[0]?.attributes.Name, 'bindingParameter')
    })
  })
}

/** The interfaces of Microsoft's own package of types, by name, with their properties and what they extend. */
function readPublishedTypes() {
  const path = createRequire(import.meta.url).resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts')
  const text = readFileSync(path, 'utf8').replaceAll('\r', '')
  const interfaces = [...text.matchAll(/^export interface (\w+)(?: extends (\w+))? \{\n([\s\S]*?)^\}$/gm)]
  const empty = [...text.matchAll(/^export interface (\w+)(?: extends (\w+))? \{\}$/gm)]
  const published = new Map<string, { readonly base: string | undefined; readonly names: readonly string[] }>()
  for (const [, name = '', base, body = ''] of [...interfaces, ...empty]) {
    published.set(name, {
      base,
      names: [...body.matchAll(/^ {4}"?([\w@.]+)"?\?:/gm)].map(([, property = '']) => property),
    })
  }
  const enums = new Set([...text.matchAll(/^export type (\w+) =/gm)].map(([, name = '']) => name))
  return { published, enums }
}

const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

describe('the published types of Microsoft Graph', () => {
  const { published, enums } = readPublishedTypes()

  const propertiesOf = (name: string): readonly string[] => {
    const found = published.get(name)
    return found === undefined ? [] : [...found.names, ...(found.base === undefined ? [] : propertiesOf(found.base))]
  }

  test('name every type and every property of ours, and none is spelled otherwise', () => {
    const ours = types.filter((type) => isIn(type, 'v1.0') && !unpublished.has(type.name))
    const unknown = ours.flatMap((type) => {
      if (type.kind === 'enum') return enums.has(capital(type.name)) ? [] : [type.name]
      if (!published.has(capital(type.name))) return [type.name]
      const known = new Set(propertiesOf(capital(type.name)))
      const own = type.properties.filter((property) => isIn(property, 'v1.0') && !property.isOurs)
      return own.filter(({ name }) => !known.has(name)).map(({ name }) => `${type.name}/${name}`)
    })
    assert.deepEqual(
      unknown.filter((name) => !unpublished.has(name)),
      [],
    )
  })

  test('have no property of a service principal or an application that is missing here', () => {
    const nodes = all(parse(toCsdl('v1.0')))
    for (const name of ['servicePrincipal', 'application', 'appRoleAssignment', 'oAuth2PermissionGrant']) {
      const type = nodes.find(({ tag, attributes }) => tag === 'EntityType' && attributes.Name === name)
      const inherited = ['id', 'deletedDateTime']
      const named = new Set([...(type?.children.map(({ attributes }) => attributes.Name) ?? []), ...inherited])
      assert.deepEqual(
        propertiesOf(capital(name)).filter((property) => !named.has(property)),
        [],
      )
    }
  })
})

/** Ours, or in the metadata of Graph but not (yet) in the package. */
const unpublished: ReadonlySet<string> = new Set([
  'provisioningUpload',
  'synchronizationJobOptions',
  'synchronizationJobWaiting',
  'approvedClientApp',
  'authenticationAppDeviceDetails',
  ...['createdByAppId', 'isDisabled', 'managerApplications'].map((name) => `application/${name}`),
  ...['deprecationDate', 'endpoints', 'isEntraIntegrated', 'lastModifiedDateTime'].map(
    (name) => `applicationTemplate/${name}`,
  ),
  ...['onPremisesExtensionAttributes', 'resourceBehaviorOptions', 'resourceProvisioningOptions'].map(
    (name) => `group/${name}`,
  ),
  ...['createdByAppId', 'createdDateTime', 'isDisabled'].map((name) => `servicePrincipal/${name}`),
  ...[
    'authenticationAppDeviceDetails',
    'homeTenantId',
    'resourceTenantId',
    'servicePrincipalId',
    'servicePrincipalName',
    'userAgent',
  ].map((name) => `signIn/${name}`),
  'unifiedRoleAssignment/principalOrganizationId',
])
