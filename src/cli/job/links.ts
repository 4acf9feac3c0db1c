import type { JsonObject } from '../json-value.ts'
import { textAt } from '../json-value.ts'
import { renderTable } from '../table.ts'
import type { JobSession } from './session.ts'

const columns = [{ title: 'Person' }, { title: 'Account' }, { title: 'Name', shrinks: true }] as const

/** Shows who is linked to which account, or forgets links. */
export async function links(session: JobSession, people: readonly string[], unlinks: boolean): Promise<void> {
  const { out, err } = session.terminal
  if (unlinks) {
    for (const person of people) await session.send('DELETE', keyOf(person))
    err.write(`Forgotten. Whoever is sent again is matched afresh; "entrain job start" lets the job run.\n`)
    return
  }
  const found: JsonObject[] = []
  if (people.length === 0) for await (const item of session.items('/objectConnections?$top=1000')) found.push(item)
  for (const person of people) found.push(await session.get(keyOf(person)))
  if (session.isJson) for (const item of found) out.write(`${JSON.stringify(withoutContext(item))}\n`)
  else if (found.length === 0) err.write('Nobody is linked.\n')
  else out.write(renderTable(columns, found.map(toRow), { width: out.columns, paint: out.paint }))
}

function keyOf(person: string): string {
  return `/objectConnections('${encodeURIComponent(person.replaceAll("'", "''"))}')`
}

function toRow(item: JsonObject): string[] {
  return [textAt(item, 'sourceAnchor') ?? '', textAt(item, 'targetAnchor') ?? '', textAt(item, 'displayName') ?? '–']
}

function withoutContext({ '@odata.context': _, ...item }: JsonObject): JsonObject {
  return item
}
