import { createProgressBar } from '../src/cli/progress-bar.ts'
import { createScreen } from '../src/cli/terminal.ts'
import { type BenchOptions, readOptions, usage } from './options.ts'
import { renderHead, renderResults } from './render.ts'
import { toJson } from './result.ts'
import { makeData, type Progress, type RoundResult, runRound } from './round.ts'

const out = createScreen(process.stdout, process.env)
const err = createScreen(process.stderr, process.env)

function showProgress(label: string): Progress {
  return (title, total) => {
    const bar = createProgressBar(err, { title: `${label}${title}`, total, now: () => performance.now() })
    return (done) => {
      bar.update(done)
      if (done === total) bar.finish()
    }
  }
}

async function bench(options: BenchOptions): Promise<void> {
  const data = makeData(options)
  const rounds: RoundResult[] = []
  for (let round = 1; round <= options.rounds; round++) {
    rounds.push(await runRound(data, options, showProgress(options.rounds === 1 ? '' : `round ${round}: `)))
  }
  // Checks that nothing is missing, also when nobody wants it as JSON.
  const json = toJson(rounds.map(({ result }) => result))
  if (options.json) out.write(`${JSON.stringify(json)}\n`)
  else out.write(renderHead(data, options, out) + renderResults(rounds, out))
}

let options: BenchOptions | 'help'
try {
  options = readOptions(process.argv.slice(2))
} catch (error) {
  err.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exit(2)
}
if (options === 'help') out.write(usage)
else await bench(options)
