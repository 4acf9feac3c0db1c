import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { routesFile } from '../client/routes-file.ts'
import { typesFile } from '../client/types-file.ts'
import { commandsPage } from './commands-page.ts'
import { errorCodesPage } from './error-codes-page.ts'
import { mappingFunctionsPage } from './mapping-functions-page.ts'
import type { Page } from './page.ts'
import { routesPage } from './routes-page.ts'
import { scopingOperatorsPage } from './scoping-operators-page.ts'
import { settingsPage } from './settings-page.ts'

const pageMakers: readonly (() => Page)[] = [
  commandsPage,
  settingsPage,
  routesPage,
  errorCodesPage,
  mappingFunctionsPage,
  scopingOperatorsPage,
]
const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file that is made from the tables of the code. */
interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string
  readonly content: string
}

export interface Written {
  /** Paths from the root of the project. */
  readonly pages: readonly string[]
  /** Pages whose file was missing or said something else. */
  readonly stale: readonly string[]
}

/** Writes every file that is not what the code says; with `dryRun` it only finds them. */
export function writeReference({ dryRun }: { readonly dryRun: boolean }): Written {
  const files = [...pageMakers.map((make) => toFile(make())), ...clientFiles()]
  const stale = files.filter(({ path, content }) => {
    const file = join(root, path)
    return !existsSync(file) || readFileSync(file, 'utf8') !== content
  })
  if (!dryRun) for (const file of stale) write(file)
  return { pages: files.map(({ path }) => path), stale: stale.map(({ path }) => path) }
}

function toFile({ name, source, text }: Page): GeneratedFile {
  const head = `<!-- Generated from ${source} by "npm run reference". Do not edit. -->`
  return { path: `docs/reference/${name}.md`, content: `${head}\n\n${text}` }
}

/** The types of the client package. */
function clientFiles(): readonly GeneratedFile[] {
  const head = (source: string) => `// Generated from ${source} by "npm run reference". Do not edit.\n\n`
  const folder = 'packages/client/src/generated'
  return [
    { path: `${folder}/types.ts`, content: `${head('src/graph/model')}${typesFile()}` },
    { path: `${folder}/routes.ts`, content: `${head('src/graph/route-table')}${routesFile()}` },
  ]
}

function write({ path, content }: GeneratedFile): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
