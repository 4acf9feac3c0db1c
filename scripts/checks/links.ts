import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Check, root } from './check.ts'

/** Links of the documentation to files and headings of this project have to lead somewhere. */
export const checkLinks: Check = {
  name: 'links',
  run() {
    const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).sort()
    const links = pages.flatMap((page) => findLinks(page, readFileSync(join(root, page), 'utf8')))
    return {
      summary: `${links.length} links between ${pages.length} pages`,
      problems: links.flatMap(({ page, target }) =>
        leadsSomewhere(page, target) ? [] : [`${page} links to ${target}`],
      ),
    }
  },
}

interface Link {
  readonly page: string
  readonly target: string
}

function findLinks(page: string, text: string): Link[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target))
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', heading] = target.split('#')
  const file = path === '' ? join(root, page) : join(root, dirname(page), path)
  if (!existsSync(file)) return false
  return heading === undefined || headingsOf(readFileSync(file, 'utf8')).has(heading)
}

/** Anchors as GitHub makes them from headings. */
function headingsOf(text: string): ReadonlySet<string> {
  const titles = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => title)
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
