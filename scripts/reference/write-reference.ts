import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
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

export interface Written {
  /** Paths from the root of the project. */
  readonly pages: readonly string[]
  /** Pages whose file was missing or said something else. */
  readonly stale: readonly string[]
}

/** Writes every page whose file is not what the code says; with `dryRun` it only finds them. */
export function writeReference({ dryRun }: { readonly dryRun: boolean }): Written {
  const stale: string[] = []
  const pages = pageMakers.map((make) => {
    const { name, source, text } = make()
    const page = `docs/reference/${name}.md`
    const file = join(root, page)
    const content = `<!-- Generated from ${source} by "npm run reference". Do not edit. -->\n\n${text}`
    if (existsSync(file) && readFileSync(file, 'utf8') === content) return page
    stale.push(page)
    if (!dryRun) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    return page
  })
  return { pages, stale }
}
