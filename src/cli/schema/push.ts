import { exitCodes } from '../command-error.ts'
import { countOf } from '../count-text.ts'
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../json-value.ts'
import { renderDiff } from './render-diff.ts'
import { renderFindings, renderTests } from './render-findings.ts'
import { readSchemaFile, rebaseFile } from './schema-file.ts'
import { jsonBody, type SchemaSession } from './session.ts'

/** What the server says about a document, without saving it; without a file about the schema in force. */
export async function judge(session: SchemaSession, document: JsonObject | undefined): Promise<JsonObject> {
  return session.post('/validate', document)
}

/** Shows problems, warnings and failed tests. Exit code 1 when the schema would be refused. */
export async function validate(session: SchemaSession, file: string | undefined): Promise<void> {
  const document = file === undefined ? undefined : await readSchemaFile(file)
  const judgement = await judge(session, document)
  if (judgement.valid !== true) session.setExitCode(exitCodes.failed)
  if (session.isJson) session.out.write(`${JSON.stringify(judgement)}\n`)
  else session.out.write(renderJudgement(judgement, document ?? (await session.get()), session))
}

/** Shows what the mapping tests came to. Exit code 1 when one fails. */
export async function test(session: SchemaSession, file: string | undefined): Promise<void> {
  const document = file === undefined ? undefined : await readSchemaFile(file)
  const judgement = await judge(session, document)
  const results = listAt(judgement, 'testResults').filter(isJsonObject)
  const failed = results.filter(({ passed }) => passed !== true)
  const cannotRun = listAt(judgement, 'problems').length > 0
  if (failed.length > 0 || cannotRun) session.setExitCode(exitCodes.failed)
  const { out, err } = session
  if (session.isJson) out.write(`${JSON.stringify(results)}\n`)
  else if (cannotRun) out.write(renderFindings(judgement, document ?? (await session.get()), out))
  else if (results.length === 0) err.write('The schema has no mapping tests.\n')
  else out.write(`${renderTests(results, out)}${countOf(results.length, 'test')}, ${failed.length} failed\n`)
}

/** Puts a document in force, unless somebody changed the schema since it was pulled. */
export async function push(
  session: SchemaSession,
  file: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  const document = await readSchemaFile(file)
  const judgement = await judge(session, document)
  const { out, err } = session
  if (judgement.valid !== true) {
    session.setExitCode(exitCodes.failed)
    if (session.isJson) out.write(`${JSON.stringify(judgement)}\n`)
    else err.write(`${renderJudgement(judgement, document, session)}Nothing was changed.\n`)
    return
  }
  const changes = objectAt(judgement, 'changes') ?? {}
  const text = renderDiff(changes, out)
  const version = text === '' ? null : await put(session, document, force)
  if (version !== null) await rebaseFile(file, document, version)
  if (session.isJson) {
    out.write(`${JSON.stringify({ version, warnings: judgement.warnings, changes })}\n`)
    return
  }
  err.write(renderFindings({ warnings: judgement.warnings }, document, err))
  out.write(
    version === null ? 'Nothing differs from the schema in force.\n' : `${text}Schema ${version} is in force.\n`,
  )
}

/** Answers with the version that the document became. */
async function put({ client, path, signal }: SchemaSession, document: JsonObject, force: boolean): Promise<string> {
  const version = textAt(document, 'version')
  const match: Readonly<Record<string, string>> = force || version === undefined ? {} : { 'if-match': `"${version}"` }
  const { headers, ...body } = jsonBody(document)
  const answer = await client.send({ method: 'PUT', path, ...body, headers: { ...headers, ...match }, signal })
  return answer.headers.etag?.replaceAll('"', '') ?? ''
}

function renderJudgement(judgement: JsonObject, document: JsonObject, { out }: SchemaSession): string {
  const findings = renderFindings(judgement, document, out)
  const failed = listAt(judgement, 'testResults').filter((result) => isJsonObject(result) && result.passed !== true)
  const verdict =
    judgement.valid === true ? out.paint.green('The schema is valid.') : out.paint.red('The schema is refused.')
  return `${findings}${renderTests(failed, out)}${verdict}\n`
}
