import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const timeout = 120_000

test('the packed program runs without its sources, below a folder with a space in its name', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'entrain package '))
  context.after(() => rm(folder, { recursive: true, force: true }))
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root, timeout })
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await run('tar', ['-xzf', join(folder, tarball), '-C', folder])
  assert.deepEqual((await readdir(join(folder, 'package'))).includes('src'), false)

  // What npm would install beside the package.
  await mkdir(join(folder, 'node_modules'))
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  const args = ['package/bin/entrain.js', 'demo', '--exit', '--people', '60', '--port', '0']
  const { stdout } = await run(process.execPath, args, { cwd: folder, timeout })
  assert.equal(stdout.match(/These are the outcomes that this file must have/g)?.length, 2)
})
