import { exitCodes } from '../command-error.ts'
import { renderSimulation } from '../upload/render-simulation.ts'
import { parseSimulationReport } from '../upload/simulation-report.ts'
import { readSchemaFile } from './schema-file.ts'
import type { SchemaSession } from './session.ts'

/** Records per list: for people as many as they read, for programs as many as the server gives. */
const detailsShown = 20
const detailsMax = 1_000

/** Asks what a file would do to everybody whom the job knows. Exit code 1 when somebody would fail, or too many would leave. */
export async function whatIf(session: SchemaSession, file: string | undefined): Promise<void> {
  const { isJson, out, setExitCode } = session
  const detailMax = isJson ? detailsMax : detailsShown
  const request = file === undefined ? { detailMax } : { schema: await readSchemaFile(file), detailMax }
  const answer = await session.post('/simulate', request)
  const report = parseSimulationReport(answer)
  out.write(isJson ? `${JSON.stringify(answer)}\n` : renderSimulation(report, [], out))
  if (report.failures.length > 0 || report.threshold.exceeded) setExitCode(exitCodes.failed)
}
