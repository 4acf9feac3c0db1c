import { CommandError } from '../command-error.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json-value.ts'
import { renderTable } from '../table.ts'
import { toLocalTime } from '../time-text.ts'
import { judge } from './push.ts'
import { renderDiff } from './render-diff.ts'
import { readSchemaFile } from './schema-file.ts'
import type { SchemaSession } from './session.ts'

/** Versions that the list shows; the server keeps all. */
const versionsMax = 200

/** Shows the versions, newest first. */
export async function versions({ client, path, out, isJson, signal }: SchemaSession): Promise<void> {
  const list: JsonObject[] = []
  for await (const version of client.items(`${path}/versions?$top=${versionsMax}`, signal)) {
    list.push(version)
    if (list.length === versionsMax) break
  }
  if (isJson) out.write(`${JSON.stringify(list)}\n`)
  else {
    const columns = [{ title: 'Version' }, { title: 'Since' }, { title: 'By' }, { title: 'Change', shrinks: true }]
    const rows = list.map((version) => [
      `${textAt(version, 'id')}${version.isCurrent === true ? ' *' : ''}`,
      toLocalTime(textAt(version, 'createdDateTime')),
      toAuthorText(objectAt(version, 'changedBy')),
      textAt(version, 'summary') ?? '',
    ])
    out.write(renderTable(columns, rows, { width: out.columns, paint: out.paint }))
  }
}

function toAuthorText(author: JsonObject | undefined): string {
  const user = textAt(author, 'userId')
  const application = textAt(author, 'appId')
  return user === undefined ? (application === undefined ? '–' : `app ${application}`) : `user ${user}`
}

const versionText = /^v?\d+$/i

/** Compares a file with the schema in force, or two versions: by default the newest one with the one before. */
export async function diff(session: SchemaSession, from: string | undefined, to: string | undefined): Promise<void> {
  const { out, isJson } = session
  const differences =
    from !== undefined && !versionText.test(from)
      ? await diffFile(session, from)
      : await diffVersions(session, from, to)
  if (isJson) out.write(`${JSON.stringify(differences)}\n`)
  else out.write(renderDiff(differences, out) || 'Nothing differs.\n')
}

async function diffFile(session: SchemaSession, file: string): Promise<JsonObject> {
  const judgement = await judge(session, await readSchemaFile(file))
  const changes = objectAt(judgement, 'changes')
  if (changes !== undefined) return changes
  const [problem] = listAt(judgement, 'problems')
  throw new CommandError('usage', `${file}: ${textAt(problem, 'target')} ${textAt(problem, 'message')}`)
}

async function diffVersions(session: SchemaSession, from: string | undefined, to: string | undefined) {
  if (from !== undefined) return session.get(`/versions/${from}/diff${to === undefined ? '' : `?to=${to}`}`)
  const newest = listAt(await session.get('/versions?$top=2'), 'value').filter(isJsonObject)
  const previous = numberAt(newest[1], 'version')
  if (previous === undefined) throw new CommandError('usage', 'The schema has one version only.')
  return session.get(`/versions/${previous}/diff`)
}

/** Makes an old version the newest one. */
export async function restore(session: SchemaSession, version: string): Promise<void> {
  if (!versionText.test(version)) throw new CommandError('usage', `'${version}' is no version.`, 'Write e.g. v3.')
  const answer = await session.post(`/versions/${version}/restore`)
  const { out, isJson } = session
  if (isJson) out.write(`${JSON.stringify(answer)}\n`)
  else out.write(`Schema ${textAt(answer, 'version')} is in force; it says what ${textAt(answer, 'restored')} said.\n`)
}
