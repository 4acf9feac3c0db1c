import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commands } from '../src/cli/index.ts'
import { runProgram } from '../src/cli/program.ts'
import { createScreen } from '../src/cli/terminal.ts'
import { type Line, readTerminal, toText } from './picture/read-terminal.ts'
import { toSvg } from './picture/to-svg.ts'

/** `npm run picture`: runs the demo and draws what it wrote, in excerpts, as docs/images/demo.svg. */
const columns = 100
const picture = fileURLToPath(new URL('../docs/images/demo.svg', import.meta.url))
const folder = join(tmpdir(), 'entrain-demo')

/** From the first line that fits `from`, so many lines; what is left out between two excerpts shows as a dim mark. */
const excerpts: readonly { readonly from: RegExp; readonly lines: number }[] = [
  { from: /^Entrain serves/, lines: 9 },
  { from: /^Manager ID /, lines: 1 },
  { from: /^Status /, lines: 3 },
  { from: /^Outcome /, lines: 3 },
  { from: /^Failed: Conflict/, lines: 5 },
  { from: /^Written, but/, lines: 4 },
  { from: /^1,000 people in/, lines: 1 },
  { from: /These are the outcomes/, lines: 3 },
  { from: /^Outcome /, lines: 9 },
]

const lines = excerptsOf(readTerminal(await runDemo()))
await mkdir(join(picture, '..'), { recursive: true })
const title = 'npm run demo'
const description = `Output of the demo in a terminal: ${lines.map(toText).join('; ')}`
await writeFile(picture, toSvg(lines, { title, description, columns }))
console.log(`${lines.length} lines drawn to ${picture}`)

async function runDemo(): Promise<string> {
  const written: string[] = []
  const screen = createScreen({ write: (text) => written.push(text), isTTY: true, columns }, {})
  const argv = ['demo', '--exit', '--data', folder]
  await rm(folder, { recursive: true, force: true })
  try {
    const terminal = { out: screen, err: screen, confirm: null }
    const code = await runProgram(commands, {
      argv,
      version: '',
      terminal,
      env: {},
      signal: new AbortController().signal,
    })
    if (code !== 0) throw new Error(`the demo ended with ${code}: ${written.join('')}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return written.join('')
}

function excerptsOf(all: readonly Line[]): Line[] {
  const gap: Line = [{ text: '⋮', bold: false, dim: true, colour: null }]
  let next = 0
  return excerpts.flatMap(({ from, lines: count }) => {
    const start = all.findIndex((line, index) => index >= next && from.test(toText(line)))
    if (start < 0) throw new Error(`the demo wrote no line like ${from}`)
    const isFollowing = start === next
    next = start + count
    return [...(isFollowing ? [] : [gap]), ...all.slice(start, next)]
  })
}
