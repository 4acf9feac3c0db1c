import { CommandError } from '../command-error.ts'
import { countOf } from '../count-text.ts'
import { type JsonObject, listAt, numberAt, textAt } from '../json-value.ts'
import { renderTable } from '../table.ts'
import { toLocalTime } from '../time-text.ts'
import type { JobFlags, JobSession } from './session.ts'

export interface DeletesFlags extends JobFlags {
  readonly allow?: true
  readonly reject?: true
  readonly yes?: true
}

const columns = [
  { title: 'Person' },
  { title: 'Name', shrinks: true },
  { title: 'Would' },
  { title: 'Why' },
  { title: 'Since' },
  { title: 'Changes', shrinks: true },
] as const

/** Lists who waits for a decision, or decides: about some people, or about all. */
export async function deletes(session: JobSession, people: readonly string[], flags: DeletesFlags): Promise<void> {
  if (flags.allow === true && flags.reject === true) throw new CommandError('usage', 'Use either --allow or --reject.')
  if (flags.allow === true || flags.reject === true) return decide(session, people, flags)
  const { out, err } = session.terminal
  const staged: JsonObject[] = []
  for await (const item of session.items('/stagedDeletes?$top=200'))
    if (people.length === 0 || people.some((person) => same(person, textAt(item, 'externalId')))) staged.push(item)
  if (session.isJson) out.write(`${JSON.stringify(staged)}\n`)
  else if (staged.length === 0) err.write('Nobody waits for a decision.\n')
  else out.write(renderTable(columns, staged.map(toRow), { width: out.columns, paint: out.paint }))
}

function same(person: string, externalId: string | undefined): boolean {
  return person.toLowerCase() === externalId?.toLowerCase()
}

function toRow(item: JsonObject): string[] {
  const changes = listAt(item, 'modifiedProperties').map(
    (change) =>
      `${textAt(change, 'displayName')}: ${textAt(change, 'oldValue') ?? '–'} → ${textAt(change, 'newValue') ?? '–'}`,
  )
  return [
    textAt(item, 'externalId') ?? '',
    textAt(item, 'targetDisplayName') ?? textAt(item, 'displayName') ?? '–',
    textAt(item, 'action') ?? '',
    textAt(item, 'reason') === 'absent' ? 'missing from a snapshot' : 'said by its record',
    toLocalTime(textAt(item, 'stagedDateTime')),
    changes.join(', '),
  ]
}

async function decide(session: JobSession, people: readonly string[], flags: DeletesFlags): Promise<void> {
  const { out, err, confirm } = session.terminal
  const verb = flags.allow === true ? 'allow' : 'reject'
  if (flags.allow === true && flags.yes !== true) {
    if (confirm === null || session.isJson)
      throw new CommandError(
        'usage',
        'This disables or deletes accounts, and nobody is there to confirm.',
        'Add --yes.',
      )
    const whom = people.length === 0 ? 'everybody who waits' : countOf(people.length, 'person', 'people')
    if (!(await confirm(`Disable or delete the accounts of ${whom}?`))) {
      err.write('Nothing was done.\n')
      return
    }
  }
  const body = people.length === 0 ? {} : { externalIds: people }
  const answer = await session.send('POST', `/stagedDeletes/${verb}`, body)
  const count = countOf(numberAt(answer, 'people') ?? 0, 'person', 'people')
  const done = verb === 'allow' ? `Allowed for ${count}` : `Rejected for ${count}; the accounts stay as they are`
  out.write(
    session.isJson
      ? `${JSON.stringify(answer)}\n`
      : `${done}. See "entrain logs --cycle ${textAt(answer, 'cycleId')}".\n`,
  )
}
