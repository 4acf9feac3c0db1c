import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { runAsConnector } from './run-against-world.ts'
import { type Document, mappingOf, objectMappingOf } from './schema-document.ts'
import { newcomer, openWorld, type World } from './world.ts'

const contoso = 'urn:contoso:employee'

const run = (world: World, ...argv: readonly string[]) => runAsConnector(world, argv)

describe('entrain schema and entrain attributes', () => {
  let folder: string
  let file: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'entrain-schema-'))
    file = join(folder, 'schema.json')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  async function edit(change: (document: Document) => void): Promise<void> {
    const document = JSON.parse(await readFile(file, 'utf8'))
    change(document)
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`)
  }

  test('the way of a change: pull, edit, test, push, look back and take back', async () => {
    await using world = await openWorld()
    assert.match((await run(world, 'schema', 'show')).out, /^employeeId +\[externalId\] +Always +1/m)
    const pulled = await run(world, 'schema', 'pull', file)
    assert.equal(pulled.code, 0, pulled.err)
    assert.equal((await run(world, 'schema', 'push', file)).out, 'Nothing differs from the schema in force.\n')

    await edit((document) => {
      mappingOf(document, 'companyName').source = { expression: 'ToUpper([title])' }
      objectMappingOf(document).mappingTests = [
        {
          name: 'a clerk',
          record: newcomer('E-1', { title: 'Clerk' }),
          expected: { attributes: { companyName: 'Clerk' } },
        },
      ]
    })
    const failing = await run(world, 'schema', 'test', file)
    assert.equal(failing.code, 1)
    assert.match(failing.out, /failed +a clerk +companyName +Clerk +CLERK/)
    const refused = await run(world, 'schema', 'push', file)
    assert.equal(refused.code, 1)
    assert.match(refused.err, /Nothing was changed/)

    await edit((document) => {
      objectMappingOf(document).mappingTests[0].expected.attributes.companyName = 'CLERK'
    })
    assert.match((await run(world, 'schema', 'diff', file)).out, /\+ companyName\n +\+ ToUpper\(\[title\]\)/)
    const pushed = await run(world, 'schema', 'push', file)
    assert.equal(pushed.code, 0, pushed.err)
    assert.match(pushed.out, /Schema v2 is in force/)
    assert.equal(JSON.parse(await readFile(file, 'utf8')).version, 'v2', 'the file can be edited on')
    assert.match((await run(world, 'schema', 'test')).out, /passed +a clerk/)
    assert.match(
      (await run(world, 'schema', 'validate')).out,
      /warning +mapping of mail: flowType.*\nThe schema is valid/,
    )

    const versions = await run(world, 'schema', 'versions')
    assert.match(versions.out, /^v2 \*.*app .*1 mapping added \(companyName\)/m)
    assert.match((await run(world, 'schema', 'restore', 'v1')).out, /Schema v3 is in force; it says what v1 said/)
    assert.match((await run(world, 'schema', 'diff')).out, /- companyName/)
    assert.match((await run(world, 'schema', 'diff', 'v1', 'v2')).out, /\+ companyName/)

    await edit((document) => {
      mappingOf(document, 'companyName').source = { expression: 'ToLower([title])' }
      objectMappingOf(document).mappingTests = []
    })
    const late = await run(world, 'schema', 'push', file)
    assert.equal(late.code, 3)
    assert.match(late.err, /412[\s\S]*pull" again/)
    assert.equal((await run(world, 'schema', 'push', file, '--force')).code, 0)
  })

  test('a file that cannot work is refused with the places in words', async () => {
    await using world = await openWorld()
    await run(world, 'schema', 'pull', file)
    await edit((document) => {
      mappingOf(document, 'city').source = { expression: 'ToUpper([titel])' }
      objectMappingOf(document).scope = {
        groups: [{ name: 'Staff', clauses: [{ operatorName: 'EQUALS', sourceOperandName: 'userType' }] }],
      }
    })
    const { code, out } = await run(world, 'schema', 'validate', file)
    assert.equal(code, 1)
    assert.match(out, /problem +mapping of city: source\/expression +.*titel/)
    assert.match(out, /problem +filter group Staff: clauses\/0/)
    const json = await run(world, 'schema', 'validate', file, '--json')
    assert.equal(JSON.parse(json.out).valid, false)
    assert.equal((await run(world, 'schema', 'push', join(folder, 'nobody.json'))).code, 2)
    assert.equal((await run(world, 'schema', 'restore', 'first')).code, 2)
  })

  test('attributes lists what uploads carry in vain and declares it', async () => {
    await using world = await openWorld()
    assert.match((await run(world, 'attributes')).out, /Every attribute that was sent is mapped/)
    await world.provision(newcomer('E-1', { nickName: 'An', [contoso]: { desk: 'D-7', level: 3 } }))
    const listed = await run(world, 'attributes')
    assert.match(listed.out, /Not declared[\s\S]*urn:contoso:employee:desk +1 +1 +String +D-7/)
    assert.match(listed.out, /Declared and not mapped[\s\S]*nickName/)
    const declared = await run(world, 'attributes', '--declare', `${contoso}:desk`, 'title')
    assert.match(
      declared.out,
      /Declared already: title\nDeclared urn:contoso:employee:desk \(String\)\n1 attribute declared; schema v2/,
    )
    const all = await run(world, 'attributes', '--declare-all', '--json')
    assert.equal(JSON.parse(all.out).declared[0].type, 'Integer')
    assert.equal((await run(world, 'attributes', '--declare-all', '--declare', 'x')).code, 2)
  })

  test('help of the inner commands names what they take and where the shared options are', async () => {
    await using world = await openWorld()
    for (const name of ['show', 'pull', 'diff', 'versions', 'validate', 'test', 'push', 'restore']) {
      const { code, out } = await run(world, 'schema', name, '--help')
      assert.equal(code, 0)
      assert.match(out, new RegExp(`^Usage: entrain schema ${name}`))
      assert.match(out, /entrain schema --help/)
    }
  })
})
