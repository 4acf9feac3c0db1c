import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { toText } from '../src/expression/coerce/to-text.ts'
import { compileExpression } from '../src/expression/compile.ts'
import type { MappingFunction } from '../src/expression/function.ts'
import type { Call, Route } from '../src/http/route.ts'

const root = join(import.meta.dirname, '..')

test('the mapping function of the guide does what its examples say', async () => {
  const { xInitials } = await importExample<{ xInitials: MappingFunction }>(
    'add-a-mapping-function',
    'expression/functions',
  )
  assert.equal(xInitials.name, 'X.Initials')
  for (const [expression, expected, attributes = {}] of xInitials.examples) {
    // Evaluated by the function's own compile, since the table does not list it.
    const source = /\((.*)\)/.exec(expression)?.[1] ?? ''
    const evaluate = compileExpression(source, { readerOf: (name) => () => Reflect.get(attributes, name) }).evaluate
    const args = [{ evaluate }] as unknown as Parameters<MappingFunction['compile']>[0]['args']
    const closure = xInitials.compile({ args } as Parameters<MappingFunction['compile']>[0])
    assert.equal(closure(attributes, {} as Parameters<typeof closure>[1]), expected, expression)
  }
})

test('the expressions of the guide yield what it says', async () => {
  const page = await readFile(join(root, 'docs/guides/write-expressions.md'), 'utf8')
  const attributes: Readonly<Record<string, string | readonly string[]>> = {
    'name.givenName': 'Ana',
    'name.familyName': 'de Souza',
    tags: ['red', 'blue'],
    hireDate: '2026-08-20',
  }
  const rows = [...page.matchAll(/^\| `(.+)` \| (?:`(.+)`|Null) \|$/gm)]
  assert.ok(rows.length > 20)
  for (const [, expression = '', expected = null] of rows) {
    const program = compileExpression<null>(expression, { readerOf: (name) => () => attributes[name] ?? null })
    const context = { now: new Date('2026-07-30T15:33:38Z') } as Parameters<typeof program.evaluate>[1]
    assert.equal(toText(program.evaluate(null, context)), expected, expression)
  }
})

test('the Graph resource of the guide answers', async () => {
  const { organizationRoutes } = await importExample<{
    organizationRoutes: (parts: object) => Readonly<Record<string, Route['handle']>>
  }>('add-a-graph-resource', 'graph/resources')
  const tenants = { find: async (id: string) => ({ id, displayName: 'Fabrikam' }) }
  const handle = organizationRoutes({ tenants })['GET /organization']
  const call = { principal: { tenantId: 't-1' }, origin: 'https://localhost:8443', version: 'v1.0' }
  const answer = await handle?.(call as unknown as Call)
  assert.deepEqual(JSON.parse(String(answer?.body)).value, [{ id: 't-1', displayName: 'Fabrikam' }])
})

test('the codes that the guide for files explains are codes of the program', async () => {
  const page = await readFile(join(root, 'docs/guides/upload-files.md'), 'utf8')
  const codes = [...page.matchAll(/^[|] `([A-Z]\w+)` [|]/gm)].map(([, code = '']) => code)
  assert.ok(codes.length > 8)
  const sources = globSync('src/**/*.ts', { cwd: root }).map((path) => readFileSync(join(root, path), 'utf8'))
  assert.deepEqual(
    codes.filter((code) => !sources.some((source) => source.includes(`'${code}'`))),
    [],
  )
})

/** The first TypeScript of a guide, run as if it stood in that folder of `src`. */
async function importExample<Module>(guide: string, folder: string): Promise<Module> {
  const page = await readFile(join(root, 'docs/guides', `${guide}.md`), 'utf8')
  const source = /^```ts\n([\s\S]*?)^```/m.exec(page)?.[1] ?? ''
  const home = pathToFileURL(join(root, 'src', folder, 'example.ts'))
  const text = source.replaceAll(/from '(\.[^']+)'/g, (_, path: string) => `from '${new URL(path, home).href}'`)
  const directory = await mkdtemp(join(tmpdir(), 'entrain-guide-'))
  try {
    const file = join(directory, 'example.ts')
    await writeFile(file, text)
    return await import(pathToFileURL(file).href)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
