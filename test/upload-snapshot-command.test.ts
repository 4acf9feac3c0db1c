import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { entrain, runInstallation } from './program.ts'

const people = `Personnel No,Display name,User name,Active
E-1,Ana Lima,ana.lima@fabrikam.example,true
E-2,Bo Berg,bo.berg@fabrikam.example,true
E-3,,cy.cole@fabrikam.example,true
`

test('upload --snapshot on a running installation takes the whole file at once and tells each row', async () => {
  await using world = await runInstallation()
  const file = join(world.root, 'everybody.csv')
  await writeFile(file, people)
  const args = ['upload', file, '--snapshot', '--batch', '1', '--data', world.folder]
  const foreseen = await entrain('upload', file, '--what-if', '--snapshot', '--data', world.folder)
  assert.equal(foreseen.code, 1, foreseen.err)
  assert.match(foreseen.out, /^Would .*\ncreate +2 +1\n/)
  assert.match(foreseen.out, /Would fail: MandatoryFieldsMissing \(1\)\n→ .*\n.*\n +4 +E-3 /)
  assert.match(foreseen.out, / 2 +E-1 +Ana Lima +\w+ +– +/)
  const unattended = await entrain(...args)
  assert.equal(unattended.code, 2)
  const { code, out, err } = await entrain(...args, '--yes')
  assert.equal(code, 1, err)
  assert.match(out, /created +2\nfailed +1\n/)
  assert.match(out, /^Line .*\n +4 +E-3 .*displayName/m)
  const again = await entrain(...args, '--yes', '--json')
  assert.deepEqual(JSON.parse(again.out).counts.skipped, 2)
})
