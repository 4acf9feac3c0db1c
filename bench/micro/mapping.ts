import { type Column, renderTable } from '../../src/cli/table.ts'
import { createScreen } from '../../src/cli/terminal.ts'
import type { EvaluationContext } from '../../src/expression/evaluation.ts'
import type { CompiledMapping } from '../../src/sync/compile-mapping.ts'
import { compileJob, type JobProgram } from '../../src/sync/job-program.ts'
import { mapAttributes } from '../../src/sync/map.ts'
import type { SourceRecord } from '../../src/sync/record.ts'
import { directoryTemplate } from '../../src/sync/templates/directory-template.ts'
import { domain, makePeople, type ScimUser } from '../people.ts'
import { medianOf } from '../statistics.ts'

/** How long each default mapping takes on its own, and all of them together. */
const peopleCount = 500
const passes = 7
const passMsMin = 20

const context: EvaluationContext = {
  now: new Date(0),
  defaultDomain: domain,
  isVerifiedDomain: (name) => name === domain,
  random: () => 0.5,
  newGuid: () => '00000000-0000-7000-8000-000000000000',
}

const { program, problems } = compileJob(directoryTemplate.schemaFor('micro'), 1)
if (program === null) throw new Error(problems.map(({ message }) => message).join(' '))
const records = makePeople(peopleCount).map(toRecord)

const columns: readonly Column[] = [
  { title: 'target' },
  { title: 'ns', align: 'right' },
  { title: 'mapping', shrinks: true },
]
const out = createScreen(process.stdout, process.env)
const rows = program.mappings.map((mapping) => {
  const alone: JobProgram = { ...program, mappings: [mapping] }
  return [mapping.target.name, toNs(measure(alone)), textOf(mapping)]
})
out.write(`Default mappings, ns per evaluation (median of ${passes} passes), Node.js ${process.version}\n\n`)
out.write(
  renderTable(columns, [...rows, ['all together', toNs(measure(program)), 'per person']], {
    width: out.columns,
    paint: out.paint,
  }),
)

function toRecord(data: ScimUser, operationIndex: number): SourceRecord {
  const origin = { uploadSequence: 1, uploadId: '', requestId: '', operationIndex, bulkId: '' }
  return {
    origin,
    cause: 'upload',
    presence: 'present',
    anchor: data.externalId,
    displayName: null,
    userName: null,
    active: null,
    data,
  }
}

/** Nanoseconds per record. */
function measure(what: JobProgram): number {
  let mapped = 0
  const pass = (): number => {
    const startedAt = performance.now()
    let done = 0
    do {
      for (const record of records) if (mapAttributes(what, record, context).kind === 'mapped') mapped++
      done += records.length
    } while (performance.now() - startedAt < passMsMin)
    return ((performance.now() - startedAt) * 1e6) / done
  }
  pass()
  const result = medianOf(Array.from({ length: passes }, pass))
  // Also keeps the compiler from dropping work whose result nobody reads.
  if (mapped < records.length) throw new Error('a record could not be mapped')
  return result
}

function toNs(value: number): string {
  return Math.round(value).toString()
}

function textOf({ mapping }: CompiledMapping): string {
  return mapping.source?.expression ?? ''
}
