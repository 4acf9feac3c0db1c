import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, root } from './check.ts'
import { type FunctionSize, measureFunctions } from './measure-functions.ts'

/** Sizes to hold (docs/architecture.md). Lines per function at most: biome.json. */
const limits = { fileLinesMost: 200, fileLinesMax: 400, functionLinesMost: 30, parametersMax: 4, share: 0.9 } as const

/** How many arguments a mapping function takes is settled by the mapping language. */
const mappingFunctions = 'src/expression/functions/'

export const checkSizes: Check = {
  name: 'sizes',
  run() {
    const folders = ['{src,test,scripts,bench,examples}/**/*.{ts,mjs}', 'packages/*/{src,test}/*.ts', 'bin/*.js']
    const paths = globSync(folders, { cwd: root }).sort()
    const files = paths.map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, lines: text.split('\n').length - 1, text }
    })
    const functions = files.flatMap(({ path, text }) => (isTest(path) ? [] : measureFunctions(path, text)))
    const fileLines = percentile(files.map(({ lines }) => lines))
    const functionLines = percentile(functions.map(({ lines }) => lines))
    return {
      summary: `${files.length} files, nine of ten up to ${fileLines} lines; ${functions.length} functions, nine of ten up to ${functionLines}`,
      problems: [
        ...files.flatMap(({ path, lines }) =>
          lines > limits.fileLinesMax ? [`${path} has ${lines} lines, at most ${limits.fileLinesMax}: split it`] : [],
        ),
        ...tooMany('files', fileLines, limits.fileLinesMost),
        ...tooMany('functions', functionLines, limits.functionLinesMost),
        ...functions
          .filter(({ path, parameters }) => parameters > limits.parametersMax && !path.startsWith(mappingFunctions))
          .map(explainParameters),
      ],
    }
  },
}

/** A suite is one long function by nature. */
function isTest(path: string): boolean {
  return /[.](test|conformance)[.]ts$|^test\//.test(path)
}

/** The size that nine of ten stay within. */
function percentile(sizes: readonly number[]): number {
  const sorted = [...sizes].sort((left, right) => left - right)
  return sorted[Math.ceil(sorted.length * limits.share) - 1] ?? 0
}

function tooMany(what: string, found: number, most: number): string[] {
  return found > most ? [`nine of ten ${what} have to stay within ${most} lines; now it is ${found}`] : []
}

function explainParameters({ path, line, name, parameters }: FunctionSize): string {
  return `${path}:${line} ${name} takes ${parameters} parameters, at most ${limits.parametersMax}: pass one object with names`
}
